// Fashion-MNIST from Debian's package, for examples that train on it.
#pragma once

#include <cincel/data/idx.hpp>

#include <fstream>
#include <string>

/// `part` is "train" or "t10k"; the files may be gz or plain.
inline cincel::LabelledImages read_fashion_mnist(const std::string& folder, const std::string& part) {
  const std::string images = folder + "/" + part + "-images-idx3-ubyte",
                    labels = folder + "/" + part + "-labels-idx1-ubyte";
  const bool plain = std::ifstream(images).good();
  return cincel::read_labelled_images(plain ? images : images + ".gz", plain ? labels : labels + ".gz");
}
