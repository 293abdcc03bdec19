// expect: layer 2, Dense<10>: needs a flat input, got 26x26x8, insert Flatten before it
#include <cincel/training.hpp>
#include <cincel/io/safetensors.hpp>
using namespace cincel;
using Net = Sequential<Input<28, 28, 1>, Conv2D<8, 3>, Dense<10>>;
void f(Model<Net>& model) {
  save(model, "net.safetensors");
  load(model, "net.safetensors");
}
