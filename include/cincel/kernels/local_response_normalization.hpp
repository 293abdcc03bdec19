// Local response normalisation: of each number by the squares of its pixel's neighbouring channels. These stand in a row
// with zeros at both ends, so that a vector of channels adds up as many vectors as it has neighbours: a long sum, to 1e-5 of
// it whatever their number.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// A row of numbers per channel with `reach` zeros at both ends, and the sums of those around a channel.
template <class P>
class ResponseRow {
  using T = typename P::value_type;
  T* row_;
  std::int64_t n_, reach_;

 public:
  /// In room for `detail::response_row` numbers.
  constexpr ResponseRow(T* room, const Op& op) : row_(room), n_(op.out.channels()), reach_(op.response.size / 2) {
    fill_zero(row_, reach_);
    fill_zero(row_ + reach_ + n_, detail::response_row(op) - reach_ - n_);
  }
  constexpr T* numbers() const { return row_ + reach_; }
  /// For a vector from channel k on the sum of channels c − reach to c + reach.
  [[gnu::always_inline]] constexpr P around(std::int64_t k) const {
    return with_sum<P>(2 * reach_ + 1, [&](auto sum) {
      for (const T *at = row_ + k, *const end = at + 2 * reach_; at <= end; ++at) sum.add(load<P>(at));
      return sum.value();
    });
  }
};

/// Of a vector of sums of squares the bases: k + alpha / size · sum.
template <class P>
struct ResponseBase {
  P k, share;
  constexpr explicit ResponseBase(const Op& op)
      : k(static_cast<typename P::value_type>(op.response.k)),
        share(static_cast<typename P::value_type>(static_cast<double>(op.response.alpha) / op.response.size)) {}
  [[gnu::always_inline]] constexpr P operator()(const P& squares) const { return multiply_add(share, squares, k); }
};
/// base to the power of a number.
template <class P>
[[gnu::always_inline]] constexpr P power_of(const P& base, const P& power) {
  return exponential(power * logarithm(base));
}

}  // namespace kernels

/// y[c] = x[c] · (k + alpha / size · sum of squares around c)^(−beta).
template <>
struct Operator<Kind::local_response_normalization> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const std::int64_t n = s.y.map.channels();
    const kernels::ResponseRow<P> squares(kernels::scratch_of(s, m), s.op);
    const kernels::ResponseBase<P> base(s.op);
    const P power(static_cast<T>(-s.op.response.beta));
    kernels::for_pixels(s.y.map, s.x, kernels::begin_of(s.x, m), s.y, kernels::result_of(s, m), [&](const T* x, T* y) {
      kernels::impl::map_run<P>(n, squares.numbers(), [](const P& v) { return v * v; }, x);
      for_packs<P>(
          n,
          [&](std::int64_t k) {
            store_lanes(y + k, load<P>(x + k) * kernels::power_of(base(squares.around(k)), power));
          },
          [&](std::int64_t k, std::int64_t rest) {
            const P v = load_partial<P>(x + k, rest, T(0));
            store_partial(y + k, v * kernels::power_of(base(squares.around(k)), power), rest);
          });
    });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
