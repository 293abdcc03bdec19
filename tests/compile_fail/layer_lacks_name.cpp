// expect: layer 1, Mine: is no layer: it lacks static constexpr const char* keras_name and static constexpr void spell(Text&), see
#include <cincel/inference.hpp>
using namespace cincel;
struct Mine {
  static constexpr Node lower(Builder&, Node x) { return x; }
};
using Net = Sequential<Input<8>, Mine>;
static_assert(Net::output_shape == Shape(8));
