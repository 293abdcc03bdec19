// Objects for several instruction sets in one program: each keeps its own copies of all that runs. With an argument
// only the lowest level runs, as on a processor that has no other.
#include "fashion_model.hpp"

#include <cstdio>

extern "C" {
float self_test_v1(const std::byte*, std::size_t);
float self_test_v3(const std::byte*, std::size_t);
}

int main(int count, char**) {
  const auto bytes = fashion_model::bytes();
  const bool aligned = reinterpret_cast<std::uintptr_t>(bytes.data()) % 64 == 0;
  const float low = self_test_v1(bytes.data(), bytes.size());
  const float high = count > 1 ? low : self_test_v3(bytes.data(), bytes.size());
  std::printf("aligned %d, deviation %g and %g\n", aligned, static_cast<double>(low), static_cast<double>(high));
  return aligned && low >= 0 && low < 1e-5f && high >= 0 && high < 1e-5f ? 0 : 1;
}
