// The fixed networks: what run.sh does for new ones, with references that are committed.
#pragma once

#include <doctest/doctest.h>

#include "../reference.hpp"
#include "check.hpp"

namespace differential {

template <class Net, bool Trains>
void equals_pytorch(const std::string& name) {
  static const reference::File file("fixed.safetensors");
  const std::vector<float> kept = file[name];
  digest::owner = "network " + name + ": ";
  const std::vector<double> numbers(kept.begin(), kept.end());
  for (const std::string& fault : check<Net, native_pack, Trains>(numbers.data(), numbers.size()))
    FAIL_CHECK(name, ": ", fault);
}

}  // namespace differential
