// Learns exclusive or and saves it.
#include "xor_net.hpp"

#include <cincel/cincel.hpp>
#include <cincel/io/safetensors.hpp>

int main(int, char** argument) {
  const std::vector<float> x = {0, 0, 0, 1, 1, 0, 1, 1};
  const std::vector<std::uint8_t> y = {0, 1, 1, 0};
  cincel::Model<XorNet> model(cincel::Adam{.learning_rate = 0.05f});
  model.fit(x, y, {.epochs = 300, .verbose = false});
  cincel::save(model, argument[1], {{"labels", "equal,different"}});
}
