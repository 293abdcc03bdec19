// expect: the labels of SparseCategoricalCrossentropy end at 65535, but the network has 70000 classes; use a wider target_type, as BasicSparseCategoricalCrossentropy<std::uint32_t> has
#include <cincel/training.hpp>
using namespace cincel;
Model<Sequential<Input<4>, Dense<70'000>, Softmax>, Adam, SparseCategoricalCrossentropy16> model;
