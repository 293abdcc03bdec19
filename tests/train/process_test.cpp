// Floor 6: copies and moves of models, one call at a time.
#include <doctest/doctest.h>

#include "failing.hpp"

#include <thread>

using namespace cincel;

namespace {

using Net = FragileNet;
using M = Model<Net, Adam, MeanSquaredError>;

void train(M& m, int steps) {
  for (int i = 0; i < steps; ++i) m.train_on_batch(fragile_x, fragile_y);
}

}  // namespace

static_assert(std::is_nothrow_move_constructible_v<M>);
static_assert(std::is_copy_constructible_v<M> && std::is_copy_assignable_v<M> && std::is_move_assignable_v<M>);

TEST_CASE("a copy goes its own way, to the same bits as what it was copied from") {
  M model({}, {}, {.seed = 2, .threads = 2});
  train(model, 2);
  M copy = model;
  const auto at_copy = numbers_of(model);
  train(model, 3);
  CHECK(numbers_of(copy) == at_copy);
  train(copy, 3);
  CHECK(numbers_of(copy) == numbers_of(model));
  CHECK(copy.predict(fragile_x) == model.predict(fragile_x));
  M other({}, {}, {.seed = 9, .threads = 1});
  train(other, 1);
  other = copy;
  train(other, 2);
  train(model, 2);
  CHECK(numbers_of(other) == numbers_of(model));
}

TEST_CASE("a model that is moved trains on where it was") {
  M model({}, {}, {.seed = 2, .threads = 2}), twin({}, {}, {.seed = 2, .threads = 2});
  train(model, 2);
  std::vector<M> models;
  models.push_back(std::move(model));
  models.emplace_back();  // moves the first one
  train(models[0], 2);
  M back({}, {}, {.seed = 1, .threads = 4});
  train(back, 1);
  back = std::move(models[0]);
  train(back, 1);
  train(twin, 5);
  CHECK(numbers_of(back) == numbers_of(twin));
}

TEST_CASE("a call from within a user's function, or from another thread meanwhile, is an error") {
  M model({}, {}, {.threads = 2});
  std::string within, beside;
  model.optimizer().learning_rate = [&](std::int64_t) {
    within = error_of([&] { model.predict(fragile_x); });
    std::thread([&] { beside = error_of([&] { model.evaluate(fragile_x, fragile_y); }); }).join();
    return 1e-3;
  };
  train(model, 1);
  CHECK(has(within, "the model is in use"));
  CHECK(has(beside, "the model is in use"));
  CHECK(model.predict(fragile_x).size() == 192);
}
