// Floor 7: gz files that are cut or damaged, and what is no file.
#include <doctest/doctest.h>

#include <cincel/data/idx.hpp>
#include <cincel/io/new_file.hpp>

#include "../files.hpp"

#include <sys/stat.h>

using namespace cincel;

namespace {

const std::string numbers = std::string("\0\0\x08\x01\0\0\x0f\xa0", 8) + [] {
  std::string s;
  for (int i = 0; i < 4000; ++i) s += static_cast<char>(i * 7 % 251);
  return s;
}();

void put(const std::string& path, const std::string& bytes) {
  write_file_atomically(path, std::as_bytes(std::span(bytes)));
}

std::string packed(const std::string& path) {
  gzFile f = gzopen(path.c_str(), "wb");
  gzwrite(f, numbers.data(), static_cast<unsigned>(numbers.size()));
  gzclose(f);
  return text_of(path);
}

}  // namespace

TEST_CASE("a gz that is cut anywhere is refused, without its trailer too; a whole one is read") {
  const TemporaryFolder folder;
  const std::string path = folder / "f.gz", whole = packed(path);
  CHECK(read_idx(path).values.size() == 4000);
  for (std::size_t n = 0; n < whole.size(); ++n) {
    put(path, whole.substr(0, n));
    const std::string e = error_of([&] { read_idx(path); });
    CAPTURE(n);
    CHECK(e.starts_with(path));
  }
  put(path, whole.substr(0, whole.size() - 8));
  CHECK(error_of([&] { read_idx(path); }) == path + ", byte 4008: is damaged: the end of the gz is cut off");
}

TEST_CASE("a gz whose checksum or length does not hold is refused") {
  const TemporaryFolder folder;
  const std::string path = folder / "f.gz", whole = packed(path);
  for (std::size_t i = whole.size() - 8; i < whole.size(); ++i) {
    std::string broken = whole;
    broken[i] = static_cast<char>(broken[i] ^ 1);
    put(path, broken);
    CHECK(has(error_of([&] { read_idx(path); }), "is damaged: "));
  }
}

TEST_CASE("what is no regular file is refused at once, with what it is") {
  const TemporaryFolder folder;
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(error_of([&] { read_idx(folder / "pipe"); }) ==
        folder / "pipe" + ": is a pipe, and only regular files are read");
  CHECK(error_of([&] { read_idx(folder.path()); }) ==
        folder.path() + ": is a directory, and only regular files are read");
  CHECK(error_of([] { read_idx("/dev/zero"); }) == "/dev/zero: is a device, and only regular files are read");
  CHECK_THROWS_AS(read_idx(folder / "pipe"), FileError);
}
