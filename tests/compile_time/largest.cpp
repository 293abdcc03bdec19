// The largest pipeline of the zoo: lowering, passes and plan of DenseNet-264. It is compiled with 70 % of clang's default
// number of steps.
#include <cincel/inference.hpp>
#include <cincel/zoo/densenet.hpp>
#include <cincel/zoo/efficientnet.hpp>

using namespace cincel;

static_assert(zoo::DenseNet264<>::arena_bytes > 0 && zoo::DenseNet264<>::fingerprint != Fingerprint{});
static_assert(zoo::EfficientNetB7<>::arena_bytes > 0);
