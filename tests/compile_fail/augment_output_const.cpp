// expect: apply: the output cannot be written, it is const
#include <cincel/augment.hpp>
using namespace cincel;
float a[12];
const std::array<float, 12> b{};
void f() { Augment<>::apply<Image<2, 2, 3>>({}, a, b); }
