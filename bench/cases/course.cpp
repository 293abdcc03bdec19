// The course network, LeNet-5 and a perceptron, alone and in batches, and networks so small that they run at audio or control rate.
#include "lenet5.hpp"
#include "networks.hpp"

#include "../../examples/fashion_mnist.hpp"

namespace {

using namespace cincel;
const bench::Registration course([] {
  bench::add_network<FashionNet>("fashion_cnn");
  bench::add({"net/fashion_cnn_b128", bench::work_of_steps<FashionNet>(), 128, true, false,
              bench::predicting_batch<FashionNet, 128>});
  bench::add_network<bench::LeNet5>("lenet5");
  bench::add_network<bench::Perceptron>("mlp_784_512_512_10");
  bench::add_several<bench::Perceptron, 16>("mlp_784_512_512_10");
  bench::add_tiny<Sequential<Input<1>, Dense<8>, Tanh, Dense<8>, Tanh, Dense<1>>>("dense_1_8_8_1_tanh");
  bench::add_tiny<Sequential<Input<1>, Dense<32>, ReLU, Dense<32>, ReLU, Dense<1>>>("dense_1_32_32_1_relu");
  bench::add_tiny<Sequential<Input<16>, Dense<64>, ReLU, Dense<64>, ReLU, Dense<10>>>("dense_16_64_64_10_relu");
  bench::add_tiny<Sequential<Input<16, 1>, Conv1D<16, 3>, Tanh, Conv1D<16, 3>, Tanh>>("conv1d_16x3_tanh_x2");
});

}  // namespace
