// The interface of a library in C: no type of Cincel's leaves it.
#include "xor_model.hpp"

#include <cincel/processor.hpp>

extern "C" const char* library_lacks() { return cincel::processor_lacks(); }

extern "C" float library_predict(float a, float b) {
  cincel::Inference<xor_model::network> net(xor_model::weights());
  return net.predict(std::array<float, 2>{a, b})[1];
}
