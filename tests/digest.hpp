// Digests of results: what a change must leave as it was, bit for bit (tests/digests.sh).
#pragma once

#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <type_traits>

namespace digest {

/// What the results that follow belong to; stands before their names.
inline std::string owner;

/// Appends a line with a name and a hash of the bits of `n` numbers to the file that the environment's CINCEL_DIGESTS
/// names, if it names one.
template <class T>
void record(const std::string& name, const T* numbers, std::size_t n) {
  static const char* const path = std::getenv("CINCEL_DIGESTS");
  if (path == nullptr) return;
  using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (std::size_t i = 0; i < n; ++i) hash = (hash ^ std::bit_cast<Bits>(numbers[i])) * 0x100000001b3u;
  std::FILE* file = std::fopen(path, "a");
  if (file == nullptr) std::abort();
  std::fprintf(file, "%s%s %016llx\n", owner.c_str(), name.c_str(), static_cast<unsigned long long>(hash));
  std::fclose(file);
}

}  // namespace digest
