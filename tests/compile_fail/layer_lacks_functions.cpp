// expect: layer 1, Mine: adds a Kind::user without functions, set .user = &user_ops<Layer>
#include <cincel/inference.hpp>
using namespace cincel;
struct Mine {
  static constexpr const char* keras_name = "Mine";
  static constexpr void spell(Text& t) { t << "Mine"; }
  static constexpr Node lower(Builder& b, Node x) { return b.add({.kind = Kind::user, .out = b.shape(x)}, x); }
};
using Net = Sequential<Input<8>, Mine>;
static_assert(Net::output_shape == Shape(8));
