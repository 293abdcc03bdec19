// What the forward passes are given that take several samples at once.
#pragma once

#include <cincel/kernels/operator.hpp>
#include <cincel/kernels/point_pitch.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// The forward pass of an operator that takes several samples at once, so that its weights are read once for all of them:
/// of those whose `takes_several` asks for that. Specialised for each, and for each way to compute it that can, with
///
///     static constexpr std::int64_t room(const Op&)        numbers of the room that it works in, which may be 0
///     template <class P, auto Key, class T>
///     static constexpr void forward(const Step&, const Memory<T>* of_samples, int n, T* room)
///
/// for up to `most_samples_at_hand` samples, whose arenas lie one after another, each as far from the one before. Halos of
/// results are zero already.
template <Kind K, const Implementation* I>
struct SeveralSamples {};

namespace impl {

/// Runs one step on `n` samples by `S`.
template <class S, class P, auto Key, class T>
constexpr void run_samples(const Step& s, const Memory<T>* m, int n, T* room) {
  for (int k = 0; k < n && s.y.halo.any(); ++k) kernels::zero_halo(s.y, kernels::result_of(s, m[k]));
  S::template forward<P, Key>(s, m, n, room);
}

}  // namespace impl

/// Numbers from the arena of a sample at hand, of so many bytes, to the next one's: an odd number of cache lines, so that
/// the same numbers of several samples do not meet in the same sets of a cache.
constexpr std::int64_t pitch_of_arenas(std::int64_t bytes) { return kernels::point_pitch(numbers_in(bytes)); }

}  // namespace CINCEL_ISA
}  // namespace cincel
