// Statistics of data for a Normalization<> that stands first behind the input.
#pragma once

#include <cincel/model/layout.hpp>

#include <span>
#include <stdexcept>
#include <string>

namespace cincel::inline CINCEL_ISA::impl {

/// The number of the parameter that holds the mean of network `Net`'s Normalization<>; the next one holds the variance.
template <class Net>
std::size_t statistics_parameter() {
  const Op* op = nullptr;
  for (const Op& o : graph_of<Net>.ops)
    if (o.kind == Kind::channel_affine && o.params == 2 && op == nullptr) op = &o;
  if (op == nullptr)
    throw std::invalid_argument("adapt: the network has no Normalization<> whose statistics are learnt");
  if (graph_of<Net>.ops[static_cast<std::size_t>(graph_of<Net>.edges[static_cast<std::size_t>(op->first_edge)])].kind !=
      Kind::input)
    throw std::invalid_argument("adapt: the Normalization<> does not stand directly behind the input");
  return static_cast<std::size_t>(op->param);
}

/// Mean and variance of each channel of `x`, in two passes over doubles.
inline void channel_statistics(std::span<const float> x, std::span<float> mean, std::span<float> variance) {
  const std::size_t channels = mean.size();
  const double count = static_cast<double>(x.size()) / static_cast<double>(channels);
  for (std::size_t c = 0; c < channels; ++c) {
    double sum = 0, square = 0;
    for (std::size_t i = c; i < x.size(); i += channels) sum += static_cast<double>(x[i]);
    const double m = sum / count;
    for (std::size_t i = c; i < x.size(); i += channels)
      square += (static_cast<double>(x[i]) - m) * (static_cast<double>(x[i]) - m);
    mean[c] = static_cast<float>(m);
    variance[c] = static_cast<float>(square / count);
  }
}

}  // namespace cincel::inline CINCEL_ISA::impl
