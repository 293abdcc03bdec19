// Floor 2: what passes do to a graph, and the arena.
#include <doctest/doctest.h>

#include <cincel/core/random.hpp>
#include <cincel/inference.hpp>

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
static_assert(inference_plan<Fashion>.steps[0].op.pool.kernel == Size(2));
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

static_assert(Fashion::fingerprint == Fashion::fingerprint && !(Fashion::fingerprint == Folded::fingerprint));

TEST_CASE("live buffers never overlap, and the arena is near its lower bound") {
  RandomStream random(1, Purpose::self_test);
  for (int round = 0; round < 300; ++round) {
    list<Interval> x;
    const int n = 1 + static_cast<int>(random.below(40));
    for (int i = 0; i < n; ++i) {
      const int first = static_cast<int>(random.below(30));
      x.push_back({random.below(1000), first, first + static_cast<int>(random.below(8))});
    }
    const std::int64_t total = plan_arena(x);
    CHECK(total >= arena_lower_bound(x));
    for (int i = 0; i < n; ++i) {
      CHECK(x[i].offset % arena_alignment == 0);
      CHECK(x[i].offset + x[i].size <= total);
      for (int k = 0; k < i; ++k) {
        const bool together = x[i].first <= x[k].last && x[k].first <= x[i].last;
        const bool apart = x[i].offset + x[i].size <= x[k].offset || x[k].offset + x[k].size <= x[i].offset;
        CHECK((!together || apart || x[i].size == 0 || x[k].size == 0));
      }
    }
  }
}
