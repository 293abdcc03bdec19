// expect: Gamma<NaN, 1>: needs exponents from 0.001 to 1000, got NaN to 1
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<Gamma<std::numeric_limits<double>::quiet_NaN(), 1>>;
constexpr auto drawn = Policy::draw(1, 0, 0);
static_assert(sizeof(drawn) > 0);
