// Floors 5 and 7: self-tests and packed weights with numbers that are not finite, and what embedding refuses.
#include <doctest/doctest.h>

#include <cincel/inference.hpp>
#include <cincel/io/embed.hpp>
#include <cincel/layers/layers.hpp>

#include "../files.hpp"
#include "../random_network.hpp"

#include <cmath>

using namespace cincel;

namespace {

using Net = Sequential<Input<4>, Dense<6>, BatchNormalization<>, ReLU, Dense<3>>;
using Two = Sequential<Input<4>, Dense<5>, Outputs<Output<"a", Dense<2>>, Output<"b", Dense<3>>>>;
constexpr float infinity = std::numeric_limits<float>::infinity(),
                not_a_number = std::numeric_limits<float>::quiet_NaN();

/// Parameters that packing takes: variances above 0.
template <class N>
std::vector<float> parameters_of() {
  std::vector<float> p = random_parameters<N>(5);
  return p;
}

/// Packed bytes whose float number `i` is `value`, with a checksum that holds.
std::vector<std::byte> with_float(std::vector<std::byte> bytes, std::size_t i, float value) {
  std::memcpy(bytes.data() + sizeof(PackedHeader) + 4 * i, &value, 4);
  PackedHeader h;
  std::memcpy(&h, bytes.data(), sizeof h);
  h.checksum = checksum(bytes.data() + sizeof h, (bytes.size() - sizeof h) / 4);
  std::memcpy(bytes.data(), &h, sizeof h);
  return bytes;
}

template <class N>
float self_test(const std::vector<std::byte>& bytes) {
  const auto r = WeightsView<N>::from_bytes(bytes, NonFinite::permit);
  REQUIRE(static_cast<bool>(r));
  Inference<N> net(r.view);
  return net.self_test();
}

}  // namespace

TEST_CASE("a self-test forgets no NaN and no infinity, wherever it stands among tests, outputs and numbers") {
  constexpr std::uint32_t tests = 3;
  const auto bytes = pack_bytes<Two>(parameters_of<Two>(), tests);
  CHECK(self_test<Two>(bytes) >= 0);
  CHECK(self_test<Two>(bytes) < 1e-5f);
  const auto first = static_cast<std::size_t>(numbers_in(inference_plan<Two>.weight_bytes));
  for (std::uint32_t t = 0; t < tests; ++t)
    for (std::size_t k = 0; k < 5; ++k) {  // two numbers of the first output, three of the second
      const std::size_t at = first + t * 9 + 4 + k;
      CHECK(std::isnan(self_test<Two>(with_float(bytes, at, not_a_number))));
      CHECK(self_test<Two>(with_float(bytes, at, infinity)) == infinity);
      CHECK(self_test<Two>(with_float(bytes, at, 1e3f)) > 900);
      // A NaN is not forgotten for an infinity before or behind it.
      const auto both = with_float(with_float(bytes, first + 4, infinity), at, not_a_number);
      CHECK(std::isnan(self_test<Two>(both)));
    }
  CHECK(self_test<Two>(pack_bytes<Two>(parameters_of<Two>(), 0)) == -1);
}

TEST_CASE("packed weights with a NaN or an infinity are refused with the offset of the number, unless permitted") {
  const auto bytes = pack_bytes<Net>(parameters_of<Net>(), 1);
  CHECK(WeightsView<Net>::from_bytes(bytes).error == WeightsError::none);
  const std::size_t floats = (bytes.size() - sizeof(PackedHeader)) / 4;
  for (std::size_t i = 0; i < floats; ++i)
    for (const float value : {not_a_number, infinity, -infinity}) {
      const auto broken = with_float(bytes, i, value);
      const auto r = WeightsView<Net>::from_bytes(broken);
      CHECK(r.error == WeightsError::not_finite);
      CHECK(r.offset == sizeof(PackedHeader) + 4 * i);
      CHECK(WeightsView<Net>::from_bytes(broken, NonFinite::permit).error == WeightsError::none);
    }
  CHECK(describe(WeightsError::not_finite) == std::string("a number is NaN or infinite"));
}

TEST_CASE("a place among packed weights is spelt as the parameter that it is made of") {
  using Plain = Sequential<Input<8, 8, 3>, Named<"c", Conv2D<32, 3>>, Named<"d", DepthwiseConv2D<3>>, Named<"p", PReLU>,
                           Flatten, Named<"e", Dense<32>>>;
  // Each parameter alone is NaN: packed, every NaN is spelt with its name.
  for (std::size_t p = 0; p < parameter_names<Plain>.size(); ++p) {
    auto parameters = parameters_of<Plain>();
    for (auto i = ParameterLayout<Plain>::offsets[p]; i < ParameterLayout<Plain>::offsets[p + 1]; ++i)
      parameters[static_cast<std::size_t>(i)] = not_a_number;
    const auto bytes = pack_bytes<Plain>(parameters, 0, NonFinite::permit);
    const auto r = WeightsView<Plain>::from_bytes(bytes);
    CHECK(r.error == WeightsError::not_finite);
    const std::string name(parameter_names<Plain>[p].view());
    CHECK(packed_name<Plain>(static_cast<std::int64_t>(r.offset - sizeof(PackedHeader)) / 4) == name);
  }
}

TEST_CASE("packing refuses what is not finite by the parameter's name, also where folding makes it") {
  const auto good = parameters_of<Net>();
  // 24 weights, 6 biases, gamma, beta, moving mean and moving variance of 6 each
  const auto error = [&](std::size_t i, float value) {
    auto p = good;
    p[i] = value;
    CHECK(pack_bytes<Net>(p, 1, NonFinite::permit).size() > 64);
    return error_of([&] { pack_bytes<Net>(p, 1); });
  };
  CHECK(error(25, not_a_number) == "the weights are not finite: dense.bias[1] is NaN");
  CHECK(error(50, infinity) == "the weights are not finite: batch_normalization.moving_variance[2] is infinite");
  CHECK(error(50, -1.0f) ==
        "packing dense.weight, with batch_normalization.moving_variance gives a number that is not finite: a variance "
        "below 0, or a product that overflows");
  auto overflowing = good;
  overflowing[0] = 3e38f;
  overflowing[30] = 100.0f;  // gamma
  CHECK(has(error_of([&] { pack_bytes<Net>(overflowing, 1); }),
            "packing dense.weight, with batch_normalization.moving_variance"));
  CHECK(error(30, 1.5f).empty());
  CHECK(error_of([] { pack_bytes<Net>(std::vector<float>(7), 1); }) == "the network has 75 parameters, not 7");
}

TEST_CASE("labels that are embedded must be as many as the network's outputs") {
  const auto error = [](const Metadata& m) { return error_of([&] { impl::check_labels<Net>("f", m); }); };
  CHECK(error({}).empty());
  CHECK(error({{"labels", ""}}).empty());
  CHECK(error({{"labels", "a,b,c"}}).empty());
  CHECK(error({{"labels", "a,,"}}).empty());
  CHECK(error({{"labels", "a,b"}}) == "f: its metadata has 2 labels, but the network has 3 outputs");
  CHECK(error({{"labels", "a,b,c,"}}) == "f: its metadata has 4 labels, but the network has 3 outputs");
  CHECK(impl::labels_of({{"labels", "a,,"}}) == std::vector<std::string>{"a", "", ""});
  using Map = Sequential<Input<8, 8, 1>, Conv2D<5, 3>>;  // a class for each channel
  CHECK(error_of([] { impl::check_labels<Map>("f", {{"labels", "a,b,c,d,e"}}); }).empty());
}
