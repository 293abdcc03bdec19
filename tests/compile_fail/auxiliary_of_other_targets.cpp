// expect: WithAuxiliaries has all outputs learn the targets of the first, which is 4x4x2, but output "aux" is 2x2x2; use OutputLosses<...> with targets for each
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4, 4, 1>, Auxiliary<"aux", MaxPooling2D<2>, Conv2D<2, 1>, Softmax>, Conv2D<2, 1>, Softmax>;
Model<Net, Adam, WithAuxiliaries<>> model;
