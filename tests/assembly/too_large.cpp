// More accumulators than there are registers: here the compiler cannot but spill, and the test must see it.
#include <cincel/simd/pack.hpp>

using P = cincel::native_pack;

void too_large(const float* x, const float* w, float* y, std::int64_t n) {
  constexpr int count = 2 * cincel::register_count;
  P acc[count];
  cincel::unroll<count>([&](auto i) { acc[i] = cincel::load<P>(y + cincel::lanes<P> * i); });
  for (std::int64_t c = 0; c < n; ++c) {
    const P b = cincel::load<P>(w + cincel::lanes<P> * c);
    cincel::unroll<count>([&](auto i) { acc[i] = cincel::multiply_add(P(x[c * count + i]), b, acc[i]); });
  }
  cincel::unroll<count>([&](auto i) { cincel::store_lanes<P>(y + cincel::lanes<P> * i, acc[i]); });
}
