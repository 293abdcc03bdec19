// expect: layer 4, AddWith<"skip">: joins the tap "skip" a second time
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Tap<"skip">, Dense<8>, AddWith<"skip">, AddWith<"skip">>;
static_assert(Net::output_shape == Shape(1));
