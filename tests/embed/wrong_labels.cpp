// A generator for weights whose metadata names fewer classes than the network has: must refuse them.
#include "../../examples/fashion_mnist.hpp"

#include <cincel/io/embed.hpp>

int main(int n, char** a) { return cincel::embed_main<FashionNet>(n, a); }
