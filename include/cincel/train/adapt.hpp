// Statistics of data for each Normalization<> that stands directly behind an input.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/model/layout.hpp>
#include <cincel/model/parameters.hpp>

#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// A Normalization<> whose statistics are learnt: the number of the parameter that holds its mean (the next one holds
/// the variance), and which inputs it stands directly behind, each once.
template <class Net>
struct LearntStatistics {
  std::size_t mean = 0;
  fixed_array<bool, InputLayout<Net>::count> behind{};
};

/// All of them. Throws std::invalid_argument if there is none, or if one is used anywhere but directly behind an input:
/// what it is given is then no data.
template <class Net>
std::vector<LearntStatistics<Net>> learnt_statistics() {
  constexpr auto& g = graph_of<Net>;
  std::vector<LearntStatistics<Net>> all;
  for (const Op& op : g.ops) {
    if (op.kind != Kind::channel_affine || op.params == 0) continue;
    const auto mean = static_cast<std::size_t>(op.param);
    const Op& before = g.ops[g.edges[op.first_edge]];
    if (before.kind != Kind::input)
      throw std::invalid_argument("adapt: the Normalization<> of " + std::string(parameter_names<Net>[mean].view()) +
                                  " does not stand directly behind an input");
    auto known = all.begin();
    while (known != all.end() && known->mean != mean) ++known;  // a shared one is known from its first use
    if (known == all.end()) known = all.insert(known, {mean, {}});
    known->behind[before.input] = true;
  }
  if (all.empty()) throw std::invalid_argument("adapt: the network has no Normalization<> whose statistics are learnt");
  return all;
}

/// Mean and biased variance of each channel over all pixels of these inputs in whole samples `x`, in two passes over
/// doubles.
template <class Net>
void take_statistics(std::span<const float> x, const LearntStatistics<Net>& s, std::span<float> mean,
                     std::span<float> variance) {
  using Layout = InputLayout<Net>;
  const std::size_t channels = mean.size();
  const auto step = static_cast<std::int64_t>(channels);
  const auto for_pixels = [&](auto f) {
    for (const float* sample = x.data(); sample != x.data() + x.size(); sample += Layout::total)
      for (std::size_t i = 0; i < Layout::count; ++i)
        for (auto at = Layout::offsets[i]; s.behind[i] && at < Layout::offsets[i + 1]; at += step) f(sample + at);
  };
  std::vector<double> center(channels), square(channels);
  double pixels = 0;
  for_pixels([&](const float* pixel) {
    ++pixels;
    for (std::size_t c = 0; c < channels; ++c) center[c] += static_cast<double>(pixel[c]);
  });
  for (double& c : center) c /= pixels;
  for_pixels([&](const float* pixel) {
    for (std::size_t c = 0; c < channels; ++c) {
      const double d = static_cast<double>(pixel[c]) - center[c];
      square[c] += d * d;
    }
  });
  for (std::size_t c = 0; c < channels; ++c) {
    mean[c] = static_cast<float>(center[c]);
    variance[c] = static_cast<float>(square[c] / pixels);
  }
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
