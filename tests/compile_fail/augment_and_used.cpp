// expect: Rotation<20>: has no unit, write 20_deg
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Rotation<20>, HorizontalFlip<>>;
float a[12], b[12];
void f() { Policy::apply<Image<2, 2, 3>>(Policy::draw(1, 0, 0), a, b); }
const auto text = explain<Policy>();
