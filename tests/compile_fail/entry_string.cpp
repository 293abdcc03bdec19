// expect: is no layer: it lacks static constexpr const char* keras_name and static constexpr void spell(Text&) and
#include <cincel/inference.hpp>
#include <string>
using namespace cincel;
using Net = Sequential<Input<8>, std::string>;
static_assert(Net::macs > 1000);
