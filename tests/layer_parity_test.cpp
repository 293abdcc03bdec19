// Single layers against PyTorch in float64 (reference/make_layer_reference.py): vector registers to 1e-5.
#include <doctest/doctest.h>

#include <cincel/inference.hpp>

#include <algorithm>
#include <cmath>

#include "reference.hpp"

using namespace cincel;

namespace {

template <class Net>
void equals_pytorch(const std::string& name) {
  static const reference::File file("layers.safetensors");
  std::vector<float> values(static_cast<std::size_t>(ParameterLayout<Net>::total)),
      packed(static_cast<std::size_t>(inference_plan<Net>.weights)),
      arena(static_cast<std::size_t>(inference_plan<Net>.arena)),
      x(static_cast<std::size_t>(Net::input_shape.volume()));
  for (std::size_t p = 0; p < ParameterLayout<Net>::count; ++p) {
    const Param& param = graph_of<Net>.params[p];
    const double more = std::string_view(param.leaf) == "moving_variance" ? 1 : 0;
    reference::fill(values.data() + ParameterLayout<Net>::offsets[p], param.shape.volume(),
                    static_cast<std::uint32_t>(p), more - 0.5, more + 0.5);
  }
  pack_weights<Net>(values.data(), packed.data());
  reference::fill(x.data(), Net::input_shape.volume(), reference::input_number, -1, 1);
  const auto inputs = InputLayout<Net>::pointers(std::as_const(x).data());
  Program<Net, native_pack>::run({inputs.data(), packed.data(), arena.data(), inference_plan<Net>.operands.data()});
  const float* y = arena.data() + inference_plan<Net>.outputs[0].offset;
  const auto expected = file[name];
  REQUIRE(static_cast<std::int64_t>(expected.size()) == Net::output_shape.volume());
  float most = 0, worst = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    most = std::max(most, std::abs(expected[i]));
    worst = std::max(worst, std::abs(y[i] - expected[i]));
  }
  CHECK_MESSAGE(worst <= 1e-5f * most, name, ": ", worst, " of ", most);
}

using Map = Input<5, 7, 3>;
template <class A>
using Eightfold = Sequential<Map, Rescaling<8.0f>, A>;

}  // namespace

TEST_CASE("convolutions are PyTorch's") {
  equals_pytorch<Sequential<Input<9, 7, 6>, Conv2D<9, Size(3, 2), Groups<3>, Stride<Size(2, 1)>,
                                                   Padding<Pads{1, 0, 2, 1}>, Dilation<Size(1, 2)>>>>("conv2d");
  equals_pytorch<Sequential<Input<21, 5>, Conv1D<7, 3, Stride<2>, Dilation<2>, Padding<1>>>>("conv1d");
  equals_pytorch<Sequential<Input<9, 7, 5>, DepthwiseConv2D<3, Padding<1>>>>("depthwise");
  equals_pytorch<Sequential<Input<9, 7, 5>, DepthwiseConv2D<3, Stride<2>, DepthMultiplier<2>>>>("depthwise_multiplier");
  equals_pytorch<Sequential<Input<9, 7, 5>, SeparableConv2D<4, 3, Padding<1>>>>("separable");
  equals_pytorch<Sequential<Input<5, 7, 3>, Conv2DTranspose<4, 3, Stride<2>, Padding<1>, OutputPadding<1>>>>(
      "conv2d_transpose");
  equals_pytorch<Sequential<Input<9, 3>, Conv1DTranspose<5, 4, Stride<3>, Dilation<2>>>>("conv1d_transpose");
  equals_pytorch<Sequential<Input<7, 5>, Dense<3>>>("dense_sequence");
}

TEST_CASE("poolings are PyTorch's") {
  equals_pytorch<Sequential<Input<9, 7, 5>, MaxPooling2D<3, Stride<2>, Padding<1>, CeilMode>>>("max_pooling");
  equals_pytorch<Sequential<Input<9, 8, 5>, AveragePooling2D<3, Stride<2>, Padding<1>, CeilMode>>>("average_pooling");
  equals_pytorch<Sequential<Input<9, 8, 5>, AveragePooling2D<3, Stride<2>, Padding<1>, CeilMode, CountPadding>>>(
      "average_pooling_counted");
  equals_pytorch<Sequential<Input<13, 5>, MaxPooling1D<3, Stride<2>, Padding<1>>>>("max_pooling1d");
  equals_pytorch<Sequential<Input<13, 5>, AveragePooling1D<2>>>("average_pooling1d");
  equals_pytorch<Sequential<Map, GlobalAveragePooling2D>>("global_average");
  equals_pytorch<Sequential<Map, GlobalMaxPooling2D>>("global_max");
}

TEST_CASE("normalisations are PyTorch's") {
  equals_pytorch<Sequential<Map, LayerNormalization<>>>("layer_normalization");
  equals_pytorch<Sequential<Input<7, 5>, RMSNormalization<>>>("rms_normalization");
  equals_pytorch<Sequential<Input<7, 5>, UnitNormalization>>("unit_normalization");
  equals_pytorch<Sequential<Input<5, 7, 6>, GroupNormalization<3>>>("group_normalization");
  equals_pytorch<Sequential<Input<5, 7, 6>, InstanceNormalization<>>>("instance_normalization");
  equals_pytorch<Sequential<Input<5, 7, 9>, LocalResponseNormalization<5, 0.5f, 0.75f, 2.0f>>>("local_response");
}

TEST_CASE("activations are PyTorch's") {
  equals_pytorch<Sequential<Map, PReLU>>("prelu");
  equals_pytorch<Sequential<Map, Softmax>>("softmax");
  equals_pytorch<Sequential<Map, LogSoftmax>>("log_softmax");
  equals_pytorch<Sequential<Map, ReLU>>("relu");
  equals_pytorch<Eightfold<ReLU6>>("relu6");
  equals_pytorch<Sequential<Map, LeakyReLU<0.1f>>>("leaky_relu");
  equals_pytorch<Sequential<Map, ELU<0.7f>>>("elu");
  equals_pytorch<Sequential<Map, SELU>>("selu");
  equals_pytorch<Sequential<Map, Sigmoid>>("sigmoid");
  equals_pytorch<Sequential<Map, Tanh>>("tanh");
  equals_pytorch<Eightfold<HardSigmoid>>("hard_sigmoid");
  equals_pytorch<Sequential<Map, Softplus>>("softplus");
  equals_pytorch<Sequential<Map, Softsign>>("softsign");
  equals_pytorch<Sequential<Map, Exponential>>("exponential");
  equals_pytorch<Eightfold<GELU>>("gelu");
  equals_pytorch<Eightfold<GELUTanh>>("gelu_tanh");
  equals_pytorch<Eightfold<SiLU>>("silu");
  equals_pytorch<Eightfold<HardSwish>>("hard_swish");
  equals_pytorch<Eightfold<Mish>>("mish");
}

TEST_CASE("what is fused, folded or shared is PyTorch's, and what must not be is too") {
  equals_pytorch<Sequential<Input<5, 5, 3>, Conv2D<8, 3, Same>, MaxPooling2D<2, CeilMode>>>(
      "ceil_pooling_behind_convolution");
  equals_pytorch<
      Sequential<Input<7, 6, 3>, Conv2D<8, 3, Padding<Pads{1, 0, 1, 0}>>, Tanh, MaxPooling2D<Size(1, 2), CeilMode>>>(
      "ceil_pooling_inside");
  equals_pytorch<Sequential<Input<16>, Reshape<4, 4, 1>, Rescaling<0.5f, 0.25f>, Conv2D<8, 3>>>("rescaled_view");
  equals_pytorch<Sequential<Input<4, 6, 2>, Reshape<3, 8, 2>, Rescaling<2.0f, -1.0f>, Reshape<2, 6, 4>, Conv2D<5, 2>>>(
      "rescaled_behind_view");
  equals_pytorch<
      Sequential<Map, Concat<Shared<"n", BatchNormalization<>>, Shared<"n", BatchNormalization<Epsilon<0.5f>>>>>>(
      "shared_epsilon");
  equals_pytorch<Sequential<Input<6, 5, 4>, Concat<Shared<"c", Conv2D<6, 2, Groups<2>>>,
                                                   Sequential<Conv2D<2, 1>, Shared<"c", Conv2D<6, 2>>>>>>(
      "shared_groups");
  equals_pytorch<Sequential<Input<1, 1, 3>, Conv2DTranspose<2, 4, Stride<2>, Padding<1>>>>("transposed_of_one_pixel");
  equals_pytorch<Sequential<Input<3, 3, 2>, Conv2D<3, 3, Same>, Conv2D<2, 4, Padding<Pads{0, 5, 1, 5}>, Stride<20>>>>(
      "only_padding");
}

TEST_CASE("resizing, shuffling and attention are PyTorch's") {
  equals_pytorch<Sequential<Input<3, 5, 2>, UpSampling2D<Size(2, 3)>>>("upsampling");
  equals_pytorch<Sequential<Input<3, 5, 2>, UpSampling2D<Size(2, 3), Bilinear>>>("upsampling_bilinear");
  equals_pytorch<Sequential<Input<7, 9, 3>, Resizing<4, 11>>>("resizing");
  equals_pytorch<Sequential<Input<7, 9, 3>, Resizing<4, 11, Nearest>>>("resizing_nearest");
  equals_pytorch<Sequential<Input<3, 5, 8>, PixelShuffle<2>>>("pixel_shuffle");
  equals_pytorch<Sequential<Input<4, 6, 3>, PixelUnshuffle<2>>>("pixel_unshuffle");
  equals_pytorch<Sequential<Input<7, 6>, MultiHeadAttention<2>>>("attention");
}
