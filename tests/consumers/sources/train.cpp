// Learns exclusive or and saves it; with a second argument its opposite.
#include "xor_net.hpp"

#include <cincel/cincel.hpp>
#include <cincel/io/safetensors.hpp>

int main(int count, char** argument) {
  const std::vector<float> x = {0, 0, 0, 1, 1, 0, 1, 1};
  std::vector<std::uint8_t> y = {0, 1, 1, 0};
  if (count > 2) y = {1, 0, 0, 1};
  cincel::Model<XorNet> model(cincel::Adam{.learning_rate = 0.05f});
  model.fit(x, y, {.epochs = 300, .verbose = false});
  cincel::save(model, argument[1], {{"labels", "equal,different"}});
}
