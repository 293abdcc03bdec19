// Floor 6: threads that cannot be started, and forks. (Not under the thread sanitizer, which starts no threads in a child.)
#include <doctest/doctest.h>

#include <cincel/parallel.hpp>

#include "../random_network.hpp"
#include "failing.hpp"

#include <sys/resource.h>
#include <sys/wait.h>

using namespace cincel;

namespace {

using Net = FragileNet;
using M = Model<Net, Adam, MeanSquaredError>;

/// Runs f in a child process; what it returns is the child's exit status, 100 for an exception.
template <class F>
int in_child(F f) {
  const pid_t child = fork();
  if (child == 0) {
    int status = 100;
    try {
      status = f();
    } catch (...) {
    }
    _exit(status);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + status;
}

void train(M& m, int steps) {
  for (int i = 0; i < steps; ++i) m.train_on_batch(fragile_x, fragile_y);
}

}  // namespace

TEST_CASE("threads that cannot be started are an error that says how many could be, and nothing hangs") {
  CHECK(in_child([] {
          if (geteuid() == 0 && setuid(65534) != 0) return 2;  // root has no limit
          const rlimit one{1, 1};
          if (setrlimit(RLIMIT_NPROC, &one) != 0) return 3;
          ThreadPool pool(8);
          for (int round = 0; round < 2; ++round) {
            const std::string e = error_of([&] { pool.run(8, [](int, int) {}); });
            if (!has(e, "threads: only ") || !has(e, " of 8 could be started: ")) return 4;
          }
          return 0;
        }) == 0);
}

TEST_CASE("a child trains on after a fork, to the same bits as its parent") {
  M model({}, {}, {.seed = 2, .threads = 3}), twin({}, {}, {.seed = 2, .threads = 3});
  train(model, 2);
  train(twin, 5);
  const auto wanted = numbers_of(twin);
  CHECK(in_child([&] {
          train(model, 3);
          return numbers_of(model) == wanted ? 0 : 1;
        }) == 0);
  // A child that never uses the model ends it without waiting for threads that it does not have.
  CHECK(in_child([&] {
          const M taken = std::move(model);
          return 0;
        }) == 0);
  train(model, 3);
  CHECK(numbers_of(model) == wanted);
}

TEST_CASE("a child that is forked in the middle of a step gets an error from that model, and trains another") {
  int status = -1;
  const auto schedule = [&](std::int64_t) {
    status = in_child([] {
      FragileModel fresh(FragileAdam{}, {}, {.threads = 2});
      fresh.train_on_batch(fragile_x, fragile_y);
      return 0;
    });
    return 1e-3;
  };
  M model(Adam{.learning_rate = schedule}, {}, {.threads = 2});
  train(model, 1);
  CHECK(status == 0);
  model.optimizer().learning_rate = [&](std::int64_t) {
    status = in_child([&] {
      return has(error_of([&] { model.predict(fragile_x); }), "in the middle of its work when this process was forked");
    });
    return 1e-3;
  };
  train(model, 1);
  CHECK(status == 1);
}

TEST_CASE("the child of a fork predicts with threads of its own") {
  using Large = Sequential<Input<64, 64, 16>, Conv2D<64, 3>>;
  static_assert(inference_plan<Large>.macs >= parallel_macs);
  AlignedVector<float> packed;
  packed.resize(static_cast<std::size_t>(numbers_in(inference_plan<Large>.weight_bytes)));
  pack_weights<Large>(random_parameters<Large>(3).data(), packed.data());
  ThreadPool pool(2);
  ParallelInference<Large, 2> net(WeightsView<Large>::from_packed(packed.data()), pool);
  const auto x = random_numbers(InputLayout<Large>::total, 4, -1, 1);
  const std::span<const float, 64 * 64 * 16> sample(x.data(), x.size());
  const auto first = net.predict(sample);
  const std::vector<float> before(first.begin(), first.end());
  CHECK(in_child([&] {
          const auto y = net.predict(sample);
          return std::equal(y.begin(), y.end(), before.begin(), before.end()) ? 0 : 1;
        }) == 0);
}
