// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_10486 =
    Sequential<Input<1, 4>, LocalResponseNormalization<3, 0.5f, 0.75f, 2.0f>,
               Auxiliary<"n1", Cropping1D<0, 0>, Conv1DTranspose<7, 4, Stride<3>, NoBias>,
                         Conv1DTranspose<31, 3, NoBias, Same, GlorotNormal, Stride<3>>, Flatten, Dense<2>>,
               Auxiliary<"n2", Permute<1, 2>>, Tap<"n3">, MaximumWith<"n3">,
               Outputs<Output<"n4", Softmax>, Output<"n5", Flatten, Dense<5>>,
                       Output<"n6", LayerScale, Repeat<3, Permute<1, 2>>, Flatten>>>;

TEST_CASE("network 10486 is PyTorch's") { differential::equals_pytorch<Net_10486, true>("10486"); }
}  // namespace
