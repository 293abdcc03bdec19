// expect: layer 1, Mine: is no layer: it lacks static constexpr Node lower(Builder&, Node), see examples/user_layer.cpp
#include <cincel/inference.hpp>
using namespace cincel;
struct Mine {
  static constexpr const char* keras_name = "Mine";
  static constexpr void spell(Text& t) { t << "Mine"; }
};
using Net = Sequential<Input<8>, Mine>;
static_assert(Net::output_shape == Shape(8));
