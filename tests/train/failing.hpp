// A network, data and functions of a user's that throw when they are told to.
#pragma once

#include <cincel/training.hpp>

#include "../files.hpp"
#include "../random_network.hpp"

#include <atomic>

/// Throws at call number `at` (from 1) of its kind; 0: never.
struct Bomb {
  std::atomic<int> at{0}, calls{0};
  void set(int call) { at = call, calls = 0; }
  void count(const char* what) {
    if (++calls == at) throw std::domain_error(what);
  }
};
inline Bomb bomb_loss, bomb_forward, bomb_backward, bomb_state, bomb_update;

/// Adds a state that counts samples; each of its functions may throw.
struct Fragile {
  static constexpr const char* keras_name = "Fragile";
  static constexpr void spell(cincel::Text& t) { t << "Fragile"; }
  static constexpr cincel::Reads reads{.x = false, .y = false};
  static constexpr cincel::Node lower(cincel::Builder& b, cincel::Node x) {
    cincel::Op op{.kind = cincel::Kind::user, .out = b.shape(x), .user = &cincel::user_ops<Fragile>};
    b.parameter(op, "seen", cincel::Shape(1), {cincel::Initializer::zeros}, false);
    return b.add(op, x);
  }
  template <class T>
  static void forward(const cincel::UserForward<T>& a) {
    bomb_forward.count("forward");
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i) a.y[i] = a.x[0][i];
  }
  template <class T>
  static void backward(const cincel::UserBackward<T>& a) {
    bomb_backward.count("backward");
    if (a.dx[0] == nullptr) return;
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i) a.dx[0][i] += a.dy[i];
  }
  template <class T>
  static void update_state(const cincel::UserUpdate<T>& a) {
    a.parameters[0][0] += static_cast<T>(a.samples);
    bomb_state.count("state");
  }
};

/// Squared error that may throw, or give what it is told to for one sample.
struct FragileLoss : cincel::MeanSquaredError {
  template <class T>
  cincel::SampleLoss operator()(const T* y, const float* target, const cincel::Shape& output, T* dy, T scale) const {
    bomb_loss.count("loss");
    return cincel::MeanSquaredError::operator()(y, target, output, dy, scale);
  }
};

/// Adam whose update may throw, in the middle of its work.
struct FragileAdam : cincel::Adam {
  template <class T>
  void update(T* w, const T* g, T* const* slot, std::int64_t n, std::int64_t t) const {
    cincel::Adam::update(w, g, slot, n, t);
    bomb_update.count("update");
  }
};

using FragileNet = cincel::Sequential<cincel::Input<5>, cincel::Dense<7>, cincel::BatchNormalization<>, cincel::ReLU,
                                      Fragile, cincel::Dropout<0.25f>, cincel::Dense<2>>;
using FragileModel = cincel::Model<FragileNet, FragileAdam, FragileLoss>;

inline const std::vector<float> fragile_x = random_numbers(96 * 5, 3, -1, 1),
                                fragile_y = random_numbers(96 * 2, 4, -1, 1);

/// All numbers of a model that predictions depend on.
template <class M>
std::vector<float> numbers_of(const M& m) {
  std::vector<float> all;
  for (std::size_t i = 0; i < cincel::parameter_names<typename M::network>.size(); ++i)
    all.insert(all.end(), m.parameter(i).begin(), m.parameter(i).end());
  return all;
}
