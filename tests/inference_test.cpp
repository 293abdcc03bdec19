// Floor 5: the inference object, its arena, its weights, and a prediction in a constant expression. What each layer
// computes is tested in layers/.
#include <doctest/doctest.h>

#include <cincel/inference.hpp>

#include "random_network.hpp"

#include <algorithm>
#include <cmath>
#include <thread>

using namespace cincel;

namespace constant {
using Net = Sequential<Input<6, 6, 1>, Conv2D<2, 3, Same>, ReLU, MaxPooling2D<2>, Flatten, Dense<3>, Softmax>;
constexpr auto packed = [] {
  std::array<float, static_cast<std::size_t>(ParameterLayout<Net>::total)> p{};
  for (std::size_t i = 0; i < p.size(); ++i) p[i] = 0.1f * static_cast<float>(static_cast<int>(i % 7) - 3);
  std::array<float, static_cast<std::size_t>(numbers_in(inference_plan<Net>.weight_bytes))> w{};
  pack_weights<Net>(p.data(), w.data());
  return w;
}();
constexpr std::array<float, 36> image{1, 2, 3};
constexpr auto prediction = predict<Net>(WeightsView<Net>::from_packed(packed.data()), image);
static_assert(prediction[0] + prediction[1] + prediction[2] > 0.9999f);
}  // namespace constant

TEST_CASE("a constant expression predicts what the vector registers do") {
  using constant::Net;
  Inference<Net> net(WeightsView<Net>::from_packed(constant::packed.data()));
  const auto y = net.predict(constant::image);
  for (std::size_t i = 0; i < 3; ++i) CHECK(y[i] == doctest::Approx(constant::prediction[i]).epsilon(1e-5));
}

TEST_CASE("bytes that are not the weights of the network are refused with the reason") {
  using constant::Net;
  alignas(64) std::array<std::byte, 64 + sizeof constant::packed> bytes{};
  PackedHeader h;
  h.fingerprint = Net::fingerprint;
  h.packing = packing_fingerprint<Net>.high;
  h.weights = constant::packed.size();
  const auto write = [&] {
    std::memcpy(bytes.data() + 64, constant::packed.data(), sizeof constant::packed);
    h.checksum = checksum(bytes.data() + 64, constant::packed.size());
    std::memcpy(bytes.data(), &h, 64);
  };
  const auto error = [&](std::size_t n) { return WeightsView<Net>::from_bytes(std::span(bytes).first(n)).error; };
  write();
  CHECK(error(bytes.size()) == WeightsError::none);
  CHECK(error(10) == WeightsError::too_short);
  CHECK(error(bytes.size() - 4) == WeightsError::wrong_size);
  CHECK(WeightsView<Net>::from_bytes(bytes).view.data() == reinterpret_cast<const float*>(bytes.data() + 64));
  bytes[100] ^= std::byte{1};
  CHECK(error(bytes.size()) == WeightsError::checksum);
  h.packing ^= 1;
  write();
  CHECK(error(bytes.size()) == WeightsError::packing);
  h.version = 2;
  write();
  CHECK(error(bytes.size()) == WeightsError::version);
  h.version = PackedHeader{}.version;
  h.fingerprint.low ^= 1;
  write();
  CHECK(error(bytes.size()) == WeightsError::other_network);
  bytes[0] = std::byte{0};
  CHECK(error(bytes.size()) == WeightsError::not_weights);
}

TEST_CASE("a network too large for a stack takes its arena from outside") {
  using Large = Sequential<Input<256, 256, 3>, Conv2D<16, 3, Same>, ReLU, Conv2D<1, 3>>;
  static_assert(Large::arena_bytes > automatic_arena_bytes);
  static_assert(!std::is_constructible_v<Inference<Large>, WeightsView<Large>>);
  static_assert(sizeof(Inference<Large>) < 256);
  static_assert(!std::is_default_constructible_v<Arena<Large>>);
  const auto parameters = random_parameters<Large>(1);
  std::vector<float> packed(static_cast<std::size_t>(numbers_in(inference_plan<Large>.weight_bytes)));
  pack_weights<Large>(parameters.data(), packed.data());
  Inference<Large> net(WeightsView<Large>::from_packed(packed.data()), static_arena<Large>());
  const auto x = random_numbers(Large::input_shape.volume(), 2, 0, 1);
  CHECK(std::isfinite(net.predict(std::span<const float, Inference<Large>::inputs>(x))[0]));
}

TEST_CASE("threads share one set of weights, each with its own Inference") {
  using Net = Sequential<Input<12, 12, 2>, Conv2D<17, 3>, ReLU, MaxPooling2D<2>, Flatten, Dense<5>, Softmax>;
  const auto parameters = random_parameters<Net>(1), x = random_numbers(Net::input_shape.volume(), 2, 0, 1);
  std::vector<float> packed(static_cast<std::size_t>(numbers_in(inference_plan<Net>.weight_bytes)));
  pack_weights<Net>(parameters.data(), packed.data());
  const auto weights = WeightsView<Net>::from_packed(packed.data());
  std::array<std::array<float, 5>, 4> y;
  std::vector<std::thread> threads;
  for (auto& result : y)
    threads.emplace_back([&result, &x, weights] {
      Inference<Net> net(weights);
      for (int i = 0; i < 50; ++i) {
        const auto p = net.predict(std::span<const float, Inference<Net>::inputs>(x));
        std::copy(p.begin(), p.end(), result.begin());
      }
    });
  for (std::thread& t : threads) t.join();
  for (const auto& result : y) CHECK(result == y[0]);
}

namespace {
/// Notes the kinds of the steps that it is called for.
template <class Net>
struct Note {
  std::vector<Kind>* kinds;
  template <std::size_t I, class Run>
  void operator()(StepNumber<I>, const Run& run) const {
    static_assert(I < inference_plan<Net>.steps.size());
    kinds->push_back(inference_plan<Net>.steps[I].op.kind);
    run();
  }
};

template <class Net>
void hook_sees_each_step() {
  const auto parameters = random_parameters<Net>(1);
  std::vector<float> packed(static_cast<std::size_t>(numbers_in(inference_plan<Net>.weight_bytes)));
  pack_weights<Net>(parameters.data(), packed.data());
  Inference<Net> net(WeightsView<Net>::from_packed(packed.data()));
  const auto x = random_numbers(Net::input_shape.volume(), 2, -1, 1);
  const std::span<const float, Inference<Net>::inputs> sample(x);
  const auto plain = net.predict(sample);
  const std::vector<float> expected(plain.begin(), plain.end());
  std::vector<Kind> kinds, steps;
  const auto hooked = net.predict_with(Note<Net>{&kinds}, sample);
  CHECK(std::equal(hooked.begin(), hooked.end(), expected.begin()));
  for (const Step& s : inference_plan<Net>.steps) steps.push_back(s.op.kind);
  CHECK(kinds == steps);
  CHECK(kinds.size() > 1);
  const auto empty = net.predict_with([](auto, const auto& run) { run(); }, sample);
  CHECK(std::equal(empty.begin(), empty.end(), expected.begin()));
}
}  // namespace

TEST_CASE("a hook is called once for each step, in order, whether the program is a table or one body") {
  using Table = Sequential<Input<9, 9, 3>, Conv2D<8, 3, Same>, ReLU, MaxPooling2D<2>, Flatten, Dense<7>, Softmax>;
  using Body = Sequential<Input<6>, Dense<5>, Tanh, Dense<3>>;
  static_assert(!inline_program<Table> && inline_program<Body>);
  hook_sees_each_step<Table>();
  hook_sees_each_step<Body>();
  static_assert(Hook<NoHook> && Hook<Note<Body>> && !Hook<int> && !Hook<void (*)()>);
}
