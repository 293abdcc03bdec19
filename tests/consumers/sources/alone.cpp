// Inference alone; by the scalar twin no xsimd header is read.
#include <cincel/inference.hpp>

#if defined CINCEL_SCALAR && defined XSIMD_HPP
#error "the scalar twin must not need xsimd"
#endif
#if defined ZLIB_H || defined INCLUDE_NLOHMANN_JSON_HPP_ || defined BOOST_HANA_CONFIG_HPP
#error "inference must not need more than xsimd"
#endif

using Net = cincel::Sequential<cincel::Input<3>, cincel::Dense<2>>;

int main() {
  const float parameters[8] = {1, 10, 2, 20, 3, 30, 0.5f, 0.25f};
  float packed[std::size_t{Net::weight_bytes} / 4];
  cincel::pack_weights<Net>(parameters, packed);
  cincel::Inference<Net> net(cincel::WeightsView<Net>::from_packed(packed));
  const auto y = net.predict(std::array<float, 3>{1, 1, 1});
  return y[0] == 6.5f && y[1] == 60.25f ? 0 : 1;
}
