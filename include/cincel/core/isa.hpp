// The name of the instruction set that this translation unit is compiled for. All of Cincel that has run-time
// code lives in an inline namespace of that name, so that objects built for different instruction sets can be
// linked together (each keeps its own copies) and a mismatch across an interface is a link error, not a crash.
// The few functions of core and graph that also run at run time are always inlined. One limit: objects compiled at
// -O0 cannot be mixed, because xsimd's own constants are functions without such a name; -Og is enough.
#pragma once

#if defined CINCEL_SCALAR
#define CINCEL_ISA scalar
#elif defined __AVX512F__ && defined __AVX512DQ__ && defined __AVX512BW__ && defined __AVX512VL__
#define CINCEL_ISA avx512
#elif defined __AVX2__ && defined __FMA__
#define CINCEL_ISA avx2
#elif defined __AVX__
#define CINCEL_ISA avx
#elif defined __SSE4_2__
#define CINCEL_ISA sse4_2
#elif defined __SSE2__
#define CINCEL_ISA sse2
#elif defined __aarch64__
#define CINCEL_ISA neon64
#else
#define CINCEL_ISA generic
#endif
