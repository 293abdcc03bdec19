// A layer of the user's with as many parameters and operands as one likes.
#include <cincel/training.hpp>

#include <doctest/doctest.h>

using namespace cincel;

namespace {

constexpr int many = 7;

/// y[i] = sum over p of (p + 1) · w_p[i] · x_p[i], with seven operands and seven parameters, of 1, 1, … numbers each.
template <class... Branch>
struct WeightedSum {
  static constexpr const char* keras_name = "WeightedSum";
  static constexpr bool is_combinator = false;
  static constexpr Reads reads{.x = true, .y = false};
  static constexpr void spell(Text& t) { t << "WeightedSum"; }

  static constexpr Node lower(Builder& b, Node x) {
    list<Node> operands;
    int i = 0;
    (operands.push_back(b.apply_at<Branch>(x, i++)), ...);
    if (b.failed()) return 0;
    Op op{.kind = Kind::user, .out = b.shape(operands[0]), .user = &user_ops<WeightedSum>};
    constexpr const char* names[] = {"w0", "w1", "w2", "w3", "w4", "w5", "w6"};
    for (const char* name : names) b.parameter(op, name, op.out, {Initializer::ones});
    return b.add(op, operands);
  }

  template <class T>
  static constexpr void forward(const UserForward<T>& a) {
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i) {
      a.y[i] = 0;
      for (std::size_t p = 0; p < a.x.size(); ++p) a.y[i] += static_cast<T>(p + 1) * a.parameters[p][i] * a.x[p][i];
    }
  }
  template <class T>
  static constexpr void backward(const UserBackward<T>& a) {
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i)
      for (std::size_t p = 0; p < a.x.size(); ++p) {
        a.gradients[p][i] += static_cast<T>(p + 1) * a.x[p][i] * a.dy[i];
        if (a.dx[p] != nullptr) a.dx[p][i] += static_cast<T>(p + 1) * a.parameters[p][i] * a.dy[i];
      }
  }
};

template <class B>
using Seven = WeightedSum<B, B, B, B, B, B, B>;
using Net = Sequential<Input<3>, Seven<Rescaling<2.0f>>>;
using Trained = Sequential<Input<3>, Seven<Dense<5>>, Dense<1>>;

}  // namespace

TEST_CASE("a user's layer with seven operands and seven parameters predicts with all of them") {
  static_assert(Net::parameter_count == many * 3);
  std::array<float, many * 3> w{};
  for (std::size_t i = 0; i < w.size(); ++i) w[i] = static_cast<float>(i);
  std::vector<float> packed(static_cast<std::size_t>(Net::weight_bytes / 4));
  pack_weights<Net>(w.data(), packed.data());
  Inference<Net> net(WeightsView<Net>::from_packed(packed.data()));
  const float x[]{1, -2, 0.5f};
  const auto y = net.predict(x);
  for (std::size_t i = 0; i < 3; ++i) {
    float expected = 0;
    for (std::size_t p = 0; p < many; ++p) expected += static_cast<float>(p + 1) * w[p * 3 + i] * 2 * x[i];
    CHECK(y[i] == doctest::Approx(expected));
  }
}

TEST_CASE("a user's layer with seven operands and seven parameters has the gradients of finite differences") {
  Model<Trained, SGD, MeanSquaredError> model(SGD{}, {}, {.seed = 4, .threads = 1});
  const std::vector<float> x{0.3f, -0.7f, 1.1f}, y{0.4f};
  const auto loss = [&] { return model.evaluate(x, y).loss; };
  for (std::size_t p = 0; p < 2 * many + many + 2; ++p) {
    const auto w = model.parameter(p);
    for (std::size_t i = 0; i < w.size(); i += 2) {
      const float kept = w[i], step = 1e-2f;
      w[i] = kept + step;
      const double above = loss();
      w[i] = kept - step;
      const double below = loss();
      w[i] = kept;
      model.compute_gradients(x, y);
      CHECK(static_cast<double>(model.gradient(p)[i]) ==
            doctest::Approx((above - below) / (2.0 * static_cast<double>(step))).epsilon(0.02));
    }
  }
}
