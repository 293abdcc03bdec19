// A second translation unit of the same program, which reads the same headers.
#include "xor_net.hpp"

#include <cincel/model/summary.hpp>

bool facts_are_right() {
  static_assert(XorNet::parameter_count == 3 * 8 + 9 * 2);
  return cincel::summary<XorNet>().find("Total params: 42") != std::string::npos;
}
