// The networks around single layers that reference/make_layer_reference.py makes in PyTorch, by name.
#pragma once

#include <cincel/inference.hpp>

#include <vector>

#include "reference.hpp"

namespace single_layers {

using namespace cincel;
using Map = Input<5, 7, 3>;
template <class A>
using Eightfold = Sequential<Map, Rescaling<8.0f>, A>;

/// A network with the parameters of the reference, to run for pack `P`.
template <class Net, class P>
class Layer {
  using T = typename P::value_type;
  std::vector<T> packed_, arena_;

 public:
  Layer()
      : packed_(static_cast<std::size_t>(numbers_in(inference_plan<Net>.weight_bytes))),
        arena_(static_cast<std::size_t>(numbers_in(inference_plan<Net>.arena_bytes))) {
    std::vector<float> values(static_cast<std::size_t>(ParameterLayout<Net>::total));
    for (std::size_t p = 0; p < ParameterLayout<Net>::count; ++p) {
      const Param& param = graph_of<Net>.params[p];
      const double more = std::string_view(param.leaf) == "moving_variance" ? 1 : 0;
      reference::fill(values.data() + ParameterLayout<Net>::offsets[p], param.shape.volume(),
                      static_cast<std::uint32_t>(p), more - 0.5, more + 0.5);
    }
    pack_weights<Net>(values.data(), packed_.data());
  }
  static std::vector<T> input() {
    std::vector<float> x(static_cast<std::size_t>(Net::input_shape.volume()));
    reference::fill(x.data(), Net::input_shape.volume(), reference::input_number, -1, 1);
    return {x.begin(), x.end()};
  }
  const T* operator()(const std::vector<T>& x) {
    const auto inputs = InputLayout<Net>::pointers(x.data());
    Program<Net, P>::run({inputs.data(), packed_.data(), arena_.data(), inference_plan<Net>.operands.data()});
    return numbers_at(arena_.data(), inference_plan<Net>.outputs[0].offset);
  }
};

/// Calls check<Net>(name) for each of them.
template <class Check>
void for_each(Check check) {
  // Convolutions
  check.template operator()<Sequential<Input<9, 7, 6>, Conv2D<9, Size(3, 2), Groups<3>, Stride<Size(2, 1)>,
                                                              Padding<Pads{1, 0, 2, 1}>, Dilation<Size(1, 2)>>>>(
      "conv2d");
  check.template operator()<Sequential<Input<21, 5>, Conv1D<7, 3, Stride<2>, Dilation<2>, Padding<1>>>>("conv1d");
  check.template operator()<Sequential<Input<9, 7, 5>, DepthwiseConv2D<3, Padding<1>>>>("depthwise");
  check.template operator()<Sequential<Input<9, 7, 5>, DepthwiseConv2D<3, Stride<2>, DepthMultiplier<2>>>>(
      "depthwise_multiplier");
  check.template operator()<Sequential<Input<9, 7, 5>, SeparableConv2D<4, 3, Padding<1>>>>("separable");
  check.template operator()<Sequential<Input<5, 7, 3>, Conv2DTranspose<4, 3, Stride<2>, Padding<1>, OutputPadding<1>>>>(
      "conv2d_transpose");
  check.template operator()<Sequential<Input<9, 3>, Conv1DTranspose<5, 4, Stride<3>, Dilation<2>>>>("conv1d_transpose");
  check.template operator()<Sequential<Input<7, 5>, Dense<3>>>("dense_sequence");

  // Poolings
  check.template operator()<Sequential<Input<9, 7, 5>, MaxPooling2D<3, Stride<2>, Padding<1>, CeilMode>>>(
      "max_pooling");
  check.template operator()<Sequential<Input<9, 8, 5>, AveragePooling2D<3, Stride<2>, Padding<1>, CeilMode>>>(
      "average_pooling");
  check.template
  operator()<Sequential<Input<9, 8, 5>, AveragePooling2D<3, Stride<2>, Padding<1>, CeilMode, CountPadding>>>(
      "average_pooling_counted");
  check.template operator()<Sequential<Input<9, 8, 5>, LpPooling2D<3, Stride<2>, Power<1>>>>("lp_pooling1");
  check.template operator()<Sequential<Input<9, 8, 5>, LpPooling2D<3, Stride<2>, Padding<1>, CeilMode>>>("lp_pooling2");
  check.template operator()<Sequential<Input<9, 7, 11>, LpPooling2D<Size(2, 3), Padding<Pads{1, 0, 0, 1}>, Power<3>>>>(
      "lp_pooling3");
  check.template operator()<Sequential<Input<13, 5>, MaxPooling1D<3, Stride<2>, Padding<1>>>>("max_pooling1d");
  check.template operator()<Sequential<Input<13, 5>, AveragePooling1D<2>>>("average_pooling1d");
  check.template operator()<Sequential<Input<13, 5>, LpPooling1D<4, Stride<3>>>>("lp_pooling1d");
  check.template operator()<Sequential<Map, GlobalAveragePooling2D>>("global_average");
  check.template operator()<Sequential<Map, GlobalMaxPooling2D>>("global_max");

  // Normalisations
  check.template operator()<Sequential<Map, LayerNormalization<>>>("layer_normalization");
  check.template operator()<Sequential<Input<7, 5>, RMSNormalization<>>>("rms_normalization");
  check.template operator()<Sequential<Input<7, 5>, UnitNormalization>>("unit_normalization");
  check.template operator()<Sequential<Input<5, 7, 6>, GroupNormalization<3>>>("group_normalization");
  check.template operator()<Sequential<Input<5, 7, 6>, InstanceNormalization<>>>("instance_normalization");
  check.template operator()<Sequential<Input<5, 7, 9>, LocalResponseNormalization<5, 0.5f, 0.75f, 2.0f>>>(
      "local_response");

  // Activations
  check.template operator()<Sequential<Map, PReLU>>("prelu");
  check.template operator()<Sequential<Map, Softmax>>("softmax");
  check.template operator()<Sequential<Map, LogSoftmax>>("log_softmax");
  check.template operator()<Sequential<Map, ReLU>>("relu");
  check.template operator()<Eightfold<ReLU6>>("relu6");
  check.template operator()<Sequential<Map, LeakyReLU<0.1f>>>("leaky_relu");
  check.template operator()<Sequential<Map, ELU<0.7f>>>("elu");
  check.template operator()<Sequential<Map, SELU>>("selu");
  check.template operator()<Sequential<Map, Sigmoid>>("sigmoid");
  check.template operator()<Sequential<Map, Tanh>>("tanh");
  check.template operator()<Eightfold<HardSigmoid>>("hard_sigmoid");
  check.template operator()<Eightfold<HardTanh>>("hard_tanh");
  check.template operator()<Sequential<Map, Softplus>>("softplus");
  check.template operator()<Sequential<Map, Softsign>>("softsign");
  check.template operator()<Sequential<Map, Exponential>>("exponential");
  check.template operator()<Eightfold<GELU>>("gelu");
  check.template operator()<Eightfold<GELUTanh>>("gelu_tanh");
  check.template operator()<Eightfold<SiLU>>("silu");
  check.template operator()<Eightfold<HardSwish>>("hard_swish");
  check.template operator()<Eightfold<Mish>>("mish");

  // Resizing, shuffling and attention
  check.template operator()<Sequential<Input<3, 5, 2>, UpSampling2D<Size(2, 3)>>>("upsampling");
  check.template operator()<Sequential<Input<3, 5, 2>, UpSampling2D<Size(2, 3), Bilinear>>>("upsampling_bilinear");
  check.template operator()<Sequential<Input<7, 9, 3>, Resizing<4, 11>>>("resizing");
  check.template operator()<Sequential<Input<3, 5, 8>, PixelShuffle<2>>>("pixel_shuffle");
  check.template operator()<Sequential<Input<4, 6, 3>, PixelUnshuffle<2>>>("pixel_unshuffle");
  check.template operator()<Sequential<Input<7, 6>, MultiHeadAttention<2>>>("attention");
  // What passes fuse, and where they must not
  check.template operator()<Sequential<Input<5, 5, 3>, Conv2D<8, 3, Same>, MaxPooling2D<2, CeilMode>>>(
      "ceil_pooling_behind_convolution");
  check.template operator()<
      Sequential<Input<7, 6, 3>, Conv2D<8, 3, Padding<Pads{1, 0, 1, 0}>>, Tanh, MaxPooling2D<Size(1, 2), CeilMode>>>(
      "ceil_pooling_inside");
  check.template operator()<Sequential<Input<16>, Reshape<4, 4, 1>, Rescaling<0.5f, 0.25f>, Conv2D<8, 3>>>(
      "rescaled_view");
  check.template
  operator()<Sequential<Input<4, 6, 2>, Reshape<3, 8, 2>, Rescaling<2.0f, -1.0f>, Reshape<2, 6, 4>, Conv2D<5, 2>>>(
      "rescaled_behind_view");
  check.template operator()<
      Sequential<Map, Concat<Shared<"n", BatchNormalization<>>, Shared<"n", BatchNormalization<Epsilon<0.5f>>>>>>(
      "shared_epsilon");
  check.template operator()<Sequential<Input<6, 5, 4>, Concat<Shared<"c", Conv2D<6, 2, Groups<2>>>,
                                                              Sequential<Conv2D<2, 1>, Shared<"c", Conv2D<6, 2>>>>>>(
      "shared_groups");
  check.template operator()<Sequential<Input<1, 1, 3>, Conv2DTranspose<2, 4, Stride<2>, Padding<1>>>>(
      "transposed_of_one_pixel");
  check.template
  operator()<Sequential<Input<3, 3, 2>, Conv2D<3, 3, Same>, Conv2D<2, 4, Padding<Pads{0, 5, 1, 5}>, Stride<20>>>>(
      "only_padding");

  check.template operator()<Sequential<Input<7, 9, 3>, Resizing<4, 11, Nearest>>>("resizing_nearest");
  check.template operator()<Sequential<Input<7, 9, 3>, Resizing<4, 10>>>("resizing_between");
  // Fused and merged
  check.template operator()<Sequential<Input<8, 6, 3>, Conv2D<9, 3>, ReLU, MaxPooling2D<2>>>("conv_relu_pool");
  check.template operator()<Sequential<Input<9, 7, 2>, Conv2D<5, 2>, MaxPooling2D<2>, ClippedReLU<0.5f>>>(
      "conv_pool_clipped");
  check.template operator()<Sequential<Input<13>, Dense<11>, ReLU>>("dense_relu");
  check.template operator()<Sequential<Map, Maximum<Identity, Conv2D<3, 1>>>>("maximum");
  check.template operator()<Sequential<Map, Average<Identity, Conv2D<3, 1>>>>("average");
  check.template operator()<Sequential<Map, Multiply<Identity, Conv2D<3, 1>>>>("multiply");
  check.template operator()<Sequential<Map, Multiply<Identity, Sequential<GlobalAveragePooling2D, Dense<3>, Sigmoid>>>>(
      "squeeze");
  check.template operator()<Sequential<Map, Residual<Conv2D<3, 3, Same>>, ReLU>>("residual");
  check.template operator()<Sequential<Map, ZeroPadding2D<1>, Cropping2D<Pads{2, 0, 0, 4}>>>("padded_crop");
}

}  // namespace single_layers
