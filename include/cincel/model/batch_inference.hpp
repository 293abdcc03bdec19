// Inference<Net, Batch<N>>: predictions of up to N samples in one call, whose weights are read once for many of them.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/model/inference.hpp>
#include <cincel/model/usage.hpp>
#include <cincel/run/batch_program.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {

/// How the memory of an `Inference<Net, Batch<N>>` is divided: an arena for each sample that is at hand at once, the room of
/// the steps that take several, and all outputs of N samples, each output's one after another.
template <class Net, int N>
struct BatchLayout {
  static constexpr auto& plan = inference_plan<Net>;
  using Code = BatchProgram<Net, native_pack>;
  static constexpr int at_hand = Code::takes_several ? (std::min)(N, most_samples_at_hand) : 1;
  static constexpr std::int64_t arena = pitch_of_arenas(plan.arena_bytes);
  static constexpr std::int64_t room = at_hand * arena;
  static constexpr std::int64_t outputs = room + round_up(Code::room, packed_quantum);
  static constexpr std::int64_t total = outputs + N * OutputLayout<Net>::total;
};

template <class Net, int N>
  requires(N > 1)
struct ArenaSize<Net, Batch<N>> {
  static constexpr std::int64_t floats = BatchLayout<Net, N>::total;
};

}  // namespace impl

/// Predicts up to `N` samples in a call. Where a layer's weights are larger than what it does with them for one sample, they
/// are read once for up to 16 samples; those go through the other layers one after another. What it makes of a sample does
/// not depend on the others of the call. It differs from `Inference<Net>` by the rounding of sums in another order.
///
///     Inference<Net, Batch<32>> net(weights, static_arena<Net, Batch<32>>());
///     const std::span<const float> probabilities = net.predict(images);
template <class Net, int N>
  requires(N > 1)
class Inference<Net, Batch<N>> {
  static_assert(network_error<Net>::ok);  // a wrong network is one error
  static_assert(plan_error<Net>::ok);

  static constexpr auto& plan = inference_plan<Net>;
  using Layout = impl::BatchLayout<Net, N>;
  static constexpr std::size_t arena_extent = is_wired<Net> ? Arena<Net, Batch<N>>::size : std::dynamic_extent;

 public:
  /// Most samples of a call; numbers in all inputs of one, and in its output of the last layer.
  static constexpr int samples = N;
  static constexpr auto inputs = Inference<Net>::inputs;
  static constexpr auto outputs = Inference<Net>::outputs;
  static constexpr auto input_count = Inference<Net>::input_count;
  static constexpr auto output_count = Inference<Net>::output_count;
  static constexpr auto arena_floats = impl::size_of_network<Net>(Layout::total);

  /// Works in memory of the caller's, such as `static_arena<Net, Batch<N>>()`.
  Inference(WeightsView<Net> weights, std::span<float, arena_extent> arena) noexcept
      : weights_(weights), memory_(arena.data()) {}
  Inference(const Inference&) = delete;
  Inference& operator=(const Inference&) = delete;

  /// Takes the numbers of n samples, one after another, 0 <= n <= N; returns what the last layer makes of each, one after
  /// another, valid until the next call. Of any other size of `x` nothing is predicted: the result is empty.
  std::span<const float> predict(std::span<const float> x) noexcept {
    constexpr auto size = static_cast<std::size_t>(InputLayout<Net>::total);
    const bool whole = x.size() % size == 0 && x.size() / size <= static_cast<std::size_t>(N);
    made_ = whole ? static_cast<int>(x.size() / size) : 0;
    for (int first = 0; first < made_; first += Layout::at_hand)
      run(x.data() + first * InputLayout<Net>::total, first, (std::min)(Layout::at_hand, made_ - first));
    return output(0);
  }

  /// Arrays and spans whose size is known are checked when they are compiled.
  template <class X>
    requires(!std::is_same_v<X, std::span<const float>>)
  std::span<const float> predict(const X& x) noexcept {
    using Given = impl::NoBatch<Net, N, X>;
    static_assert(detail::usage_error_of<Given>::ok);
    if constexpr (Given::fits)
      return predict(std::span<const float>(x));
    else
      return {};
  }

  /// Output `i` of the last call's samples, one after another: 0 is the last layer's, the others follow in order of their
  /// declaration.
  std::span<const float> output(std::size_t i) const noexcept {
    return {begin_of(i), static_cast<std::size_t>(made_ * OutputLayout<Net>::shapes[i].volume())};
  }
  /// The output called `Name`.
  template <fixed_string Name>
  std::span<const float> output() const noexcept {
    static_assert(detail::usage_error_of<impl::NoOutput<Net, Name>>::ok);
    return output(impl::find_output<Net, Name>());
  }

 private:
  float* begin_of(std::size_t output) const noexcept {
    return memory_ + Layout::outputs + N * OutputLayout<Net>::offsets[output];
  }

  /// Predicts the `n` samples from `x` on, of which the first is number `first` of this call.
  void run(const float* x, int first, int n) noexcept {
    fixed_array<std::array<const float*, InputLayout<Net>::count>, Layout::at_hand> inputs_of{};
    fixed_array<Memory<float>, Layout::at_hand> of_samples{};
    for (int k = 0; k < n; ++k) {
      inputs_of[k] = InputLayout<Net>::pointers(x + k * InputLayout<Net>::total);
      of_samples[k] = {inputs_of[k].data(), weights_.data(), memory_ + k * Layout::arena, plan.operands.data()};
    }
    Layout::Code::run(of_samples.data(), n, memory_ + Layout::room, [](std::size_t, int) {});
    for (int k = 0; k < n; ++k)
      for (std::size_t o = 0; o < OutputLayout<Net>::count; ++o) {
        const std::int64_t volume = OutputLayout<Net>::shapes[o].volume();
        std::copy_n(numbers_at(of_samples[k].arena, plan.outputs[o].offset), volume,
                    begin_of(o) + (first + k) * volume);
      }
  }

  WeightsView<Net> weights_;
  float* memory_;
  int made_ = 0;
};

}  // namespace CINCEL_ISA
}  // namespace cincel
