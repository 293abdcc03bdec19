// One prediction, compiled twice into one program under two names: with the checks of the arena and, whatever NDEBUG
// says, without. The network has a layer that writes before its output if it is told to.
#include <cincel/inference.hpp>

#include <cstdlib>

using namespace cincel;

/// What to write there, another number each time, or 0.
float write_elsewhere();

struct Careless {
  static constexpr const char* keras_name = "Careless";
  static constexpr void spell(Text& t) { t << "Careless"; }
  static constexpr Reads reads{};
  static constexpr Node lower(Builder& b, Node x) {
    return b.add({.kind = Kind::user, .out = b.shape(x), .user = &user_ops<Careless>}, x);
  }
  template <class T>
  static void forward(const UserForward<T>& a) {
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i) a.y[i] = 2 * a.x[0][i];
    if (const float value = write_elsewhere(); value != 0) a.y[-1] = value;
  }
  template <class T>
  static void backward(const UserBackward<T>&) {}
};

using Net = Sequential<Input<3>, Dense<2>, Careless>;

float CINCEL_PREDICT(float x) {
  const float parameters[8] = {1, 10, 2, 20, 3, 30, 0.5f, 0.25f};
  float packed[std::size_t{Net::weight_bytes} / 4];
  pack_weights<Net>(parameters, packed);
  Inference<Net> net(WeightsView<Net>::from_packed(packed));
  return net.predict(std::array<float, 3>{x, x, x})[1];
}
