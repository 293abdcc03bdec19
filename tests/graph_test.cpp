// Floors 1 to 3: what layers say of a graph and what passes make of it, as constants. Memory: plan_memory_test.cpp.
#include <cincel/inference.hpp>
#include <cincel/plan/check.hpp>

using namespace cincel;

// The network of the Fashion-MNIST example: 34,826 parameters as Keras counts them.
using Fashion = Sequential<Input<28, 28, 1>, Conv2D<32, 3>, ReLU, MaxPooling2D<2>, Conv2D<64, 3>, ReLU, MaxPooling2D<2>,
                           Flatten, Dropout<0.5f>, Dense<10>, Softmax>;
static_assert(Fashion::parameter_count == 34'826);
static_assert(Fashion::non_trainable_count == 0);
static_assert(Fashion::input_shape == Shape(28, 28, 1) && Fashion::output_shape == Shape(10));
static_assert(Fashion::layer_shapes[4] == Shape(11, 11, 64));
static_assert(Fashion::macs == 2'440'960, "26·26·32·9 + 11·11·64·288 + 1600·10");
static_assert(Fashion::demanded_macs == 2'025'088, "24·24·32·9 + 10·10·64·288 + 1600·10");
static_assert(Fashion::receptive_field == Size(10));

// Activation and pooling go into the convolution, Flatten and Dropout vanish: two convolutions, dense, softmax.
static_assert(inference_plan<Fashion>.steps.size() == 4);
static_assert(inference_plan<Fashion>.steps[0].op.activation == Activation::relu);
static_assert(inference_plan<Fashion>.steps[0].op.pool == Size(2));
static_assert(inference_plan<Fashion>.steps[0].y.map == Shape(12, 12, 32), "one row and column of 13 is never read");

// Batch normalisation folds into a convolution, but not through an activation.
using Folded = Sequential<Input<8, 8, 3>, Conv2D<4, 3>, BatchNormalization<>, ReLU>;
static_assert(inference_plan<Folded>.steps.size() == 1);
static_assert(Folded::parameter_count == 3 * 3 * 3 * 4 + 4 + 8 && Folded::non_trainable_count == 8);
using NotFolded = Sequential<Input<8, 8, 3>, Conv2D<4, 3>, ReLU, BatchNormalization<>>;
static_assert(inference_plan<NotFolded>.steps.size() == 2);

// Rescaling folds where no zeros are padded around its result.
using Rescaled = Sequential<Input<8, 8, 3>, Rescaling<2.0f, 1.0f>, Conv2D<4, 3>>;
static_assert(inference_plan<Rescaled>.steps.size() == 1);
using Padded = Sequential<Input<8, 8, 3>, Rescaling<2.0f, 1.0f>, Conv2D<4, 3, Same>>;
static_assert(inference_plan<Padded>.steps.size() == 2);
using PaddedNoOffset = Sequential<Input<8, 8, 3>, Rescaling<2.0f>, Conv2D<4, 3, Same>>;
static_assert(inference_plan<PaddedNoOffset>.steps.size() == 2, "a copy that pads the input, and the convolution");

// Each fusion, on both sides of each of its conditions: how many steps are left of a network of shape 6x6x4 before it.
template <class... Layer>
constexpr std::size_t steps_of = inference_plan<Sequential<Input<6, 6, 4>, Layer...>>.steps.size();

// Pooling: windows that tile the map, inside it, behind a function that never falls.
static_assert(steps_of<Conv2D<8, 3>, MaxPooling2D<2>> == 1);
static_assert(steps_of<Conv2D<8, 3>, ReLU, MaxPooling2D<2>, Tanh> == 2, "one activation stands before the pooling");
static_assert(steps_of<Conv2D<8, 3>, GELU, MaxPooling2D<2>> == 2, "GELU falls");
static_assert(steps_of<Conv2D<8, 2>, MaxPooling2D<2>> == 1, "5 rows: the last is read by nobody");
static_assert(steps_of<Conv2D<8, 2>, MaxPooling2D<2, CeilMode>> == 2, "5 rows: the last window hangs over");
static_assert(steps_of<Conv2D<8, 3>, MaxPooling2D<2, CeilMode>> == 1, "4 rows: no window hangs over");
static_assert(steps_of<Conv2D<8, 2>, MaxPooling2D<2, Same>> == 2);
static_assert(steps_of<Conv2D<8, 3>, MaxPooling2D<2, Same>> == 1, "4 rows: nothing is padded");
static_assert(steps_of<Conv2D<8, 3>, MaxPooling2D<2, Stride<1>>> == 2, "windows overlap");
static_assert(steps_of<Conv2D<8, 3>, MaxPooling2D<2, Stride<3>>> == 2, "windows leave a gap");
static_assert(steps_of<Conv2D<8, 1>, MaxPooling2D<5>> == 2);
static_assert(steps_of<Conv2D<8, 3, Groups<2>>, MaxPooling2D<2>> == 2);
static_assert(steps_of<Conv2D<8, 3>, MaxPooling2D<2>, MaxPooling2D<2>> == 2);
static_assert(steps_of<Residual<Conv2D<4, 1>>, MaxPooling2D<2>> == 2, "behind the sum of two");
// Normalisation: directly behind the sum.
static_assert(steps_of<DepthwiseConv2D<3>, BatchNormalization<>> == 1);
static_assert(steps_of<Conv2D<8, 3>, BatchNormalization<>, BatchNormalization<>> == 2);
static_assert(steps_of<Conv2D<8, 3>, MaxPooling2D<2>, BatchNormalization<>> == 2);
static_assert(steps_of<Residual<Conv2D<4, 3, Same>>, BatchNormalization<>> == 3, "behind the sum of two");
static_assert(steps_of<Conv2D<4, 1>, Reshape<3, 12, 4>, BatchNormalization<>> == 2, "another map, the same channels");
static_assert(steps_of<Conv2D<4, 3>, Conv2DTranspose<4, 3>, BatchNormalization<>, ReLU> == 2);
static_assert(steps_of<Conv2D<4, 3>, LpPooling2D<2>, BatchNormalization<>> == 3);
// Activation: anything that writes it.
static_assert(steps_of<Conv2D<8, 3>, GELU> == 1);
static_assert(steps_of<Conv2D<8, 3>, Reshape<8, 16>, Tanh> == 1, "number by number, so in any shape");
static_assert(steps_of<Conv2D<8, 3>, ReLU, Tanh> == 2);
static_assert(steps_of<MaxPooling2D<3, Stride<1>>, ReLU> == 2);
static_assert(steps_of<Residual<AveragePooling2D<3, Stride<1>, Same>>, ReLU> == 2);
// The residual: both operands whole, the later one a convolution without an activation.
static_assert(steps_of<Residual<Conv2D<4, 1>>> == 1);
static_assert(steps_of<Residual<Sequential<Conv2D<4, 1>, ReLU>>> == 2);
static_assert(steps_of<Residual<Conv2D<4, 1, Groups<2>>>> == 2);
static_assert(steps_of<Conv2D<4, 1>, Add<Identity, Identity>> == 2, "a value and itself");
static_assert(steps_of<Tap<"x">, Conv2D<4, 1>, Tap<"y">, AddWith<"x">, AddWith<"y">> == 3, "another one reads the sum");
// Pre-processing: nothing padded around an offset, channels as its reader sees them.
static_assert(steps_of<Rescaling<2.0f, 1.0f>, Conv2D<4, 3>> == 1);
static_assert(steps_of<Rescaling<2.0f, 1.0f>, Conv2D<4, 3, Padding<1>>> == 2);
static_assert(steps_of<Rescaling<2.0f>, Rescaling<1.0f, 1.0f>, Conv2D<4, 3>> == 1);
static_assert(steps_of<Rescaling<2.0f, 1.0f>, DepthwiseConv2D<3>> == 2);
static_assert(steps_of<Rescaling<2.0f, 1.0f>, Flatten, Dense<3>> == 1);
using ByChannel = Normalization<Mean<0.1f, 0.2f, 0.3f, 0.4f>, Variance<1.0f>>;
static_assert(steps_of<ByChannel, Conv2D<4, 3>> == 1);
static_assert(steps_of<ByChannel, Reshape<12, 6, 2>, Conv2D<4, 3>> == 2);
static_assert(steps_of<Reshape<12, 3, 4>, ByChannel, Conv2D<4, 3>> == 1);
static_assert(steps_of<Normalization<>, Flatten, Dense<3>> == 2);
static_assert(steps_of<Rescaling<2.0f>, Tap<"x">, Conv2D<4, 1>, AddWith<"x">> == 2, "two read it");

// A folded pre-processing leaves what its reader sees: the view, whether it stands before or behind.
using Viewed = Sequential<Input<16>, Reshape<4, 4, 1>, Rescaling<0.5f, 0.25f>, Conv2D<8, 3>>;
static_assert(inference_plan<Viewed>.steps.size() == 1 && inference_plan<Viewed>.steps[0].op.in == Shape(4, 4, 1));
static_assert(check::network_fault<Viewed>() == nullptr);
using CeilPool = Sequential<Input<5, 5, 3>, Conv2D<8, 3, Same>, MaxPooling2D<2, CeilMode>>;
static_assert(CeilPool::demanded_macs == CeilPool::macs && check::network_fault<CeilPool>() == nullptr);
static_assert(Sequential<Input<6, 6, 4>, Conv2D<8, 2>, MaxPooling2D<2>>::demanded_macs == 4 * 4 * 4 * 4 * 8);
static_assert(Sequential<Input<3, 3, 2>, Conv2DTranspose<5, 2, Stride<2>>, MaxPooling2D<4>>::demanded_macs ==
              4 * 4 * 2 * 5);
static_assert(Sequential<Input<3, 3, 2>, Conv2D<3, 3, Same>,
                         Conv2D<1, 4, Padding<Pads{5, 5, 5, 5}>, Stride<20>>>::demanded_macs == 1 * 9 * 2 * 3 + 16 * 3,
              "a convolution that reads only padding leaves one pixel of what it reads");

// Receptive fields of transposed convolutions and resizing: by hand.
static_assert(Rational(1, 3) + Rational(1, 6) == Rational(1, 2) && Rational(7, 2) * Rational(4, 7) == Rational(2));
static_assert(Rational(5, 3).ceiling() == 2 && Rational(6, 3).ceiling() == 2 && Rational(1, 3) < Rational(1, 2));
static_assert(Rational(-5, 3).ceiling() == -1 && Rational(-3) * Rational(1, 6) == Rational(-1, 2));
static_assert(Rational(-5, 3).floor() == -2 && Rational(5, 3).floor() == 1 && Rational(6, 3).is_whole());
static_assert(Rational(1, 2) / Rational(-3, 4) == Rational(-2, 3));
static_assert(Rational(1, 2) - Rational(5, 3) == Rational(-7, 6) && Rational(-1, 2) < Rational());
static_assert(!(Rational(1, 100'003) * Rational(100'003) < Rational(1)), "too fine: larger, never smaller");
static_assert((Rational(1 << 30) * Rational(1 << 30)).ceiling() == 2147483647);
static_assert((Rational(-1 << 30) * Rational(1 << 30)).ceiling() == -2147483647);
template <class... Layer>
constexpr Size field_of = Sequential<Input<12, 12, 1>, Layer...>::receptive_field;
static_assert(field_of<Conv2DTranspose<2, 3>> == Size(3));
static_assert(field_of<Conv2DTranspose<2, 3, Dilation<2>>> == Size(5));
static_assert(field_of<Conv2DTranspose<2, 3, Stride<2>>> == Size(2), "two taps of every other pixel");
static_assert(field_of<Conv2DTranspose<2, 3, Stride<2>, Dilation<2>>> == Size(3), "all three taps, of the even pixels");
static_assert(field_of<Conv2DTranspose<2, 3, Stride<2>, Dilation<3>>> == Size(4), "taps 0 and 2, three pixels apart");
static_assert(field_of<Conv2DTranspose<2, 2, Stride<2>>, Conv2D<1, 3>> == Size(2));
static_assert(field_of<UpSampling2D<2>> == Size(1) && field_of<UpSampling2D<2, Bilinear>> == Size(2));
static_assert(field_of<Resizing<6, 6>> == Size(2) && field_of<Resizing<4, 4>> == Size(1),
              "centres of every third pixel");
static_assert(field_of<Resizing<5, 6, Nearest>> == Size(1) && field_of<Resizing<12, 12>> == Size(1));
static_assert(field_of<UpSampling2D<2>, Conv2D<1, 4>> == Size(3));
static_assert(field_of<Conv2D<1, Size(3, 1)>, Permute<2, 1, 3>> == Size(3, 1));
static_assert(field_of<Permute<2, 1, 3>, Conv2D<1, Size(3, 1)>> == Size(1, 3), "rows of the turned map are columns");
static_assert(
    field_of<Permute<2, 1, 3>, Conv2D<1, Size(3, 1), Stride<Size(2, 1)>>, Permute<2, 1, 3>, Conv2D<1, Size(1, 2)>> ==
    Size(1, 5));
static_assert(field_of<Permute<3, 2, 1>> == Size(12, 1) &&
                  field_of<Permute<3, 2, 1>, Conv2D<1, Size(1, 3)>> == Size(12, 3),
              "all rows are channels of a pixel");
// What is only moved: blocks of pixels that become channels reach a pixel all together; steps of a slice are strides.
static_assert(field_of<PixelUnshuffle<2>> == Size(2) && field_of<SpaceToDepth<3>, Conv2D<4, 3>> == Size(9));
static_assert(field_of<Conv2D<4, 1>, DepthToSpace<2>, Conv2D<4, 3>> == Size(2));
static_assert(field_of<Conv2D<4, 1>, PixelShuffle<2>, Conv2D<4, 5>> == Size(3));
static_assert(field_of<Slice<1, 0, 0, 2>, Conv2D<4, 3>> == Size(5, 3));
static_assert(field_of<ZeroPadding2D<1>, Cropping2D<2>, ChannelPadding<1>, Conv2D<4, 3>> == Size(3));
// Signals have one row and their steps along the width; the network and its layers say the same.
template <class Net>
constexpr bool has_field(const Size& s) {
  return Net::receptive_field == s && Net::layer_facts.back().receptive_field == s;
}
static_assert(has_field<Sequential<Input<64, 4>, Conv1D<2, 3>>>(Size(1, 3)));
static_assert(has_field<Sequential<Input<64, 4>, Conv1D<2, 3, Stride<2>>, MaxPooling1D<2>, Dense<3>>>(Size(1, 5)));
// What reads its operand whole depends on all of the input that is read at all, and on no more.
static_assert(has_field<Sequential<Input<28, 28, 1>, Conv2D<4, 3>, Flatten, Dense<49>, Reshape<7, 7, 1>, Conv2D<1, 3>>>(
    Size(28)));
using Gate = Sequential<GlobalAveragePooling2D, Dense<2>, ReLU, Dense<4>, Sigmoid>;
static_assert(field_of<Conv2D<4, 3>, Multiply<Identity, Gate>> == Size(12) && field_of<Conv2D<4, 3>, Gate> == Size(3));
static_assert(field_of<Conv2D<4, 3>, GroupNormalization<2>> == Size(12) &&
              field_of<Conv2D<4, 3>, InstanceNormalization<>, Conv2D<4, 3>> == Size(12));
static_assert(field_of<Conv2D<4, 3>, LayerNormalization<>, Softmax> == Size(3), "of each pixel's channels");
static_assert(field_of<Cropping2D<3>, Conv2D<4, 3>, GroupNormalization<2>> == Size(6), "what was cropped is not read");
static_assert(field_of<Conv2D<4, 3, Stride<2>>, GroupNormalization<2>> == Size(11), "nor the last row");
static_assert(field_of<Conv2D<4, 3, Same>, Conv2D<4, 9, Same>, Conv2D<4, 9, Same>> == Size(19), "windows are not cut");
static_assert(Sequential<Input<12, 12, 1>, Conv2D<4, 3>, Flatten>::layer_facts.back().receptive_field == Size(12));
static_assert(Sequential<Input<12, 12, 1>, Flatten, Dense<3>>::receptive_field == Size(1), "the last map is the input");
// Attention over steps; tokens are steps.
static_assert(has_field<Sequential<Input<16, 8>, MultiHeadAttention<2>, Conv1D<2, 3>>>(Size(1, 16)));
static_assert(has_field<Sequential<Input<16, 8>, Conv1D<4, 3>, MultiHeadAttention<2, 0, Causal>>>(Size(1, 16)),
              "the last step sees all");
static_assert(has_field<Sequential<Input<20>, Embedding<99, 8>, Conv1D<2, 3>>>(Size(1, 3)) &&
              has_field<Sequential<Input<20>, Embedding<99, 8>, MultiHeadAttention<2>>>(Size(1, 20)));
// Branches lie where their padding and cropping puts them.
static_assert(field_of<Concat<Conv2D<4, 3, Padding<Pads{2, 0, 0, 0}>>, Conv2D<4, 3, Padding<Pads{0, 0, 2, 0}>>>> ==
              Size(5, 3));
static_assert(field_of<Add<Identity, Sequential<ZeroPadding2D<Pads{3, 0, 0, 0}>, Cropping2D<Pads{0, 0, 3, 0}>>>> ==
              Size(4, 1));
static_assert(field_of<Add<Conv2D<1, 3, Same>, Conv2D<1, 5, Same>>> == Size(5), "one within the other");
static_assert(field_of<Add<Slice<1, 0, 6>, Slice<1, 0, 12, 2>>> == Size(6, 1), "rows 5 and 10 come together");
static_assert(field_of<Add<Identity, Permute<2, 1, 3>>> == Size(12), "row 0 and column 11, which was row 11");
static_assert(
    field_of<Add<UpSampling2D<2>, Conv2DTranspose<1, 2, Stride<2>>>> == Size(1) &&
    field_of<Add<UpSampling2D<2>, Conv2DTranspose<1, 2, Stride<2>, Padding<Pads{1, 1, 0, 0}>, OutputPadding<1>>>> ==
        Size(2));
static_assert(field_of<Add<Resizing<6, 6, Nearest>, Sequential<Slice<1, 1, 12, 2>, Slice<2, 1, 12, 2>>>> == Size(1),
              "the centre of two pixels lies in the second");
static_assert(field_of<Conv2D<2, 12>, UpSampling2D<4>, Conv2D<1, 3>> == Size(12), "one pixel is repeated");
// Of a map that was enlarged whole pixels are read, each with all that it depends on.
using Up = UpSampling2D<2>;
static_assert(field_of<MaxPooling2D<2>, Up, Conv2D<1, 2>> == Size(4) && field_of<MaxPooling2D<2>, Up, Up> == Size(2));
static_assert(field_of<MaxPooling2D<4>, Up, Conv2D<1, 3>, Up, Conv2D<1, 3>> == Size(12), "three pixels of the pooling");
static_assert(field_of<MaxPooling2D<2>, Up, MaxPooling2D<2>> == Size(2), "two copies of one pixel");
static_assert(field_of<Concat<Sequential<MaxPooling2D<4>, Up, Conv2D<1, 3, Same>, Up>, Identity>> == Size(8),
              "one within the other");
// Another grid: each pixel is one of those that were, or several; of neighbours nothing is known.
using Patches = Sequential<Conv2D<8, 3, Stride<3>>, Reshape<16, 8>, LayerNormalization<>, Dense<8>>;
static_assert(field_of<Patches> == Size(3) && field_of<Patches, Reshape<4, 4, 8>, Conv2D<2, 1>> == Size(3));
static_assert(field_of<Patches, Conv1D<2, 3>> == Size(12) && field_of<Patches, MultiHeadAttention<2>> == Size(12));
static_assert(field_of<Patches, Residual<MultiHeadAttention<2>>> == Size(12) && field_of<Reshape<36, 4>> == Size(12));
static_assert(has_field<Sequential<Input<36, 8>, Reshape<6, 6, 8>, Conv2D<3, 1>>>(Size(1)) &&
              has_field<Sequential<Input<36, 8>, Reshape<6, 6, 8>, Conv2D<3, 2>>>(Size(1, 36)));

// A transposed convolution makes something of a single pixel, whatever the padding leaves of it.
static_assert(Sequential<Input<1, 1, 3>, Conv2DTranspose<2, 4, Stride<2>, Padding<1>>>::output_shape == Shape(2, 2, 2));

// The option of a separable convolution is that of both its parts.
static_assert(Sequential<Input<9, 9, 4>, SeparableConv2D<6, 3, NoBias>>::parameter_count == 3 * 3 * 4 + 4 * 6);

// Fans as Keras counts them, from the shape of the weights.
constexpr Init fans(std::int64_t in, std::int64_t out) { return {Initializer::he_normal, in, out}; }
template <class... Layer>
constexpr bool starts_with(const Init& init) {
  const Init& is = graph_of<Sequential<Input<6, 6, 4>, Layer...>>.params[0].init;
  return is.how == init.how && is.fan_in == init.fan_in && is.fan_out == init.fan_out;
}
static_assert(starts_with<Conv2D<8, 3, HeNormal>>(fans(9 * 4, 9 * 8)));
static_assert(starts_with<Conv2D<8, 3, HeNormal, Groups<2>>>(fans(9 * 2, 9 * 8)));
static_assert(starts_with<Conv2D<4, 3, HeNormal, Groups<4>>>(fans(9, 9 * 4)));
static_assert(starts_with<DepthwiseConv2D<3, HeNormal>>(fans(9 * 4, 9)));
static_assert(starts_with<DepthwiseConv2D<3, HeNormal, DepthMultiplier<2>>>(fans(9 * 4, 9 * 2)));
static_assert(starts_with<Conv2DTranspose<8, 3, HeNormal>>(fans(9 * 8, 9 * 4)));
static_assert(starts_with<Flatten, Dense<5, HeNormal>>(fans(144, 5)));

static_assert(Fashion::fingerprint != Fingerprint{} && Fashion::fingerprint != Folded::fingerprint);
