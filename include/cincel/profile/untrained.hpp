// A network with weights as they are drawn before training, and a sample: enough to measure it.
#pragma once

#include <cincel/core/random.hpp>
#include <cincel/model/inference.hpp>
#include <cincel/run/aligned_vector.hpp>
#include <cincel/train/initializer.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace profile {

/// `n` uniform numbers in [low, high).
inline AlignedVector<float> uniform_numbers(std::int64_t n, float low, float high, std::uint32_t number = 0) {
  AlignedVector<float> x(n);
  RandomStream random(1, Purpose::self_test, number);
  for (float& v : x) v = low + (high - low) * random.uniform();
  return x;
}

/// Parameters of `Net` as Keras draws them, uniform ones also where a layer asks for normal ones, which take longer.
template <class Net>
AlignedVector<float> untrained_parameters() {
  constexpr auto& params = graph_of<Net>.params;
  AlignedVector<float> values(ParameterLayout<Net>::total);
  for (int p = 0; p < params.size(); ++p) {
    Init init = params[p].init;
    if (init.how == Initializer::he_normal || init.how == Initializer::glorot_normal ||
        init.how == Initializer::lecun_normal)
      init.how = Initializer::he_uniform;
    initialize(init, 1, static_cast<std::uint32_t>(p), values.data() + ParameterLayout<Net>::offsets[p],
               params[p].shape.volume());
  }
  return values;
}

/// Neither copied nor moved: the inference points to its memory.
template <class Net>
class Untrained {
 public:
  using Sample = std::span<const float, static_cast<std::size_t>(InputLayout<Net>::total)>;

  Untrained()
      : packed_(numbers_in(inference_plan<Net>.weight_bytes)),
        arena_(numbers_in(inference_plan<Net>.arena_bytes)),
        input_(uniform_numbers(InputLayout<Net>::total, 0, 1)),
        net_(pack(packed_), std::span<float, Arena<Net>::size>(arena_.data(), Arena<Net>::size)) {}
  Untrained(const Untrained&) = delete;
  Untrained& operator=(const Untrained&) = delete;

  Inference<Net>& inference() { return net_; }
  /// For another inference of the same weights, with a hook or of several samples.
  WeightsView<Net> weights() const { return WeightsView<Net>::from_packed(packed_.data()); }
  Sample sample() const { return Sample(input_.data(), Sample::extent); }
  /// Bytes of weights and arena.
  static constexpr double bytes() {
    return static_cast<double>(inference_plan<Net>.weight_bytes + inference_plan<Net>.arena_bytes);
  }

 private:
  static WeightsView<Net> pack(AlignedVector<float>& packed) {
    pack_weights<Net>(untrained_parameters<Net>().data(), packed.data());
    return WeightsView<Net>::from_packed(packed.data());
  }
  AlignedVector<float> packed_, arena_, input_;
  Inference<Net> net_;
};

}  // namespace profile
}  // namespace CINCEL_ISA
}  // namespace cincel
