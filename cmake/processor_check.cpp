// Compiled for any x86-64 processor into a target that is compiled for a higher level, CINCEL_LEVEL (2, 3 or 4): what
// this machine's processor lacks. A program asks before its other initialisers run, and stops with a sentence; a
// library never ends the process that loads it: it offers the question (<cincel/processor.hpp>).
#include <cstdio>
#include <cstdlib>

#define CINCEL_JOIN_EXPANDED(a, b) a##b
#define CINCEL_JOIN(a, b) CINCEL_JOIN_EXPANDED(a, b)
#define CINCEL_LACKS CINCEL_JOIN(cincel_processor_lacks_v, CINCEL_LEVEL)

namespace {

struct Lack {
  int level;         // the lowest that is not all there, or 0
  const char* name;  // of what it lacks
};

Lack find_lack() {
  __builtin_cpu_init();
#define CINCEL_NEED(level, name)                                       \
  if (level <= CINCEL_LEVEL && !__builtin_cpu_supports(name)) return { \
      level, name                                                      \
    }
  CINCEL_NEED(2, "ssse3");
  CINCEL_NEED(2, "sse4.2");
  CINCEL_NEED(2, "popcnt");
  CINCEL_NEED(3, "avx2");
  CINCEL_NEED(3, "fma");
  CINCEL_NEED(3, "bmi");
  CINCEL_NEED(3, "bmi2");
  CINCEL_NEED(4, "avx512f");
  CINCEL_NEED(4, "avx512bw");
  CINCEL_NEED(4, "avx512cd");
  CINCEL_NEED(4, "avx512dq");
  CINCEL_NEED(4, "avx512vl");
#undef CINCEL_NEED
  return {0, nullptr};
}

#if defined CINCEL_PROGRAM
[[gnu::constructor(101)]] void check_processor() {
  const Lack lack = find_lack();
  if (lack.level == 0) return;
  std::fprintf(stderr,
               "This program was built for x86-64-v%d processors, but this one has no %s. Build it with "
               "-DCINCEL_ARCHITECTURE=x86-64%s.\n",
               CINCEL_LEVEL, lack.name,
               lack.level == 4   ? "-v3"
               : lack.level == 3 ? "-v2"
                                 : "");
  std::_Exit(3);
}
#endif

}  // namespace

// Each library and each program has its own copy, which no other sees; several in one are the same.
extern "C" [[gnu::weak, gnu::visibility("hidden")]] const char* CINCEL_LACKS() noexcept { return find_lack().name; }
