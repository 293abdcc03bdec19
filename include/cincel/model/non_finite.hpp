// Numbers that are NaN or infinite: what to do with them, and where they stand among parameters and packed weights.
#pragma once

#include <cincel/core/finite.hpp>
#include <cincel/model/layout.hpp>
#include <cincel/model/parameters.hpp>

#include <cmath>
#include <string>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {

/// "conv2d.weight[17] is NaN"
template <class T>
std::string spell_non_finite(std::string_view name, std::int64_t at, T value) {
  return std::string(name) + "[" + std::to_string(at) + "] is " +
         (std::isnan(value) ? "NaN"
          : value > 0       ? "infinite"
                            : "-infinite");
}

}  // namespace impl

/// A number that is not finite: of which parameter, at which place of it. No parameter: all numbers are finite.
struct NonFinitePlace {
  int parameter = -1;
  std::int64_t place = 0;
  explicit constexpr operator bool() const { return parameter >= 0; }
};

/// The first number among the parameters of network `W` (`ParameterLayout<W>::total` of them, as `pack_weights` takes
/// them) that is not finite.
template <class W, class T>
constexpr NonFinitePlace find_non_finite(const T* parameters) {
  using Layout = ParameterLayout<W>;
  for (std::size_t p = 0; p < Layout::count; ++p) {
    const std::int64_t n = Layout::offsets[p + 1] - Layout::offsets[p];
    const T* values = parameters + Layout::offsets[p];
    if (!impl::all_finite(values, n)) return {static_cast<int>(p), impl::first_non_finite(values, n)};
  }
  return {};
}

/// A sentence for each parameter that has such a number, with its name and the first place: "conv2d.weight[17] is NaN".
template <class W, class T>
std::string describe_non_finite(const T* parameters) {
  using Layout = ParameterLayout<W>;
  std::string text;
  for (std::size_t p = 0; p < Layout::count; ++p) {
    const std::int64_t n = Layout::offsets[p + 1] - Layout::offsets[p];
    const T* values = parameters + Layout::offsets[p];
    const std::int64_t at = impl::first_non_finite(values, n);
    if (at == n) continue;
    if (!text.empty()) text += ", ";
    text += impl::spell_non_finite(parameter_names<W>[p].view(), at, values[at]);
  }
  return text;
}

namespace impl {

/// Where the packed numbers of each parameter of a step begin, among all packed ones: visit(begin, number of the parameter).
template <class W, class Visit>
void for_packed_parameters(const Step& s, Visit visit) {
  const Op& op = s.op;
  if (s.packing != Packing::plain) {
    if (op.params > 0) visit(numbers_in(s.weights), op.param);
    if (op.params > 1) visit(numbers_in(s.bias), op.param + 1);
    return;
  }
  std::int64_t at = numbers_in(s.weights);
  for (int p = op.param; p < op.param + op.params; ++p) {
    visit(at, p);
    at += round_up(ParameterLayout<W>::offsets[p + 1] - ParameterLayout<W>::offsets[p], packed_quantum);
  }
}

}  // namespace impl

/// The parameter from which number `i` of the packed weights of network `W` is made, and what is folded into it:
/// "conv2d.weight, with batch_normalization.moving_variance".
template <class W>
std::string packed_name(std::int64_t i) {
  if constexpr (ParameterLayout<W>::count == 0) return "padding";
  const auto name_of = [](int p) { return std::string(parameter_names<W>[static_cast<std::size_t>(p)].view()); };
  std::int64_t begin = -1;
  std::string name = "padding";
  for (const Step& s : inference_plan<W>.steps)
    impl::for_packed_parameters<W>(s, [&](std::int64_t at, int parameter) {
      if (at > i || at < begin) return;
      begin = at;
      name = name_of(parameter);
      const Fold& f = s.op.fold;
      if (f.normalization >= 0) name += ", with " + name_of(f.normalization + f.scale + f.center + 1);
      if (f.input_statistics >= 0) name += ", with " + name_of(f.input_statistics + 1);
    });
  return name;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
