// Saves the Fashion-MNIST network as it is before training. Usage: save_untrained FILE SEED
#include "../../examples/fashion_mnist.hpp"

#include <cincel/io/safetensors.hpp>

int main(int, char** argument) {
  cincel::Model<FashionNet> model({}, {}, {.seed = std::stoull(argument[2]), .threads = 1});
  cincel::save(model, argument[1], {{"labels", "zero,one,two,three,four,five,six,seven,eight,nine"}});
}
