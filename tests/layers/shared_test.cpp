// Facts of a use are no facts of the parameters: what shares weights may differ in all else, and what is one value may
// be several outputs.
#include "../laws.hpp"

using namespace cincel;

TEST_CASE_TEMPLATE(
    "uses of shared weights that differ in layout, epsilon or groups obey the laws", Net,
    // Dense on a signal adds to its gradient as the weights lie, Dense on a flat value transposed.
    Sequential<Input<6, 5>,
               Concat<Sequential<Shared<"d", Dense<4>>, GlobalAveragePooling1D>,
                      Sequential<GlobalMaxPooling1D, Shared<"d", Dense<4>>>>,
               Dense<3>, Softmax>,
    // A convolution adds transposed, a transposed one with weights of the same shape does not.
    Sequential<Input<6, 6, 8>, Concat<Shared<"d", Conv2D<8, 3, Same>>, Shared<"d", Conv2DTranspose<8, 3, Same>>>,
               GlobalAveragePooling2D, Dense<3>>,
    Sequential<Input<6, 6, 4>,
               Concat<Shared<"n", Conv2D<4, 3, Groups<2>>>, Sequential<Conv2D<2, 1>, Shared<"n", Conv2D<4, 3>>>>,
               GlobalAveragePooling2D, Dense<3>>,
    Sequential<Input<6, 6, 4>,
               Concat<Shared<"n", BatchNormalization<>>, Shared<"n", BatchNormalization<Epsilon<0.5f>>>>,
               GlobalAveragePooling2D, Dense<3>>,
    Sequential<Input<6, 6, 4>,
               Concat<Shared<"n", LayerNormalization<>>, Shared<"n", LayerNormalization<Epsilon<0.5f>>>>,
               GlobalAveragePooling2D, Dense<3>>,
    Sequential<Input<9, 9, 4>,
               Concat<Shared<"n", Conv2D<3, 3, Same, Stride<2>>>, Shared<"n", Conv2D<3, 3, Dilation<2>>>>,
               GlobalAveragePooling2D>) {
  laws::obey<Net>();
}

TEST_CASE_TEMPLATE(
    "one value that is several outputs obeys the laws", Net,
    Sequential<Input<4, 4, 2>, Conv2D<3, 3>, Outputs<Output<"a", Flatten>, Output<"b", Identity>>>,
    Sequential<Input<4, 4, 2>, Conv2D<3, 3>, Softmax,
               Outputs<Output<"a", Flatten>, Output<"b", Identity>, Output<"c", Softmax>>>,
    Sequential<Input<4>, Dense<3>, Auxiliary<"same", Identity>, Auxiliary<"again", Identity>, ReLU, Dense<3>>) {
  laws::obey<Net>();
}
