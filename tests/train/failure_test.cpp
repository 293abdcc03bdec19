// Floor 6: what a user's function throws comes out of the call, and the step that it happened in was never done.
#include <doctest/doctest.h>

#include "failing.hpp"

#include <functional>
#include <limits>
#include <thread>

using namespace cincel;

namespace {

constexpr FitOptions options{.batch_size = 16, .epochs = 2, .shuffle = false, .verbose = false};

/// Fits with a bomb that goes off, then fits on; the twin has done what was done before the bomb, and fits on alike.
void check_bomb(int threads, Bomb& bomb, int call, const char* words, std::int64_t steps_before) {
  FragileModel model(FragileAdam{}, {}, {.seed = 4, .threads = threads}),
      twin(FragileAdam{}, {}, {.seed = 4, .threads = 1});
  const std::span<const float> x(fragile_x), y(fragile_y);
  for (std::int64_t s = 0; s < steps_before; ++s) {
    const auto at = static_cast<std::size_t>(s % 6 * 16);
    twin.train_on_batch(x.subspan(at * 5, 16 * 5), y.subspan(at * 2, 16 * 2));
  }
  bomb.set(call);
  CHECK_THROWS_WITH_AS(model.fit(x, y, options), words, std::domain_error);
  bomb.set(0);
  CHECK(numbers_of(model) == numbers_of(twin));
  // The optimiser's numbers and the count of steps (Adam's bias correction, dropout) show in what follows.
  for (int s = 0; s < 3; ++s) {
    model.train_on_batch(x, y);
    twin.train_on_batch(x, y);
  }
  CHECK(numbers_of(model) == numbers_of(twin));
}

/// How often a layer's backward pass is called for one sample: more than once where the checks of the arena are on.
int backward_calls() {
  bomb_backward.set(0);
  FragileModel(FragileAdam{}, {}, {.seed = 4, .threads = 1})
      .train_on_batch(std::span(fragile_x).first(5), std::span(fragile_y).first(2));
  return bomb_backward.calls;
}

constexpr const char* no_gradients =
    "apply_gradients: there are no gradients: compute_gradients comes before it, each time, and must not throw";

}  // namespace

TEST_CASE("a loss that throws is an exception of fit on any number of threads, and its step was never done") {
  // 96 samples an epoch; call 70 is in the fifth step, call 120 in the second step of the second epoch.
  for (const int threads : {1, 2, 5}) {
    check_bomb(threads, bomb_loss, 1, "loss", 0);
    check_bomb(threads, bomb_loss, 70, "loss", 4);
    check_bomb(threads, bomb_loss, 120, "loss", 7);
  }
}

TEST_CASE("a layer that throws, forward, backward or when it makes its state, undoes moving statistics too") {
  for (const int threads : {1, 2, 5}) {
    check_bomb(threads, bomb_forward, 37, "forward", 2);
    check_bomb(threads, bomb_backward, 36 * backward_calls() + 1, "backward", 2);
    check_bomb(threads, bomb_state, 4, "state", 3);
  }
}

TEST_CASE("an optimiser that throws after some parameters were updated undoes these") {
  // Six trainable parameters: call 15 is within the third step.
  for (const int threads : {1, 2, 5}) check_bomb(threads, bomb_update, 15, "update", 2);
}

TEST_CASE("compute_gradients and apply_gradients are whole or undone, each for itself") {
  FragileModel model(FragileAdam{}, {}, {.seed = 4, .threads = 2}), twin(FragileAdam{}, {}, {.seed = 4, .threads = 2});
  CHECK_THROWS_WITH_AS(model.apply_gradients(), no_gradients, std::logic_error);
  bomb_loss.set(50);
  CHECK_THROWS_AS(model.compute_gradients(fragile_x, fragile_y), std::domain_error);
  bomb_loss.set(0);
  CHECK(numbers_of(model) == numbers_of(twin));
  model.compute_gradients(fragile_x, fragile_y);
  bomb_update.set(3);
  CHECK_THROWS_AS(model.apply_gradients(), std::domain_error);
  bomb_update.set(0);
  model.apply_gradients();
  twin.train_on_batch(fragile_x, fragile_y);
  CHECK(numbers_of(model) == numbers_of(twin));
}

TEST_CASE("only gradients of the last compute_gradients are applied, if it did not throw, and once") {
  FragileModel model(FragileAdam{}, {}, {.seed = 4, .threads = 2}), twin(FragileAdam{}, {}, {.seed = 4, .threads = 2});
  const auto nothing_is_applied = [&] {
    const auto before = numbers_of(model);
    CHECK_THROWS_WITH_AS(model.apply_gradients(), no_gradients, std::logic_error);
    CHECK(numbers_of(model) == before);
  };
  // A step before the one that fails is no excuse: its gradients are another step's.
  model.compute_gradients(fragile_x, fragile_y);
  bomb_loss.set(50);
  CHECK_THROWS_AS(model.compute_gradients(fragile_x, fragile_y), std::domain_error);
  bomb_loss.set(0);
  nothing_is_applied();
  model.compute_gradients(fragile_x, fragile_y);
  CHECK_THROWS_AS(model.compute_gradients(fragile_x, std::span(fragile_y).first(3)), std::invalid_argument);
  nothing_is_applied();
  model.compute_gradients(fragile_x, fragile_y);
  model.apply_gradients();
  nothing_is_applied();
  model.train_on_batch(fragile_x, fragile_y);
  nothing_is_applied();
  model.compute_gradients(fragile_x, fragile_y);
  bomb_update.set(3);
  CHECK_THROWS_AS(model.train_on_batch(fragile_x, fragile_y), std::domain_error);
  bomb_update.set(0);
  nothing_is_applied();
  auto x = fragile_x;
  x[3] = std::numeric_limits<float>::infinity();
  CHECK_THROWS_AS(twin.fit(x, fragile_y, options), NonFiniteError);
  CHECK_THROWS_WITH_AS(twin.apply_gradients(), no_gradients, std::logic_error);
  // A copy may apply what was computed before it was made.
  twin.compute_gradients(fragile_x, fragile_y);
  FragileModel copy = twin;
  twin.apply_gradients();
  CHECK(numbers_of(copy) != numbers_of(twin));
  copy.apply_gradients();
  CHECK(numbers_of(copy) == numbers_of(twin));
}

TEST_CASE("a layer that throws while fit validates, or in evaluate or predict, is an exception of these") {
  for (const int threads : {1, 3}) {
    FragileModel model(FragileAdam{}, {}, {.threads = threads});
    bomb_forward.set(72 + 5);  // behind the 72 samples that are trained on
    CHECK_THROWS_WITH_AS(
        model.fit(fragile_x, fragile_y, {.batch_size = 72, .validation_split = 0.25f, .verbose = false}), "forward",
        std::domain_error);
    bomb_forward.set(5);
    CHECK_THROWS_WITH_AS(model.evaluate(fragile_x, fragile_y), "forward", std::domain_error);
    bomb_forward.set(5);
    CHECK_THROWS_WITH_AS(model.predict(fragile_x), "forward", std::domain_error);
    bomb_forward.set(0);
    CHECK(model.predict(fragile_x).size() == 192);
  }
}

TEST_CASE("a schedule is asked once a step, for each step in turn, on the thread that calls fit") {
  std::vector<std::int64_t> asked;
  std::vector<std::thread::id> threads;
  const auto schedule = [&](std::int64_t step) {
    asked.push_back(step);
    threads.push_back(std::this_thread::get_id());
    return 1e-3;
  };
  Model<FragileNet, Adam, MeanSquaredError> model(Adam{.learning_rate = schedule}, {}, {.threads = 4});
  model.fit(fragile_x, fragile_y, {.batch_size = 32, .epochs = 2, .verbose = false});
  model.compute_gradients(fragile_x, fragile_y);
  model.apply_gradients();
  CHECK(asked == std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6});
  for (const auto id : threads) CHECK(id == std::this_thread::get_id());
}

TEST_CASE("a schedule that throws, or gives what is no rate, ends fit before its step; a constant one is the number") {
  for (const int threads : {1, 4}) {
    const std::function<double(std::int64_t)> bad[] = {
        [](std::int64_t step) { return step < 3 ? 1e-3 : throw std::domain_error("schedule"); },
        [](std::int64_t step) { return step < 3 ? 1e-3 : -1.0; },
        [](std::int64_t step) { return step < 3 ? 1e-3 : std::numeric_limits<double>::quiet_NaN(); },
        [](std::int64_t step) { return step < 3 ? 1e-3 : std::numeric_limits<double>::infinity(); }};
    const char* words[] = {"schedule", "learning_rate: the schedule gives -1", "learning_rate: the schedule gives nan",
                           "learning_rate: the schedule gives inf"};
    Model<FragileNet, Adam, MeanSquaredError> three(Adam{.learning_rate = 1e-3f}, {}, {.threads = 1});
    three.fit(std::span(fragile_x).first(48 * 5), std::span(fragile_y).first(48 * 2),
              {.batch_size = 16, .shuffle = false, .verbose = false});
    for (std::size_t i = 0; i < 4; ++i) {
      Model<FragileNet, Adam, MeanSquaredError> model(Adam{.learning_rate = bad[i]}, {}, {.threads = threads});
      CHECK(has(error_of([&] { model.fit(fragile_x, fragile_y, options); }), words[i]));
      CHECK(numbers_of(model) == numbers_of(three));
    }
  }
}

TEST_CASE("what is written into optimizer() is checked when it is used") {
  Model<FragileNet, Adam, MeanSquaredError> model;
  const auto before = numbers_of(model);
  const auto wrong = [&](auto set, const char* words) {
    const Adam kept = model.optimizer();
    set(model.optimizer());
    CHECK_THROWS_WITH_AS(model.train_on_batch(fragile_x, fragile_y), words, std::invalid_argument);
    CHECK_THROWS_WITH_AS(model.fit(fragile_x, fragile_y, options), words, std::invalid_argument);
    CHECK(numbers_of(model) == before);
    model.optimizer() = kept;
  };
  wrong([](Adam& a) { a.learning_rate = -1.0f; }, "Adam: learning_rate must be finite and not negative");
  wrong([](Adam& a) { a.beta_2 = 1.0f; }, "Adam: beta_2 must be in [0, 1)");
  wrong([](Adam& a) { a.epsilon = 0; }, "Adam: epsilon must be above 0 and finite");
  model.train_on_batch(fragile_x, fragile_y);
  CHECK(numbers_of(model) != before);
}

TEST_CASE("of several tasks that throw the first one's exception comes out, and the pool works on") {
  for (const int threads : {1, 2, 7}) {
    ThreadPool pool(threads);
    for (int round = 0; round < 200; ++round) {
      const auto task = [](int i, int) {
        if (i >= 5) throw std::out_of_range(std::to_string(i));
      };
      CHECK_THROWS_WITH_AS(pool.run(40, task), "5", std::out_of_range);
      std::atomic<int> sum{0};
      pool.run(40, [&](int i, int) { sum += i; });
      CHECK(sum == 780);
    }
  }
}
