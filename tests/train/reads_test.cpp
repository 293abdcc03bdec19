// A layer whose backward pass reads what its `reads` denies is found where the checks of the arena are on. (The checks
// are part of the namespace, so that this file may switch them on by itself.)
#ifndef CINCEL_CHECK_ARENA
#define CINCEL_CHECK_ARENA
#endif
#include <cincel/training.hpp>

#include <doctest/doctest.h>

using namespace cincel;

namespace {

enum class Reading { x, y, compares_x, neither };

/// y = x², whose gradient 2 · x · dy reads x, and says so or not; one that reads neither takes y = 2 · x.
template <Reading R, bool SaysX, bool SaysY>
struct Square {
  static constexpr const char* keras_name = "Square";
  static constexpr Reads reads{.x = SaysX, .y = SaysY};
  static constexpr void spell(Text& t) { t << "Square"; }
  static constexpr Node lower(Builder& b, Node x) {
    return b.add({.kind = Kind::user, .out = b.shape(x), .user = &user_ops<Square>}, x);
  }
  template <class T>
  static void forward(const UserForward<T>& a) {
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i)
      a.y[i] = R == Reading::neither ? 2 * a.x[0][i] : a.x[0][i] * a.x[0][i];
  }
  template <class T>
  static void backward(const UserBackward<T>& a) {
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i) {
      if (a.dx[0] == nullptr) continue;
      if (R == Reading::x) a.dx[0][i] += 2 * a.x[0][i] * a.dy[i];
      if (R == Reading::y) a.dx[0][i] += 2 * std::sqrt(a.y[i]) * a.dy[i];
      if (R == Reading::compares_x) a.dx[0][i] += a.x[0][i] > 0 ? a.dy[i] : 0;
      if (R == Reading::neither) a.dx[0][i] += 2 * a.dy[i];
    }
  }
};

template <class L>
std::string error_of_step() {
  Model<Sequential<Input<3>, Dense<4>, L, Dense<1>>, SGD, MeanSquaredError> model;
  try {
    model.train_on_batch(std::vector<float>{1, 2, 3}, std::vector<float>{1});
  } catch (const std::logic_error& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a backward pass that reads what its layer denies is an error that says so") {
  CHECK(error_of_step<Square<Reading::x, false, false>>() ==
        "Square: its backward reads x or y, but its reads say {.x = false, .y = false}, so that the memory may hold "
        "something else by then");
  CHECK(error_of_step<Square<Reading::x, false, true>>().find("Square: its backward reads x, but") == 0);
  CHECK(error_of_step<Square<Reading::y, true, false>>().find("Square: its backward reads y, but") == 0);
}

TEST_CASE("a comparison with a denied value is found too, though no NaN comes out of it") {
  CHECK(error_of_step<Square<Reading::compares_x, false, false>>().find("reads x or y") != std::string::npos);
}

TEST_CASE("a backward pass that reads what its layer says is let be") {
  CHECK(error_of_step<Square<Reading::x, true, false>>().empty());
  CHECK(error_of_step<Square<Reading::y, false, true>>().empty());
  CHECK(error_of_step<Square<Reading::compares_x, true, true>>().empty());
  CHECK(error_of_step<Square<Reading::neither, false, false>>().empty());
}
