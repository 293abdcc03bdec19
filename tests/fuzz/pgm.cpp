// Any bytes as a PGM image: numbers in [0, 1], or refused and nothing is written.
#include "../../examples/pgm.hpp"

#include "memory_file.hpp"

#include <array>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t n) {
  for (const int side : {1, 3, 28}) {
    std::array<float, 28 * 28> memory;
    memory.fill(-1);
    const auto image = std::span(memory).first(static_cast<std::size_t>(side * side));
    const bool good = parse_pgm({bytes, n}, side, image);
    for (const float v : image) require(good ? v >= 0 && v <= 1 : v == -1);
    for (std::size_t i = image.size(); i < memory.size(); ++i) require(memory[i] == -1);
  }
  return 0;
}
