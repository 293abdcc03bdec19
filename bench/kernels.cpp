// Single operators, forward and backward: convolution and dense in GFLOP/s beside the multiply-add peak, the others
// in GB/s beside the bandwidth of memory (buffers that fit a cache go beyond it).
#include "report.hpp"

#include <cincel/training.hpp>

using namespace cincel;

namespace {

/// The step of a plan that a benchmark is about: the last one of its kind.
template <class Steps>
constexpr std::size_t last_of(const Steps& steps, Kind kind) {
  std::size_t found = steps.size();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Op& op = [&]() -> const Op& {
      if constexpr (requires { steps[i].op; })
        return steps[i].op;
      else
        return steps[i].forward.op;
    }();
    if (op.kind == kind) found = i;
  }
  return found;
}

AlignedVector<float> filled(std::int64_t n) {
  AlignedVector<float> x(static_cast<std::size_t>(n));
  RandomStream random(1, Purpose::self_test);
  for (float& v : x) v = random.uniform() - 0.5f;
  return x;
}

template <class Net, Kind K>
struct Forward {
  static constexpr auto& plan = inference_plan<Net>;
  static constexpr std::size_t at = last_of(plan.steps, K);
  static_assert(at < plan.steps.size());
  AlignedVector<float> input = filled(Net::input_shape.volume()), weights = filled(plan.weights),
                       arena = filled(plan.arena);

  double seconds(benchmark::State& state) {
    const auto inputs = InputLayout<Net>::pointers(std::as_const(input).data());
    const Memory<float> memory{inputs.data(), weights.data(), arena.data(), plan.operands.data()};
    return report::median_seconds(state, [&] {
      Program<Net, native_pack>::run_one(at, memory);
      benchmark::ClobberMemory();
    });
  }
};

template <class Net, Kind K>
void forward_flops(benchmark::State& state) {
  const double t = Forward<Net, K>{}.seconds(state);
  report::flops(state, 2.0 * static_cast<double>(std::int64_t{Net::demanded_macs}), t);
}

template <class Net, Kind K>
void forward_bytes(benchmark::State& state) {
  Forward<Net, K> f;
  const double t = f.seconds(state);
  const Step& s = f.plan.steps[f.at];
  const auto floats = s.x.map.volume() + s.y.map.volume() + (K == Kind::dense ? f.plan.weights : 0);
  report::bytes(state, 4.0 * static_cast<double>(floats), t);
}

/// The backward pass of one operator, whose incoming gradient is zero but for `percent` of its numbers.
template <class Net, Kind K>
void backward(benchmark::State& state) {
  static constexpr auto& plan = training_plan<Net>;
  using Gradients = GradientLayout<Net>;
  static constexpr std::size_t at = last_of(plan.steps, K);
  const TrainingStep& t = plan.steps[at];
  const Op& op = t.forward.op;
  auto input = filled(Net::input_shape.volume()), packed = filled(plan.packed), transposed = filled(plan.transposed),
       gradient = filled(Gradients::total), arena = filled(plan.arena);
  AlignedVector<Nonzero<float>> lists(
      static_cast<std::size_t>(kernels::nonzero_capacity(op, static_cast<std::int64_t>(native_pack::size))));
  RandomStream random(2, Purpose::self_test);
  for (std::int64_t i = 0; i < t.dy.size(); ++i)
    if (random.below(100) >= static_cast<std::uint32_t>(state.range(0)))
      arena[static_cast<std::size_t>(t.dy.offset + i)] = 0.0f;
  const auto inputs = InputLayout<Net>::pointers(std::as_const(input).data());
  const auto values = filled(ParameterLayout<Net>::total);
  const SampleContext<float> c{{inputs.data(), packed.data(), arena.data(), plan.operands.data()},
                               plan.gradients.data(),
                               transposed.data(),
                               values.data(),
                               gradient.data(),
                               ParameterLayout<Net>::offsets.data(),
                               plan.steps.data(),
                               Gradients::gradient_at.data(),
                               lists.data(),
                               nullptr,
                               1,
                               1,
                               0};
  const double seconds = report::median_seconds(state, [&] {
    impl::StepKernels<native_pack, plan>::backward[at](t, c);
    benchmark::ClobberMemory();
  });
  const double share = static_cast<double>(state.range(0)) / 100,
               passes = plan.gradients[static_cast<std::size_t>(t.forward.first_operand)].wanted ? 2 : 1;
  report::flops(state, 2.0 * static_cast<double>(op.macs) * passes * share, seconds);
}

template <int Side, int In, int Out, int Kernel>
using Conv = Sequential<Input<Side, Side, In>, Conv2D<Out, Kernel, Same>>;
template <int Side, int Channels, class Layer>
using On = Sequential<Input<Side, Side, Channels>, Layer>;
template <int In, int Out>
using Matrix = Sequential<Input<In>, Dense<Out>>;

}  // namespace

BENCHMARK((forward_flops<Conv<28, 1, 32, 3>, Kind::conv2d>))->Name("conv2d/28x28x1->32,3x3");
BENCHMARK((forward_flops<Conv<13, 32, 64, 3>, Kind::conv2d>))->Name("conv2d/13x13x32->64,3x3");
BENCHMARK((forward_flops<Conv<56, 64, 64, 3>, Kind::conv2d>))->Name("conv2d/56x56x64->64,3x3");
BENCHMARK((forward_flops<Conv<28, 128, 128, 3>, Kind::conv2d>))->Name("conv2d/28x28x128->128,3x3");
BENCHMARK((forward_flops<Conv<14, 256, 256, 3>, Kind::conv2d>))->Name("conv2d/14x14x256->256,3x3");
BENCHMARK((forward_flops<Conv<7, 512, 512, 3>, Kind::conv2d>))->Name("conv2d/7x7x512->512,3x3");
BENCHMARK((forward_flops<Conv<56, 64, 256, 1>, Kind::conv2d>))->Name("conv2d/56x56x64->256,1x1");
BENCHMARK((forward_flops<Conv<14, 1024, 256, 1>, Kind::conv2d>))->Name("conv2d/14x14x1024->256,1x1");
BENCHMARK((forward_flops<On<112, 32, DepthwiseConv2D<3, Same>>, Kind::depthwise_conv2d>))
    ->Name("depthwise/112x112x32,3x3");
BENCHMARK((forward_flops<On<14, 512, DepthwiseConv2D<3, Same>>, Kind::depthwise_conv2d>))
    ->Name("depthwise/14x14x512,3x3");
BENCHMARK((forward_flops<On<28, 128, Conv2D<128, 3, Same, Groups<4>>>, Kind::conv2d>))
    ->Name("conv2d/28x28x128->128,3x3,4 groups");
BENCHMARK((forward_flops<On<32, 128, Conv2DTranspose<64, 2, Stride<2>>>, Kind::conv2d_transpose>))
    ->Name("conv2d_transpose/32x32x128->64,2x2");
BENCHMARK((forward_flops<Matrix<1600, 10>, Kind::dense>))->Name("dense/1600->10");
BENCHMARK((forward_flops<Matrix<512, 512>, Kind::dense>))->Name("dense/512->512");
BENCHMARK((forward_bytes<Matrix<4096, 4096>, Kind::dense>))->Name("dense/4096->4096");
BENCHMARK((forward_bytes<On<112, 64, MaxPooling2D<2>>, Kind::max_pooling2d>))->Name("max_pooling2d/112x112x64,2");
BENCHMARK((forward_bytes<On<112, 64, AveragePooling2D<2>>, Kind::average_pooling2d>))
    ->Name("average_pooling2d/112x112x64,2");
BENCHMARK((forward_bytes<On<112, 64, LpPooling2D<2>>, Kind::lp_pooling2d>))->Name("lp_pooling2d/112x112x64,2");
BENCHMARK((forward_bytes<On<112, 64, LpPooling2D<2, Power<3>>>, Kind::lp_pooling2d>))
    ->Name("lp_pooling2d/112x112x64,2,power 3");
BENCHMARK((forward_bytes<On<112, 64, GlobalAveragePooling2D>, Kind::global_average_pooling2d>))
    ->Name("global_average_pooling2d/112x112x64");
BENCHMARK((forward_bytes<On<112, 64, BatchNormalization<>>, Kind::batch_normalization>))
    ->Name("batch_normalization/112x112x64");
BENCHMARK((forward_bytes<On<112, 64, ReLU>, Kind::activation>))->Name("relu/112x112x64");
BENCHMARK((forward_bytes<On<112, 64, GELU>, Kind::activation>))->Name("gelu/112x112x64");
BENCHMARK((forward_bytes<On<112, 64, LayerNormalization<>>, Kind::pixel_normalization>))
    ->Name("layer_normalization/112x112x64");
BENCHMARK((forward_bytes<On<112, 64, Sigmoid>, Kind::activation>))->Name("sigmoid/112x112x64");
BENCHMARK((forward_bytes<On<112, 64, Tanh>, Kind::activation>))->Name("tanh/112x112x64");
BENCHMARK((forward_bytes<Sequential<Input<1000>, Softmax>, Kind::softmax>))->Name("softmax/1000");

// The argument is the per cent of gradients that are not zero.
using First = Sequential<Input<28, 28, 1>, Conv2D<32, 3>>;
using Second = Sequential<Input<13, 13, 32>, Conv2D<32, 1>, Conv2D<64, 3>>;
using Last = Sequential<Input<1600>, Dense<1600>, Dense<10>>;
BENCHMARK((backward<First, Kind::conv2d>))->Name("conv2d_gradient/28x28x1->32,3x3")->Arg(100)->Arg(25)->Arg(8);
BENCHMARK((backward<Second, Kind::conv2d>))->Name("conv2d_gradient/13x13x32->64,3x3")->Arg(100)->Arg(25)->Arg(8);
BENCHMARK((backward<Last, Kind::dense>))->Name("dense_gradient/1600->10")->Arg(100);
