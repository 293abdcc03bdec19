// What the forward passes are given that take several samples at once.
#pragma once

#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// The forward pass of an operator that takes several samples at once, so that its weights are read once for all of them:
/// of those whose `takes_several` asks for that. Specialised for each, and for each way to compute it that can, with
///
///     static constexpr std::int64_t room(const Op&)        numbers of the room that it works in, which may be 0
///     template <class P, auto Key, class T>
///     static constexpr void forward(const Step&, const Memory<T>* of_samples, int n, T* room)
///
/// for up to `most_samples_at_hand` samples.
template <Kind K, const Implementation* I>
struct SeveralSamples {};

}  // namespace CINCEL_ISA
}  // namespace cincel
