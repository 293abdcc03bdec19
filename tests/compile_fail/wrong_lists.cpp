// expect: layer 2, Dense<10>: needs a flat input, got 6x6x8, insert Flatten before it
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 1>, Conv2D<8, 3>, Dense<10>>;
static_assert(Net::layer_facts.size() == 3 && Net::layer_facts[100].output_shape[2] == 3);
static_assert(Net::layer_facts.back().receptive_field.h == 7 && Net::output_shapes.front() != Shape(5));
static_assert(Net::output_shapes.size() == 2u && Net::input_shapes[0].height() == 3 && Net::layer_shapes[1].width() == 9);
int layers() {
  int sum = 0;
  for (const LayerFacts& layer : Net::layer_facts) sum += layer.macs > 3;
  return sum;
}
