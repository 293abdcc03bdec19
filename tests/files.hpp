// What tests of files and processes share: a folder of their own, the message of an exception, what is printed.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

/// A new folder, removed with all that is in it at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "cincel_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }
  /// How many entries it has, hidden ones included.
  std::ptrdiff_t entries() const {
    return std::distance(std::filesystem::directory_iterator(path_), std::filesystem::directory_iterator());
  }

 private:
  std::string path_;
};

inline std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The message of the exception that f throws; "" if it throws none.
template <class F>
std::string error_of(F f) {
  try {
    f();
  } catch (const std::exception& e) {
    return e.what();
  }
  return "";
}

/// Whether `text` holds `words`.
inline bool has(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

/// What f prints on standard output.
template <class F>
std::string printed_by(F f) {
  const TemporaryFolder folder;
  std::fflush(stdout);
  const int kept = dup(1);
  if (std::FILE* file = std::fopen((folder / "out").c_str(), "w"); file != nullptr) {
    dup2(fileno(file), 1);
    std::fclose(file);
  }
  f();
  std::fflush(stdout);
  dup2(kept, 1);
  close(kept);
  return text_of(folder / "out");
}
