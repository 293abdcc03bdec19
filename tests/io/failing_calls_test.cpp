// Floor 7: system calls that a signal interrupts, that write nothing, or that fail. The linker gives this program's
// calls to the functions below (--wrap), which fail as often as a test says.
#include <doctest/doctest.h>

#include <cincel/io/new_file.hpp>

#include "../files.hpp"

using namespace cincel;

namespace {

thread_local int interrupted = 0;  // how many calls were
thread_local bool no_write = false, no_entropy = false;

/// How many of the next calls of each kind a signal interrupts.
struct Interruptions {
  int open = 0, openat = 0, pread = 0, write = 0, fsync = 0, flock = 0, fchmod = 0, fchown = 0, getentropy = 0;
};
thread_local Interruptions left{};

bool interrupt_now(int& n) {
  if (n == 0) return false;
  --n;
  ++interrupted;
  errno = EINTR;
  return true;
}

void put(const std::string& path, const std::string& text) {
  write_file_atomically(path, std::as_bytes(std::span(text)));
}

}  // namespace

extern "C" {
int __real_open(const char*, int, ...);
int __real_openat(int, const char*, int, ...);
ssize_t __real_pread(int, void*, size_t, off_t);
ssize_t __real_write(int, const void*, size_t);
int __real_fsync(int);
int __real_flock(int, int);
int __real_fchmod(int, mode_t);
int __real_fchown(int, uid_t, gid_t);
int __real_getentropy(void*, size_t);

int __wrap_open(const char* path, int flags, mode_t mode) {
  return interrupt_now(left.open) ? -1 : __real_open(path, flags, mode);
}
int __wrap_openat(int folder, const char* path, int flags, mode_t mode) {
  return interrupt_now(left.openat) ? -1 : __real_openat(folder, path, flags, mode);
}
ssize_t __wrap_pread(int file, void* to, size_t n, off_t at) {
  return interrupt_now(left.pread) ? -1 : __real_pread(file, to, n, at);
}
ssize_t __wrap_write(int file, const void* from, size_t n) {
  if (no_write) return 0;
  return interrupt_now(left.write) ? -1 : __real_write(file, from, n);
}
int __wrap_fsync(int file) { return interrupt_now(left.fsync) ? -1 : __real_fsync(file); }
int __wrap_flock(int file, int operation) { return interrupt_now(left.flock) ? -1 : __real_flock(file, operation); }
int __wrap_fchmod(int file, mode_t mode) { return interrupt_now(left.fchmod) ? -1 : __real_fchmod(file, mode); }
int __wrap_fchown(int file, uid_t owner, gid_t group) {
  return interrupt_now(left.fchown) ? -1 : __real_fchown(file, owner, group);
}
int __wrap_getentropy(void* to, size_t n) {
  if (no_entropy) {
    errno = ENOSYS;
    return -1;
  }
  return interrupt_now(left.getentropy) ? -1 : __real_getentropy(to, n);
}
}

TEST_CASE("system calls that a signal interrupts are made again") {
  const TemporaryFolder folder;
  put(folder / "a", "old");
  interrupted = 0;
  left = {.open = 2,
          .openat = 2,
          .pread = 0,
          .write = 2,
          .fsync = 2,
          .flock = 2,
          .fchmod = 2,
          .fchown = 0,
          .getentropy = 2};
  put(folder / "a", "new");
  CHECK(interrupted == 14);
  CHECK(text_of(folder / "a") == "new");
  left = {.open = 2, .pread = 2};
  CHECK(read_file(folder / "a").size() == 3);
  CHECK(interrupted == 18);
  CHECK(folder.entries() == 1);
}

TEST_CASE("a system that takes no more bytes, or gives no random numbers, is an error with the file's name") {
  const TemporaryFolder folder;
  put(folder / "a", "old");
  no_write = true;
  const std::string unwritten = error_of([&] { put(folder / "a", "new"); });
  no_write = false;
  CHECK(unwritten == folder / "a" + ": cannot be written: the system takes no more bytes");
  no_entropy = true;
  const std::string unnamed = error_of([&] { put(folder / "a", "new"); });
  no_entropy = false;
  CHECK(unnamed == folder / "a" + ": cannot be given a random name: Function not implemented");
  CHECK(text_of(folder / "a") == "old");
  CHECK(folder.entries() == 1);
}
