// A function that a program has in several versions, one for each of some levels of x86-64, and takes in the highest that
// its processor has: one binary for old and new processors. cincel_dispatch (cmake/CincelDispatch.cmake) compiles it.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace cincel {

/// A function with several versions, which is called like any other. Until the program's initialisers have run it is the
/// lowest version.
template <class F>
class Dispatched;
template <class R, class... A>
class Dispatched<R(A...)> {
 public:
  using Function = R(A...);

  constexpr Dispatched(Function* lowest, const char* level) noexcept : function_(lowest), level_(level) {}
  [[gnu::always_inline]] R operator()(A... a) const { return function_(std::forward<A>(a)...); }
  /// The level of the version that is taken: "x86-64-v3"; on other processors "native".
  [[gnu::always_inline]] const char* level() const noexcept { return level_; }
  /// Takes another version from now on, which must not happen while one runs.
  [[gnu::always_inline]] void take(Function* f, const char* level) noexcept {
    function_ = f;
    level_ = level;
  }

 private:
  Function* function_;
  const char* level_;
};

/// A version: its level, and what that needs of the processor and this one lacks (null: nothing, always).
template <class F>
struct DispatchedVersion {
  const char* level;
  F* function;
  const char* (*lacks)() noexcept;
};

/// Takes the highest version that this processor can run, of `n` from the highest to the lowest; or the one that the
/// environment variable CINCEL_LEVEL names. If that cannot be, a line on the standard error output says why.
template <class F>
bool take_version(Dispatched<F>& f, const char* name, const DispatchedVersion<F>* versions, int n) {
  const auto lacks = [&](int i) { return versions[i].lacks == nullptr ? nullptr : versions[i].lacks(); };
  int best = 0;
  while (best + 1 < n && lacks(best) != nullptr) ++best;
  if (const char* wanted = std::getenv("CINCEL_LEVEL")) {
    int i = 0;
    while (i < n && std::strcmp(versions[i].level, wanted) != 0) ++i;
    const char* const missing = i < n ? lacks(i) : nullptr;
    if (missing != nullptr)
      std::fprintf(stderr, "CINCEL_LEVEL is %s, but this processor has no %s; %s runs as %s\n", wanted, missing, name,
                   versions[best].level);
    else if (i == n)
      std::fprintf(stderr, "CINCEL_LEVEL is %s, but %s has no such version; it runs as %s\n", wanted, name,
                   versions[best].level);
    else
      best = i;
  }
  f.take(versions[best].function, versions[best].level);
  return true;
}

}  // namespace cincel

/// Declares a function with versions, in a header: CINCEL_DISPATCH(classify, int(const float* image)). What the versions
/// share are types of this signature, so it should name no type of Cincel's that depends on the instruction set.
#define CINCEL_DISPATCH(name, ...)                        \
  namespace cincel_levels {                               \
  using name##_type = __VA_ARGS__;                        \
  name##_type name##_v1, name##_v2, name##_v3, name##_v4; \
  }                                                       \
  extern ::cincel::Dispatched<cincel_levels::name##_type> name

/// The name of the version that is being compiled, in the source that cincel_dispatch is given. Other functions of one's
/// own there, and in headers that it includes, must be static or inlined: of an inline function that several levels have
/// the linker keeps one, the lowest. (Cincel's own are named after the instruction set.)
/// int CINCEL_AT_LEVEL(classify)(const float* image) { … }
#define CINCEL_AT_LEVEL_EXPANDED(name, level) cincel_levels::name##_##level
#define CINCEL_AT_LEVEL_JOINED(name, level) CINCEL_AT_LEVEL_EXPANDED(name, level)
#if defined CINCEL_DISPATCH_LEVEL
#define CINCEL_AT_LEVEL(name) CINCEL_AT_LEVEL_JOINED(name, CINCEL_DISPATCH_LEVEL)
#else
#define CINCEL_AT_LEVEL(name) CINCEL_AT_LEVEL_JOINED(name, whose_source_is_compiled_by_cincel_dispatch_alone)
#endif
