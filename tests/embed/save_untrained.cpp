// Saves the Fashion-MNIST network as it is before training. Usage: save_untrained FILE SEED [LABELS]
#include "../../examples/fashion_mnist.hpp"

#include <cincel/io/safetensors.hpp>
#include <cincel/training.hpp>

int main(int count, char** argument) {
  cincel::Model<FashionNet> model({}, {}, {.seed = std::stoull(argument[2]), .threads = 1});
  const char* labels = count > 3 ? argument[3] : "zero,one,two,three,four,five,six,seven,eight,nine";
  cincel::save(model, argument[1], {{"labels", labels}});
}
