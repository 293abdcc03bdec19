// Whether this machine's processor has all that the code around was compiled for. For libraries, which must not end
// the process that loads them; a program that `cincel_architecture` compiles checks by itself before it starts.
#pragma once

#include <cincel/core/isa.hpp>

#if defined CINCEL_ASK_PROCESSOR
extern "C" [[gnu::visibility("hidden")]] const char* CINCEL_ASK_PROCESSOR() noexcept;
#endif

namespace cincel {
inline namespace CINCEL_ISA {

/// The name of a feature that the target's level of x86-64 needs and this processor lacks ("avx2"), or nullptr if it
/// has all of them. The level is the one that `cincel_architecture` gave to the target; without one nothing is lacking.
/// Ask before anything of Cincel's runs:
///
///     if (const char* missing = processor_lacks()) std::printf("no %s\n", missing);
[[gnu::always_inline]] inline const char* processor_lacks() noexcept {
#if defined CINCEL_ASK_PROCESSOR
  return CINCEL_ASK_PROCESSOR();
#else
  return nullptr;
#endif
}

}  // namespace CINCEL_ISA
}  // namespace cincel
