// A layer of one's own, with a parameter and a gradient, trained like any other: y = x · sigmoid(beta · x), Swish with a
// slope a channel that is learnt (Ramachandran et al. 2017).
#include <cincel/training.hpp>

#include <cmath>
#include <iostream>

using namespace cincel;

struct Swish {
  static constexpr const char* keras_name = "Swish";
  static constexpr void spell(Text& t) { t << "Swish"; }
  static constexpr Reads reads{.x = true, .y = false};  // what `backward` reads

  static constexpr Node lower(Builder& b, Node x) {
    Op op{.kind = Kind::user, .out = b.shape(x), .user = &user_ops<Swish>};
    b.parameter(op, "beta", Shape(op.out.channels()), {Initializer::ones});
    return b.add(op, x);
  }

  template <class T>
  static void forward(const UserForward<T>& a) {
    const auto channels = a.op.out.channels();
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i)
      a.y[i] = a.x[0][i] / (1 + std::exp(-a.parameters[0][i % channels] * a.x[0][i]));
  }

  template <class T>
  static void backward(const UserBackward<T>& a) {
    const auto channels = a.op.out.channels();
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i) {
      const T x = a.x[0][i], beta = a.parameters[0][i % channels], s = 1 / (1 + std::exp(-beta * x));
      a.gradients[0][i % channels] += a.dy[i] * x * x * s * (1 - s);
      if (a.dx[0] != nullptr) a.dx[0][i] += a.dy[i] * (s + beta * x * s * (1 - s));
    }
  }
};

using Net = Sequential<Input<2>, Dense<16>, Swish, Residual<Sequential<Dense<16>, Swish>>, Dense<2>, Softmax>;
static_assert(Net::parameter_count == 2 * 16 + 16 + 16 + 16 * 16 + 16 + 16 + 16 * 2 + 2);

int main() {
  // Inside or outside of a circle.
  std::vector<float> points;
  std::vector<std::uint8_t> inside;
  RandomStream random(1, Purpose::self_test);
  for (int i = 0; i < 2000; ++i) {
    const float x = 2 * random.uniform() - 1, y = 2 * random.uniform() - 1;
    points.insert(points.end(), {x, y});
    inside.push_back(x * x + y * y < 0.5f);
  }
  Model<Net> model(Adam{.learning_rate = 0.01f});
  model.fit(points, inside, {.epochs = 20, .verbose = false});
  const double accuracy = model.evaluate(points, inside).accuracy();
  std::cout << model.summary() << "beta of the first unit: " << model["swish.beta"_p][0] << "\naccuracy: " << accuracy
            << '\n';
  return accuracy > 0.95 ? 0 : 1;
}
