// Whole files: read with a bound, written so that a reader sees the old one or the new one and never half of it.
#pragma once

#include <cincel/core/isa.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace cincel::inline CINCEL_ISA {

/// The bytes of a file. Throws std::runtime_error naming the file.
inline std::vector<std::byte> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in) throw std::runtime_error(path + ": cannot be opened");
  const auto size = in.tellg();
  if (size < 0) throw std::runtime_error(path + ": is no regular file");
  std::vector<std::byte> bytes(static_cast<std::size_t>(size));
  in.seekg(0);
  in.read(reinterpret_cast<char*>(bytes.data()), size);
  if (!in) throw std::runtime_error(path + ": cannot be read");
  return bytes;
}

/// Writes to a temporary name beside `path`, syncs, and renames. Throws std::runtime_error naming file and reason;
/// what was there before stays then.
inline void write_file_atomically(const std::string& path, std::span<const std::byte> bytes) {
  const std::string temporary = path + "." + std::to_string(getpid()) + ".part";
  const auto fail = [&](const char* what) {
    const std::string reason = std::strerror(errno);
    unlink(temporary.c_str());
    throw std::runtime_error(path + ": " + what + ": " + reason);
  };
  const int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) fail("cannot be created");
  while (!bytes.empty()) {
    const ssize_t n = write(file, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      close(file);
      fail("cannot be written");
    }
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  if (fsync(file) != 0) {
    close(file);
    fail("cannot be synced");
  }
  if (close(file) != 0) fail("cannot be closed");
  if (std::rename(temporary.c_str(), path.c_str()) != 0) fail("cannot be renamed");
}

}  // namespace cincel::inline CINCEL_ISA
