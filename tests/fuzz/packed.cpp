// Any bytes as packed weights: refused, or a network that predicts. Once as they are, and once with a header that is
// made to fit, so that the numbers are reached.
#include <cincel/inference.hpp>

#include "memory_file.hpp"

#include <vector>

using Net = cincel::Sequential<cincel::Input<6, 6, 2>, cincel::Conv2D<5, 3>, cincel::ReLU, cincel::MaxPooling2D<2>,
                               cincel::Flatten, cincel::Dense<3>, cincel::Softmax>;

namespace {

void predict(std::span<const std::byte> bytes, cincel::NonFinite non_finite) {
  const auto r = cincel::WeightsView<Net>::from_bytes(bytes, non_finite);
  if (!r) {
    require(r.offset <= bytes.size());
    return;
  }
  cincel::Inference<Net> net(r.view);
  const float deviation = net.self_test();
  require(r.view.self_tests() > 0 || deviation == -1);
  const std::array<float, 72> image{};
  const auto y = net.predict(image);
  require(y.size() == 3);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t n) {
  std::vector<std::byte> bytes(n);
  if (n > 0) std::memcpy(bytes.data(), data, n);
  predict(bytes, cincel::NonFinite::refuse);
  cincel::PackedHeader h;
  if (n < sizeof h) return 0;
  std::memcpy(&h.self_tests, bytes.data() + 48, sizeof h.self_tests);
  h.self_tests %= 4;
  h.fingerprint = Net::fingerprint;
  h.packing = cincel::packing_fingerprint<Net>.high;
  constexpr auto weight_bytes = static_cast<std::size_t>(cincel::inference_plan<Net>.weight_bytes);
  h.weights = weight_bytes / sizeof(float);
  using View = cincel::WeightsView<Net>;
  bytes.resize(sizeof h + weight_bytes +
               sizeof(float) * static_cast<std::size_t>(h.self_tests * (View::inputs + View::outputs)));
  h.checksum = cincel::checksum(bytes.data() + sizeof h, (bytes.size() - sizeof h) / 4);
  std::memcpy(bytes.data(), &h, sizeof h);
  predict(bytes, cincel::NonFinite::refuse);
  predict(bytes, cincel::NonFinite::permit);
  return 0;
}
