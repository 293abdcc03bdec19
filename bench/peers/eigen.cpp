// Eigen: what one would write by hand with its matrices. Tiny networks have sizes that the compiler knows; the training
// step is a network of dense layers, whose matrix products alone use threads.
#include "peer.hpp"
#include "work.hpp"

#include <Eigen/Core>
#include <unsupported/Eigen/SpecialFunctions>

#include <array>
#include <memory>

namespace {

using namespace peers;
using Eigen::ArrayXf;
using Eigen::MatrixXf;
using Eigen::VectorXf;

MatrixXf random_matrix(long rows, long columns, double scale) {
  const std::vector<float> numbers = random_numbers(rows * columns, scale);
  return Eigen::Map<const MatrixXf>(numbers.data(), rows, columns);
}
MatrixXf random_weights(long outputs, long inputs) {
  return random_matrix(outputs, inputs, std::sqrt(6 / static_cast<double>(inputs)));
}

// Tiny networks.

template <int In, int Out>
struct TinyDense {
  Eigen::Matrix<float, Out, In> weights = random_weights(Out, In);
  Eigen::Matrix<float, Out, 1> bias = random_matrix(Out, 1, 0.1);
  using Result = Eigen::Matrix<float, Out, 1>;
  Result operator()(const Eigen::Matrix<float, In, 1>& x) const {
    Result y = bias;
    y.noalias() += weights * x;
    return y;
  }
};

struct Tanh {
  template <class Vector>
  static Vector of(const Vector& x) {
    return x.array().tanh();
  }
};
struct Relu {
  template <class Vector>
  static Vector of(const Vector& x) {
    return x.cwiseMax(0.0f);
  }
};

template <int In, int Hidden, int Out, class Activation>
Row tiny() {
  struct Network {
    TinyDense<In, Hidden> first;
    TinyDense<Hidden, Hidden> second;
    TinyDense<Hidden, Out> third;
    Eigen::Matrix<float, In, 1> x = random_matrix(In, 1, 1);
    Eigen::Matrix<float, Out, 1> y;
    void run() { y = third(Activation::of(second(Activation::of(first(x))))); }
  };
  const auto network = std::make_shared<Network>();
  return {repeat([network] { network->run(); }), {1, Out}};
}

// Single layers.

Row dense(const Work& work) {
  const Layer& l = work.layers[0];
  const auto step = [w = random_weights(l.out.channels, l.in.size()), bias = random_matrix(l.out.channels, 1, 0.1),
                     x = VectorXf(random_matrix(l.in.size(), 1, 1)), y = VectorXf()]() mutable {
    y = bias;
    y.noalias() += w * x;
  };
  return {repeat(step), work.shape()};
}

template <class Function>
Row pointwise(const Work& work, Function function) {
  const auto step = [function, x = ArrayXf(random_matrix(work.layers[0].in.size(), 1, 1)), y = ArrayXf()]() mutable {
    function(y, x);
  };
  return {repeat(step), work.shape()};
}

void softmax(ArrayXf& y, const ArrayXf& x) {
  y = (x - x.maxCoeff()).exp();
  y /= y.sum();
}

Row layer(const Work& work) {
  switch (work.layers[0].kind) {
    case Kind::dense: return dense(work);
    case Kind::relu: return pointwise(work, [](ArrayXf& y, const ArrayXf& x) { y = x.max(0.0f); });
    case Kind::gelu:
      return pointwise(work, [](ArrayXf& y, const ArrayXf& x) { y = 0.5f * x * (1.0f + (x * 0.70710678f).erf()); });
    case Kind::sigmoid: return pointwise(work, [](ArrayXf& y, const ArrayXf& x) { y = x.logistic(); });
    case Kind::tanh: return pointwise(work, [](ArrayXf& y, const ArrayXf& x) { y = x.tanh(); });
    default: return pointwise(work, softmax);
  }
}

// The training step. A column is a sample.

/// A parameter, its gradient and its moments.
struct Parameter {
  MatrixXf value, gradient, first, second;

  explicit Parameter(MatrixXf start)
      : value(std::move(start)),
        gradient(MatrixXf::Zero(value.rows(), value.cols())),
        first(gradient),
        second(gradient) {}

  /// Adam; `first_scale` and `second_scale` correct the moments' bias.
  void update(float first_scale, float second_scale) {
    constexpr float rate = 1e-3f, beta1 = 0.9f, beta2 = 0.999f, epsilon = 1e-7f;
    first.array() += (1 - beta1) * (gradient.array() - first.array());
    second.array() += (1 - beta2) * (gradient.array().square() - second.array());
    value.array() -= rate * first_scale * first.array() / ((second.array() * second_scale).sqrt() + epsilon);
  }
};

struct TrainedDense {
  Parameter weights, bias;
  MatrixXf y, dy;

  TrainedDense(long inputs, long outputs)
      : weights(random_weights(outputs, inputs)), bias(MatrixXf::Zero(outputs, 1)) {}

  void forward(const MatrixXf& x, bool relu) {
    y.noalias() = weights.value * x;
    y.colwise() += bias.value.col(0);
    if (relu) y = y.cwiseMax(0.0f);
  }
  /// From `dy`; of ReLU's zeros nothing comes back.
  void backward(const MatrixXf& x, MatrixXf* dx, bool relu) {
    if (relu) dy = (y.array() > 0.0f).select(dy, 0.0f);
    weights.gradient.noalias() = dy * x.transpose();
    bias.gradient = dy.rowwise().sum();
    if (dx != nullptr) dx->noalias() = weights.value.transpose() * dy;
  }
};

struct Mlp {
  static constexpr long batch = 128;
  std::array<TrainedDense, 3> layers{TrainedDense(784, 512), TrainedDense(512, 512), TrainedDense(512, 10)};
  MatrixXf x = random_matrix(784, batch, 1);
  float power1 = 1, power2 = 1;

  void step() {
    layers[0].forward(x, true);
    layers[1].forward(layers[0].y, true);
    layers[2].forward(layers[1].y, false);
    differentiate_loss();
    layers[2].backward(layers[1].y, &layers[1].dy, false);
    layers[1].backward(layers[0].y, &layers[0].dy, true);
    layers[0].backward(x, nullptr, true);
    power1 *= 0.9f;
    power2 *= 0.999f;
    for (TrainedDense& l : layers) {
      l.weights.update(1 / (1 - power1), 1 / (1 - power2));
      l.bias.update(1 / (1 - power1), 1 / (1 - power2));
    }
  }

  /// Softmax, cross-entropy and its gradient; sample i is of class i % 10.
  void differentiate_loss() {
    TrainedDense& last = layers[2];
    last.dy = last.y;
    for (long i = 0; i < batch; ++i) {
      auto column = last.dy.col(i).array();
      column = (column - column.maxCoeff()).exp();
      column /= column.sum();
      column(i % 10) -= 1;
    }
    last.dy /= static_cast<float>(batch);
  }
};

Row make(const std::string& name, int threads) {
  if (name == "train/mlp_784_512_512_10_b128") {
    const auto network = std::make_shared<Mlp>();
    return {repeat([network] { network->step(); }), {Mlp::batch, 10}};
  }
  if (threads > 1) throw std::invalid_argument("Eigen uses one thread for this");
  if (name == "tiny/dense_1_8_8_1_tanh") return tiny<1, 8, 1, Tanh>();
  if (name == "tiny/dense_1_32_32_1_relu") return tiny<1, 32, 1, Relu>();
  if (name == "tiny/dense_16_64_64_10_relu") return tiny<16, 64, 10, Relu>();
  return layer(work_of(name));
}

}  // namespace

int main(int arguments, char** values) {
  const std::string name = "Eigen " + std::to_string(EIGEN_WORLD_VERSION) + "." + std::to_string(EIGEN_MAJOR_VERSION) +
                           "." + std::to_string(EIGEN_MINOR_VERSION);
  const std::vector<std::string> rows = {
      "layer/dense_4096_4096",   "layer/dense_512_512",       "layer/dense_1600_10",
      "layer/relu_64_112",       "layer/gelu_64_112",         "layer/sigmoid_64_112",
      "layer/tanh_64_112",       "layer/softmax_1000",        "train/mlp_784_512_512_10_b128",
      "tiny/dense_1_8_8_1_tanh", "tiny/dense_1_32_32_1_relu", "tiny/dense_16_64_64_10_relu"};
  return serve({name, rows, make, [](int threads) { Eigen::setNbThreads(threads); }}, arguments, values);
}
