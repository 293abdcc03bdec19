// Compiled for any x86-64 processor into a program that is compiled for a higher level: runs before the program's
// other initialisers, and stops it with a sentence on a processor that lacks something. CINCEL_LEVEL is 2, 3 or 4.
#include <cstdio>
#include <cstdlib>

namespace {

struct Feature {
  const char* name;
  int level;
  bool present;
};

[[gnu::constructor(101)]] void check_processor() {
  __builtin_cpu_init();
#define FEATURE(level, name) {name, level, static_cast<bool>(__builtin_cpu_supports(name))}
  const Feature features[] = {FEATURE(2, "ssse3"),    FEATURE(2, "sse4.2"),   FEATURE(2, "popcnt"),
                              FEATURE(3, "avx2"),     FEATURE(3, "fma"),      FEATURE(3, "bmi"),
                              FEATURE(3, "bmi2"),     FEATURE(4, "avx512f"),  FEATURE(4, "avx512bw"),
                              FEATURE(4, "avx512cd"), FEATURE(4, "avx512dq"), FEATURE(4, "avx512vl")};
#undef FEATURE
  for (const Feature& f : features) {
    if (f.present || f.level > CINCEL_LEVEL) continue;
    std::fprintf(stderr,
                 "This program was built for x86-64-v%d processors, but this one has no %s. Build it with "
                 "-DCINCEL_ARCHITECTURE=x86-64%s.\n",
                 CINCEL_LEVEL, f.name,
                 f.level == 4   ? "-v3"
                 : f.level == 3 ? "-v2"
                                : "");
    std::_Exit(3);
  }
}

}  // namespace
