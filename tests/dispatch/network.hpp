// A network with weights, for each level.
#pragma once

#include <cincel/inference.hpp>

#include <array>

using Net = cincel::Sequential<cincel::Input<12, 12, 3>, cincel::Conv2D<16, 3>, cincel::Tanh, cincel::MaxPooling2D<2>,
                               cincel::Flatten, cincel::Dense<10>>;

/// The scores by whatever this is compiled for, with weights that are made here. (Each file has its own: of an inline
/// function the linker would keep one for all levels.)
static void predict_scores(const float* image, float* ten) {
  std::array<float, static_cast<std::size_t>(cincel::ParameterLayout<Net>::total)> parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i] = static_cast<float>(i * 37 % 101) / 500 - 0.1f;
  alignas(64) static std::array<float,
                                static_cast<std::size_t>(cincel::numbers_in(cincel::inference_plan<Net>.weight_bytes))>
      packed;
  cincel::pack_weights<Net>(parameters.data(), packed.data());
  cincel::Inference<Net> net(cincel::WeightsView<Net>::from_packed(packed.data()));
  const auto scores = net.predict(std::span<const float, 432>(image, 432));
  for (std::size_t i = 0; i < 10; ++i) ten[i] = scores[i];
}
