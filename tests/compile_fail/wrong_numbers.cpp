// expect: layer 2, Dense<10>: needs a flat input, got 6x6x8, insert Flatten before it
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 1>, Conv2D<8, 3>, Dense<10>>;
static_assert(Net::macs / 1e6 > 100 && Net::macs / 1e6 < 0.5 && 2 * Net::macs % 7 == 4);
static_assert(Net::parameter_count + Net::non_trainable_count == 12 && 4 * Net::parameter_count > 65536);
template <Shape S>
struct Decoder {};
Decoder<Net::output_shape> decoder;
float scores[Net::output_shape.volume()], masks[2 * Net::output_shape[0]];
int place(int i) {
  switch (i) {
    case Net::output_shape[0]: return 1;
    default: return 0;
  }
}
