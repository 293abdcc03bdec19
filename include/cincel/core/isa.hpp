// What this translation unit is compiled with, as far as Cincel must know it. All of Cincel that has run-time code lives
// in an inline namespace, CINCEL_ISA, which is named after the instruction set and the checks that are switched on, so
// that objects built with different ones can be linked together (each keeps its own copies) and a mismatch across an
// interface is a link error, not a crash. The few functions of core and graph that also run at run time are always
// inlined. One limit: objects compiled at -O0 for different instruction sets cannot be mixed, because xsimd's own
// constants are functions without such a name; -Og is enough.
#pragma once

// Without infinities and NaN in the compiler's arithmetic, tanh and sigmoid of large numbers come out as NaN, and a
// broken sensor's NaN as a plausible class.
#if defined __FAST_MATH__ || (defined __FINITE_MATH_ONLY__ && __FINITE_MATH_ONLY__)
#error "Cincel needs infinities and NaN: compile without -ffast-math, -Ofast and -ffinite-math-only"
#endif
// Long sums compute what each addition rounds away, and a compiler that may put sums in another order makes 0 of that.
// (g++ defines a macro for it, clang does not.)
#if defined __ASSOCIATIVE_MATH__ && !defined __FAST_MATH__
#error "Cincel needs sums in their order: compile without -fassociative-math and -funsafe-math-optimizations"
#endif

#if defined CINCEL_SCALAR
#define CINCEL_INSTRUCTION_SET scalar
#elif defined __AVX512F__ && defined __AVX512DQ__ && defined __AVX512BW__ && defined __AVX512VL__
#define CINCEL_INSTRUCTION_SET avx512
#elif defined __AVX2__ && defined __FMA__
#define CINCEL_INSTRUCTION_SET avx2
#elif defined __AVX__
#define CINCEL_INSTRUCTION_SET avx
#elif defined __SSE4_2__
#define CINCEL_INSTRUCTION_SET sse4_2
#elif defined __SSE2__
#define CINCEL_INSTRUCTION_SET sse2
#elif defined __aarch64__
#define CINCEL_INSTRUCTION_SET neon64
#else
#define CINCEL_INSTRUCTION_SET generic
#endif

// CINCEL_CHECK_ARENA: every step of a prediction is checked to write nothing but its own output, which costs several
// times the prediction. It is asked for by name, never by the lack of NDEBUG.
#if defined CINCEL_CHECK_ARENA
#define CINCEL_JOIN_EXPANDED(a, b) a##b
#define CINCEL_JOIN(a, b) CINCEL_JOIN_EXPANDED(a, b)
#define CINCEL_ISA CINCEL_JOIN(CINCEL_INSTRUCTION_SET, _checked)
#else
#define CINCEL_ISA CINCEL_INSTRUCTION_SET
#endif
