// expect: SparseCategoricalCrossentropy takes the softmax itself, of logits, but output "mask" makes numbers from 0 to 1 that are no Softmax over its channels; end it in Softmax
#include <cincel/training.hpp>
using namespace cincel;
using Head = Sequential<Conv2D<3, 1>, Softmax>;
using Net = Sequential<Input<4, 4, 2>, Outputs<Output<"class", Head>, Output<"mask", Head, UpSampling2D<2>>>>;
Model<Net, Adam, OutputLosses<SparseCategoricalCrossentropy, SparseCategoricalCrossentropy>> model;
