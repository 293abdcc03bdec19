// Two layers as a user writes them, in a file of their own: nothing of the library is touched.
#pragma once

#include <cincel/layers/layers.hpp>
#include <cincel/simd/scalar_math.hpp>

/// y[i] = scale[c] · tanh(x[i]), with a scale a channel that is learnt.
struct ScaledTanh {
  static constexpr const char* keras_name = "ScaledTanh";
  static constexpr cincel::Reads reads{.x = true, .y = false};
  static constexpr void spell(cincel::Text& t) { t << "ScaledTanh"; }

  static constexpr cincel::Node lower(cincel::Builder& b, cincel::Node x) {
    cincel::Op op{.kind = cincel::Kind::user, .out = b.shape(x), .user = &cincel::user_ops<ScaledTanh>};
    b.parameter(op, "scale", cincel::Shape(op.out.channels()), {cincel::Initializer::ones});
    return b.add(op, x);
  }

  template <class T>
  static constexpr void forward(const cincel::UserForward<T>& a) {
    const auto channels = a.op.out.channels();
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i)
      a.y[i] =
          a.parameters[0][i % channels] * static_cast<T>(cincel::scalar_math::tanh(static_cast<double>(a.x[0][i])));
  }

  template <class T>
  static constexpr void backward(const cincel::UserBackward<T>& a) {
    const auto channels = a.op.out.channels();
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i) {
      const T t = static_cast<T>(cincel::scalar_math::tanh(static_cast<double>(a.x[0][i])));
      a.gradients[0][i % channels] += a.dy[i] * t;
      if (a.dx[0] != nullptr) a.dx[0][i] += a.dy[i] * a.parameters[0][i % channels] * (T(1) - t * t);
    }
  }
};

/// Passes its input on, and keeps the mean over the last batch of each sample's largest number: a state.
struct RunningMaximum {
  static constexpr const char* keras_name = "RunningMaximum";
  static constexpr cincel::Reads reads{};
  static constexpr void spell(cincel::Text& t) { t << "RunningMaximum"; }

  static constexpr cincel::Node lower(cincel::Builder& b, cincel::Node x) {
    cincel::Op op{.kind = cincel::Kind::user, .out = b.shape(x), .user = &cincel::user_ops<RunningMaximum>};
    b.parameter(op, "largest", cincel::Shape(1), {}, false);
    return b.add(op, x);
  }

  template <class T>
  static constexpr void forward(const cincel::UserForward<T>& a) {
    T most = a.x[0][0];
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i) {
      a.y[i] = a.x[0][i];
      if (a.x[0][i] > most) most = a.x[0][i];
    }
    if (!a.sums.empty()) a.sums[0][0] += most;  // while training
  }

  template <class T>
  static constexpr void backward(const cincel::UserBackward<T>& a) {
    if (a.dx[0] == nullptr) return;
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i) a.dx[0][i] += a.dy[i];
  }

  template <class T>
  static constexpr void update_state(const cincel::UserUpdate<T>& a) {
    a.parameters[0][0] = a.sums[0][0] / static_cast<T>(a.samples);
  }
};
