// One list of operators, for three uses: the laws (tests/layers/operators_*_test.cpp) hold each in a small size, with
// channels that fill no register; the benchmarks time its forward and its backward pass in the sizes that the zoo has.
#pragma once

#include <cincel/inference.hpp>

#include <string>

namespace operator_cases {

using namespace cincel;

/// The numbers that a family of networks is given: its channels and its side, or as it says.
template <int... N>
struct Dims {};

/// A layer on a map: In, Side.
template <class Layer>
struct OnMap {
  template <int In, int Side>
  using Net = Sequential<Input<Side, Side, In>, Layer>;
};
/// A convolution: In, Out, Side.
template <int Kernel, class... Options>
struct Conv {
  template <int In, int Out, int Side>
  using Net = Sequential<Input<Side, Side, In>, Conv2D<Out, Kernel, Options...>>;
};
template <int Factor>
struct TransposedConv {
  template <int In, int Out, int Side>
  using Net = Sequential<Input<Side, Side, In>, Conv2DTranspose<Out, Factor, Stride<Factor>>>;
};
struct Matrix {
  template <int In, int Out>
  using Net = Sequential<Input<In>, Dense<Out>>;
};
template <class Layer>
struct OnVector {
  template <int In>
  using Net = Sequential<Input<In>, Layer>;
};
/// Length, width.
struct Attention {
  template <int Length, int Width>
  using Net = Sequential<Input<Length, Width>, MultiHeadAttention<2>>;
};

/// Calls visit<Family, Small, Large...>(name) for each family of multiply-adds: `Small` is its size in tests, `Large`
/// are those of benchmarks.
template <class Visit>
void for_each_product(Visit visit) {
  visit.template
  operator()<Conv<1, Same>, Dims<5, 9, 4>, Dims<64, 64, 56>, Dims<64, 256, 56>, Dims<256, 64, 56>, Dims<512, 128, 28>,
             Dims<1024, 256, 14>, Dims<512, 2048, 7>, Dims<96, 24, 56>, Dims<576, 160, 7>>("conv1x1");
  visit.template
  operator()<Conv<3, Same>, Dims<5, 9, 5>, Dims<1, 32, 28>, Dims<3, 64, 224>, Dims<64, 64, 56>, Dims<64, 64, 224>,
             Dims<128, 128, 28>, Dims<128, 32, 28>, Dims<256, 256, 14>, Dims<512, 512, 7>>("conv3x3");
  visit.template operator()<Conv<3, Same, Stride<2>>, Dims<5, 9, 6>, Dims<3, 32, 224>, Dims<64, 128, 56>>("conv3x3s2");
  visit.template operator()<Conv<5, Same>, Dims<3, 9, 5>, Dims<6, 16, 14>, Dims<16, 32, 28>, Dims<64, 192, 27>>(
      "conv5x5");
  visit.template operator()<Conv<7, Same, Stride<2>>, Dims<3, 9, 9>, Dims<3, 64, 224>>("conv7x7s2");
  visit.template operator()<Conv<11, Stride<4>>, Dims<3, 5, 19>, Dims<3, 64, 224>>("conv11x11s4");
  visit.template operator()<Conv<3, Same, Groups<4>>, Dims<8, 12, 5>, Dims<128, 128, 28>>("conv3x3g4");
  visit.template operator()<OnMap<DepthwiseConv2D<3, Same>>, Dims<9, 5>, Dims<32, 112>, Dims<144, 56>, Dims<512, 14>,
                            Dims<960, 7>>("depthwise3x3");
  visit.template operator()<OnMap<DepthwiseConv2D<3, Same, Stride<2>>>, Dims<9, 6>, Dims<96, 112>>("depthwise3x3s2");
  visit.template operator()<OnMap<DepthwiseConv2D<5, Same>>, Dims<9, 6>, Dims<240, 28>, Dims<672, 14>>("depthwise5x5");
  visit.template operator()<TransposedConv<2>, Dims<5, 9, 4>, Dims<128, 64, 32>>("conv_transpose2x2s2");
  visit.template operator()<Matrix, Dims<19, 13>, Dims<512, 512>, Dims<1600, 10>, Dims<2048, 1000>, Dims<4096, 4096>>(
      "dense");
  visit.template operator()<Attention, Dims<5, 6>, Dims<64, 128>>("attention");
}

/// The same of poolings and normalisations.
template <class Visit>
void for_each_reduction(Visit visit) {
  visit.template operator()<OnMap<MaxPooling2D<2>>, Dims<9, 6>, Dims<64, 112>>("max_pooling2");
  visit.template operator()<OnMap<MaxPooling2D<3, Stride<2>, Padding<1>>>, Dims<9, 7>, Dims<64, 112>>("max_pooling3s2");
  visit.template operator()<OnMap<AveragePooling2D<2>>, Dims<9, 6>, Dims<6, 28>, Dims<64, 112>>("average_pooling2");
  visit.template operator()<OnMap<LpPooling2D<2>>, Dims<9, 6>, Dims<64, 112>>("lp_pooling2");
  visit.template operator()<OnMap<LpPooling2D<2, Power<3>>>, Dims<9, 6>, Dims<64, 112>>("lp3_pooling2");
  visit.template operator()<OnMap<GlobalAveragePooling2D>, Dims<9, 5>, Dims<64, 112>, Dims<2048, 7>>("global_average");
  visit.template operator()<OnMap<GlobalMaxPooling2D>, Dims<9, 5>, Dims<64, 112>>("global_max");
  visit.template operator()<OnMap<BatchNormalization<>>, Dims<9, 5>, Dims<64, 112>>("batch_normalization");
  visit.template operator()<OnMap<LayerNormalization<>>, Dims<9, 5>, Dims<64, 112>>("layer_normalization");
  visit.template operator()<OnMap<GroupNormalization<3>>, Dims<9, 5>, Dims<96, 56>>("group_normalization");
  visit.template operator()<OnMap<LocalResponseNormalization<5, 1e-4f, 0.75f, 2.0f>>, Dims<9, 5>, Dims<96, 55>>(
      "local_response");
  visit.template operator()<OnVector<Softmax>, Dims<13>, Dims<1000>>("softmax");
}

/// The same of what goes number by number, or moves numbers.
template <class Visit>
void for_each_map(Visit visit) {
  visit.template operator()<OnMap<ReLU>, Dims<9, 5>, Dims<64, 112>>("relu");
  visit.template operator()<OnMap<PReLU>, Dims<9, 5>, Dims<64, 112>>("prelu");
  visit.template operator()<OnMap<GELU>, Dims<9, 5>, Dims<64, 112>>("gelu");
  visit.template operator()<OnMap<SiLU>, Dims<9, 5>, Dims<64, 112>>("silu");
  visit.template operator()<OnMap<HardSwish>, Dims<9, 5>, Dims<64, 112>>("hard_swish");
  visit.template operator()<OnMap<Sigmoid>, Dims<9, 5>, Dims<64, 112>>("sigmoid");
  visit.template operator()<OnMap<Tanh>, Dims<9, 5>, Dims<6, 28>, Dims<64, 112>>("tanh");
  visit.template operator()<OnMap<Residual<Identity>>, Dims<9, 5>, Dims<256, 56>>("add");
  visit.template operator()<OnMap<Multiply<Identity, GlobalAveragePooling2D>>, Dims<9, 5>, Dims<240, 28>>(
      "scale_channels");
  visit.template operator()<OnMap<UpSampling2D<2>>, Dims<5, 4>, Dims<64, 56>>("upsampling2");
  visit.template operator()<OnMap<UpSampling2D<2, Bilinear>>, Dims<5, 4>, Dims<64, 56>>("upsampling2_bilinear");
  visit.template operator()<OnMap<PixelShuffle<2>>, Dims<8, 4>, Dims<64, 56>>("pixel_shuffle2");
}

/// "conv3x3_64_64_56".
template <int... N>
std::string sized(std::string name, Dims<N...>) {
  ((name += '_' + std::to_string(N)), ...);
  return name;
}

/// The network of a family in a size.
template <class Family, class D>
struct NetOf;
template <class Family, int... N>
struct NetOf<Family, Dims<N...>> {
  using type = typename Family::template Net<N...>;
};
/// The same behind a layer with parameters, so that a gradient of its input is wanted.
template <class Net>
struct Behind;
template <class In, class... L>
struct Behind<Sequential<In, L...>> {
  using type = Sequential<In, PReLU, L...>;
};

}  // namespace operator_cases
