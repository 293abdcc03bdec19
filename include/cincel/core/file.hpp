// Reads regular files. Everything else (folders, pipes, devices) is refused before it is opened. Readers compare every
// length that a file states with the file's own size before they believe it.
#pragma once

#include <cincel/core/isa.hpp>
#include <cincel/core/printable.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

/// A file, or what stands in it, cannot be used. The message names the file, the offset where there is one, and the
/// reason: "net.safetensors, byte 8: the header is no JSON object".
class FileError : public std::runtime_error {
 public:
  FileError(const std::string& path, const std::string& reason)
      : std::runtime_error(printable(path, 4096) + ": " + reason) {}
  FileError(const std::string& path, std::uint64_t offset, const std::string& reason)
      : std::runtime_error(printable(path, 4096) + ", byte " + std::to_string(offset) + ": " + reason) {}
};

namespace impl {

/// The result of a system call, which is made again as long as a signal interrupts it.
template <class Call>
auto uninterrupted(Call call) {
  for (;;) {
    const auto result = call();
    if (result != -1 || errno != EINTR) return result;
  }
}

/// What `read` returns. Where it finds no memory, the error names the file.
template <class Read>
auto with_memory_for(const std::string& path, Read read) {
  try {
    return read();
  } catch (const std::bad_alloc&) {
    throw FileError(path, "cannot be read: there is no memory for what it holds");
  }
}

/// What a file is ("is a pipe") if it is not a regular one; null if it is.
inline const char* other_kind(mode_t mode) {
  if (S_ISREG(mode)) return nullptr;
  if (S_ISDIR(mode)) return "is a directory";
  if (S_ISFIFO(mode)) return "is a pipe";
  if (S_ISSOCK(mode)) return "is a socket";
  if (S_ISLNK(mode)) return "is a symbolic link";
  return "is a device";
}

/// The number of an open file, which is closed when this object ends.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return number_; }
  int release() { return std::exchange(number_, -1); }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

}  // namespace impl

/// A regular file, open for reading. Throws FileError, always with the file's name.
class InputFile {
 public:
  explicit InputFile(std::string path) : path_(std::move(path)) {
    struct stat s{};
    // Checked before it is opened: opening a pipe waits for its writer, and a device may act on being opened.
    if (stat(path_.c_str(), &s) != 0) fail("cannot be opened: ", errno);
    refuse_other(s.st_mode);
    file_ = impl::Descriptor(
        impl::uninterrupted([&] { return open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); }));
    if (!file_.is_open()) fail("cannot be opened: ", errno);
    if (fstat(file_.get(), &s) != 0) fail("cannot be read: ", errno);
    refuse_other(s.st_mode);
    size_ = static_cast<std::uint64_t>(s.st_size);
  }

  const std::string& path() const { return path_; }
  std::uint64_t size() const { return size_; }

  /// Reads n bytes at `at`.
  void read_at(std::uint64_t at, void* to, std::size_t n) const {
    auto* next = static_cast<std::byte*>(to);
    while (n > 0) {
      const ssize_t got = impl::uninterrupted([&] { return pread(file_.get(), next, n, static_cast<off_t>(at)); });
      if (got < 0) throw FileError(path_, at, std::string("cannot be read: ") + std::strerror(errno));
      if (got == 0) throw FileError(path_, at, "ends here, though it was longer when it was opened");
      next += got;
      at += static_cast<std::uint64_t>(got);
      n -= static_cast<std::size_t>(got);
    }
  }
  /// Gives the descriptor away, to a library that closes it.
  int release() { return file_.release(); }

 private:
  [[noreturn]] void fail(const char* what, int error) const {
    throw FileError(path_, what + std::string(std::strerror(error)));
  }
  void refuse_other(mode_t mode) const {
    if (const char* kind = impl::other_kind(mode); kind != nullptr)
      throw FileError(path_, std::string(kind) + ", and only regular files are read");
  }

  std::string path_;
  impl::Descriptor file_;
  std::uint64_t size_ = 0;
};

/// The bytes of a file of at most `most` bytes. Throws FileError.
inline std::vector<std::byte> read_file(const std::string& path, std::uint64_t most = std::uint64_t{1} << 32) {
  const InputFile file(path);
  if (file.size() > most)
    throw FileError(path,
                    "has " + std::to_string(file.size()) + " bytes; at most " + std::to_string(most) + " are read");
  return impl::with_memory_for(path, [&] {
    std::vector<std::byte> bytes(static_cast<std::size_t>(file.size()));
    file.read_at(0, bytes.data(), bytes.size());
    return bytes;
  });
}

}  // namespace CINCEL_ISA
}  // namespace cincel
