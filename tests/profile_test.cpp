// Measuring a network: what is known of its steps, hooks, limits, the time line, and the options of the program.
#include <doctest/doctest.h>

#include <cincel/profile.hpp>

#include <nlohmann/json.hpp>

#include <cmath>

using namespace cincel;
using namespace cincel::profile;

namespace {

using Net = Sequential<Input<6, 6, 3>, Conv2D<8, 3, Same>, ReLU, Named<"tail", Residual<Conv2D<8, 1>>>, Flatten,
                       Dense<5>, Softmax>;

template <class... Text>
BenchmarkOptions options_of(const Text&... text) {
  std::array<std::string, sizeof...(Text)> words{text...};
  std::vector<char*> arguments;
  for (std::string& w : words) arguments.push_back(w.data());
  return benchmark_options(arguments);
}

}  // namespace

TEST_CASE("the steps of a network bear the names of its summary, and their work") {
  const auto facts = step_facts<Net>();
  REQUIRE(facts.size() == inference_plan<Net>.steps.size());
  double flops = 0;
  std::vector<std::string> layers;
  for (const StepFacts& f : facts) {
    flops += f.flops;
    if (f.kind != "copy") layers.push_back(f.layer + " " + f.kind);
    CHECK(f.bytes() > 0);
  }
  CHECK(layers == std::vector<std::string>{"conv2d Conv2D", "tail.conv2d Conv2D", "dense Dense", "softmax Softmax"});
  CHECK(flops == 2.0 * static_cast<double>(std::int64_t{Net::macs}));
  const auto& dense = facts[facts.size() - 2];
  CHECK(dense.weight_bytes == 4 * (288 * 5 + 5));
  CHECK(dense.value_bytes == 4 * (288 + 5));
}

TEST_CASE("an operand that is read twice is moved once") {
  using Twice = Sequential<Input<4, 4, 8>, Add<Identity, Identity>>;
  const auto facts = step_facts<Twice>();
  CHECK(facts.back().value_bytes == 4 * 2 * 128);
  using Both = Sequential<Input<4, 4, 8>, Add<Identity, Tanh>>;
  CHECK(step_facts<Both>().back().value_bytes == 4 * 3 * 128);
}

TEST_CASE("the hooks see every step of every prediction, in order, and change no number") {
  Untrained<Net> net;
  const auto y = net.inference().predict(net.sample());
  const std::vector<float> plain(y.begin(), y.end());
  LayerTimes<Net> times;
  LayerCounters<Net> counters;
  TimeLine line;
  for (int i = 0; i < 3; ++i) {
    net.inference().predict_with(times, net.sample());
    const auto z = net.inference().predict_with(line, net.sample());
    CHECK(plain == std::vector<float>(z.begin(), z.end()));
    net.inference().predict_with(counters, net.sample());
  }
  REQUIRE(line.spans().size() == 3 * times.steps);
  for (std::size_t i = 0; i < line.spans().size(); ++i) {
    CHECK(line.spans()[i].step == i % times.steps);
    CHECK(line.spans()[i].end >= line.spans()[i].begin);
    if (i > 0) CHECK(line.spans()[i].begin >= line.spans()[i - 1].end);
  }
  for (std::size_t i = 0; i < times.steps; ++i) {
    CHECK(times.median_seconds(i) > 0);
    CHECK((counters.counts(i).cycles > 0) == counters.permitted());
  }
  CHECK(LayerTimes<Net>().median_seconds(0) == 0);
}

TEST_CASE("an inference with a hook sends each step of each prediction through it, and predicts the same") {
  Untrained<Net> plain;
  const auto weights = plain.weights();
  const auto y = plain.inference().predict(plain.sample());
  const auto agrees = [&](const auto& z) { CHECK(std::equal(y.begin(), y.end(), z.begin(), z.end())); };
  Inference<Net, LayerTimes<Net>> times(weights);
  CHECK(times.hook().median_seconds(0) == 0);
  agrees(times.predict(plain.sample()));
  agrees(times.predict(plain.sample()));
  agrees(times.output(0));
  for (std::size_t i = 0; i < LayerTimes<Net>::steps; ++i) CHECK(std::as_const(times).hook().median_seconds(i) > 0);
  const LimitMeter meter;
  const auto rows = layer_rows(times.hook(), meter.measure(), meter.caches());
  CHECK(layer_table(rows).find("tail.conv2d") != std::string::npos);

  Inference<Net, TimeLine> line(weights, static_arena<Net, TimeLine>());
  agrees(line.predict(plain.sample()));
  CHECK(nlohmann::json::parse(trace_json<Net>(line.hook())).at("traceEvents").size() == LayerTimes<Net>::steps);

  Inference<Net, LayerCounters<Net>> counters(weights, static_arena<Net>());
  agrees(counters.predict(plain.sample()));
  CHECK(counter_table(counters.hook()).empty() == false);
}

TEST_CASE("an inference keeps the hook that it is given, or refers to it") {
  Untrained<Net> plain;
  int count = 0;
  const auto counting = [&count](auto, const auto& run) {
    ++count;
    run();
  };
  constexpr int steps = static_cast<int>(LayerTimes<Net>::steps);
  Inference<Net, std::remove_const_t<decltype(counting)>> held(plain.weights(), counting);
  held.predict(plain.sample());
  CHECK(count == steps);
  LayerTimes<Net> mine;
  Inference<Net, LayerTimes<Net>&> referring(plain.weights(), static_arena<Net>(), mine);
  referring.predict(plain.sample());
  CHECK(&referring.hook() == &mine);
  CHECK(mine.median_seconds(0) > 0);
  static_assert(!std::is_constructible_v<decltype(referring), WeightsView<Net>>);  // there is no hook to refer to
}

TEST_CASE("an inference with a hook takes what one without does: 8-bit numbers, several inputs, its self-test") {
  using FromBytes = Sequential<ByteInput<4, 4, 1>, Flatten, Dense<3>>;
  Untrained<FromBytes> bytes;
  std::array<std::uint8_t, 16> picture{};
  for (std::size_t i = 0; i < picture.size(); ++i) picture[i] = static_cast<std::uint8_t>(i);
  Inference<FromBytes, TimeLine> of_bytes(bytes.weights());
  const auto made = of_bytes.predict(picture), wanted = bytes.inference().predict(picture);
  CHECK(std::equal(made.begin(), made.end(), wanted.begin(), wanted.end()));
  CHECK(of_bytes.hook().spans().size() == LayerTimes<FromBytes>::steps);

  using Two = Sequential<Concat<Input<3>, Input<5>>, Dense<2>>;
  Untrained<Two> two;
  const std::array<float, 3> a{1, 2, 3};
  const std::array<float, 5> b{4, 5, 6, 7, 8};
  Inference<Two, TimeLine> of_two(two.weights());
  const auto y = of_two.predict(a, b), z = two.inference().predict(a, b);
  CHECK(std::equal(y.begin(), y.end(), z.begin(), z.end()));
  CHECK(of_two.self_test() == -1);
}

TEST_CASE("a time line is JSON of complete events, whatever the names of layers") {
  using Odd = Sequential<Input<4>, Named<"a\"b\\c", Dense<3>>, Tanh>;
  CHECK(json_string("a\"b\\c\n") == "\"a\\\"b\\\\c\\u000a\"");
  Untrained<Odd> net;
  TimeLine line;
  for (int i = 0; i < 2; ++i) net.inference().predict_with(line, net.sample());
  const auto json = nlohmann::json::parse(trace_json<Odd>(line));
  const auto& events = json.at("traceEvents");
  REQUIRE(events.size() == line.spans().size());
  CHECK(events[0].at("name") == "a\"b\\c");
  CHECK(events[0].at("ph") == "X");
  CHECK(events[0].at("ts") == 0);
  CHECK(events[0].at("args").at("flops") == 24);
  CHECK(nlohmann::json::parse(trace_json<Odd>(TimeLine())).at("traceEvents").empty());
}

TEST_CASE("the least time is that of the multiply-adds or of the moving, whatever is longer") {
  Limits l;
  l.flops = 100;
  l.read = {50, 20, 10, 5};
  const LeastTime computing = least_time({1000, {50, 0, 0, 5}}, l);
  CHECK(computing.seconds == 10);
  CHECK_FALSE(computing.by_memory);
  const LeastTime moving = least_time({1000, {50, 20, 10, 50}}, l);
  CHECK(moving.seconds == 13);
  CHECK(moving.by_memory);
  CHECK(least_time({0, {}}, {}).seconds == 0);
  const Caches c{1000, 10'000, 100'000};
  CHECK(level_of(500, c) == Level::l1);
  CHECK(level_of(501, c) == Level::l2);
  CHECK(level_of(50'000, c) == Level::l3);
  CHECK(level_of(50'001, c) == Level::memory);
}

TEST_CASE("quantiles are numbers of the list, and the median of none is 0") {
  std::vector<double> x{5, 1, 4, 2, 3};
  CHECK(median(x) == 3);
  CHECK(quantile(x, 0) == 1);
  CHECK(quantile(x, 1) == 5);
  CHECK(quantile(x, 0.25) == 2);
  CHECK(median({}) == 0);
}

TEST_CASE("the limits of this machine are positive, and its caches grow") {
  const LimitMeter meter;
  const Limits l = meter.measure();
  CHECK(l.flops > 0);
  for (const double read : l.read) CHECK(read > 0);
  CHECK(meter.caches().l1 < meter.caches().l2);
  CHECK(meter.caches().l2 < meter.caches().l3);
}

TEST_CASE("options of the program: values, and a sentence for each that is wrong") {
  CHECK(options_of().seconds == 2);
  CHECK(options_of("--seconds", "0.5", "--trace", "t.json").trace == "t.json");
  CHECK(options_of("--help").help);
  CHECK_THROWS_WITH_AS(options_of("--second"), "--second is no option", std::invalid_argument);
  CHECK_THROWS_WITH_AS(options_of("--trace"), "--trace needs a value", std::invalid_argument);
  for (const char* wrong : {"", "x", "1x", "0", "-1", "nan", "inf", "1e9"}) {
    INFO(wrong);
    CHECK_THROWS_AS(options_of("--seconds", wrong), std::invalid_argument);
  }
}

TEST_CASE("a table has a line per step with its share of the time") {
  Untrained<Net> net;
  LayerTimes<Net> times;
  net.inference().predict_with(times, net.sample());
  const LimitMeter meter;
  const auto rows = layer_rows(times, meter.measure(), meter.caches());
  const std::string table = layer_table(rows);
  CHECK(std::count(table.begin(), table.end(), '\n') == static_cast<std::ptrdiff_t>(rows.size()) + 1);
  CHECK(table.find("tail.conv2d") != std::string::npos);
  for (const LayerRow& r : rows) CHECK(r.share() > 0);
}
