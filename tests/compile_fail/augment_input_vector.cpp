// expect: whose size is not known to the compiler; give a span of that size
#include <cincel/augment.hpp>
using namespace cincel;
std::span<const float> a;
float b[12];
void f() { Augment<>::apply<Image<2, 2, 3>>({}, a, b); }
