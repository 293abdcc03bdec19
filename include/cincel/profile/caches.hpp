// The sizes of this machine's caches.
#pragma once

#include <cincel/core/isa.hpp>
#include <cincel/core/units.hpp>

#include <cstdint>
#include <cstdio>
#include <cstring>

namespace cincel {
inline namespace CINCEL_ISA {
namespace profile {

/// Bytes of each cache that a thread has.
struct Caches {
  std::int64_t l1 = 32_KiB, l2 = 512_KiB, l3 = 8_MiB;
};

namespace impl {

/// The first word of a file of Linux's description of the first processor's cache `index`; empty if there is none.
inline const char* cache_word(int index, const char* what, char (&word)[32]) {
  char path[96];
  std::snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu0/cache/index%d/%s", index, what);
  word[0] = 0;
  if (std::FILE* f = std::fopen(path, "r")) {
    if (std::fscanf(f, "%31s", word) != 1) word[0] = 0;
    std::fclose(f);
  }
  return word;
}

}  // namespace impl

/// Those of this machine; where Linux does not say, of a small one. A virtual machine may show more than a thread of it
/// has.
inline Caches caches() {
  Caches c;
  char word[32];
  for (int i = 0; i < 8; ++i) {
    if (std::strcmp(impl::cache_word(i, "type", word), "Instruction") == 0 || word[0] == 0) continue;
    int level = 0;
    long long size = 0;
    char unit = 0;
    if (std::sscanf(impl::cache_word(i, "level", word), "%d", &level) != 1 || level < 1 || level > 3) continue;
    if (std::sscanf(impl::cache_word(i, "size", word), "%lld%c", &size, &unit) < 1 || size <= 0) continue;
    (level == 1 ? c.l1 : level == 2 ? c.l2 : c.l3) = size * (unit == 'K' ? 1_KiB : unit == 'M' ? 1_MiB : 1);
  }
  return c;
}

}  // namespace profile
}  // namespace CINCEL_ISA
}  // namespace cincel
