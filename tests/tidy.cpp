// Names what clang-tidy is to read: all public headers, and templates instantiated by a small network.
#include <cincel/cincel.hpp>
#include <cincel/dispatch.hpp>
#include <cincel/io/embed.hpp>
#include <cincel/reflection.hpp>

using Net = cincel::Sequential<cincel::Input<6, 6, 1>, cincel::Conv2D<3, 3>, cincel::BatchNormalization<>, cincel::ReLU,
                               cincel::MaxPooling2D<2>, cincel::Flatten, cincel::Dropout<0.5f>, cincel::Dense<2>,
                               cincel::Softmax>;

int main(int count, char** argument) {
  cincel::Model<Net> model;
  model.fit({}, {});
  return cincel::embed_main<Net>(count, argument);
}
