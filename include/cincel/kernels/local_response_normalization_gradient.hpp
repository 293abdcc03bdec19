// Gradient of local response normalisation: with b the base of a channel and p = b^(−beta),
//
//     dx[c] = dy[c] · p[c] − x[c] · sum over the channels e around c of 2 · beta · alpha / size · dy[e] · x[e] · p[e] / b[e]
#pragma once

#include <cincel/kernels/channel_sums.hpp>
#include <cincel/kernels/local_response_normalization.hpp>
#include <cincel/kernels/operator_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct OperatorGradient<Kind::local_response_normalization> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    const T *x = kernels::begin_of(s.x, c.memory), *dy = kernels::result_gradient(t, c);
    const std::int64_t n = s.y.map.channels();
    T* const scratch = kernels::scratch_of(s, c.memory);
    const kernels::ResponseRow<P> squares(scratch, s.op), pulls(scratch + detail::response_row(s.op), s.op);
    const kernels::ResponseBase<P> base(s.op);
    const P power(static_cast<T>(-s.op.response.beta)), share = P(static_cast<T>(2 * s.op.response.beta)) * base.share;
    for (std::int64_t i = 0; i < s.y.map.height(); ++i)
      for (std::int64_t j = 0; j < s.y.map.width(); ++j) {
        const T *const v = x + pixel_at(s.x, i, j), *const g = dy + pixel_at(t.dy, i, j);
        T* const to = d.dx + pixel_at(d.buffer, i, j);
        kernels::impl::map_run<P>(n, squares.numbers(), [](const P& p) { return p * p; }, v);
        kernels::for_channels<P>(n, [&](std::int64_t k, const auto& l) {
          const P b = base(squares.around(k)), own = l.get(g + k) * kernels::power_of(b, power);
          l.put(to + k, l.get(to + k) + own);
          l.put(pulls.numbers() + k, quotient(share * own * l.get(v + k), b));
        });
        kernels::for_channels<P>(
            n, [&](std::int64_t k, const auto& l) { l.put(to + k, l.get(to + k) - l.get(v + k) * pulls.around(k)); });
      }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
