// The embedded network knows exclusive or.
#include "xor_model.hpp"

#if defined WITH_FACTS
bool facts_are_right();
#else
bool facts_are_right() { return true; }
#endif

int main() {
  cincel::Inference<xor_model::network> net(xor_model::weights());
  bool right =
      facts_are_right() && net.self_test() >= 0 && net.self_test() < 1e-5f && xor_model::labels[1] == "different";
  for (int i = 0; i < 4; ++i) {
    const std::array<float, 2> x = {static_cast<float>(i / 2), static_cast<float>(i % 2)};
    right = right && (net.predict(x)[1] > 0.5f) == (i == 1 || i == 2);
  }
  return right ? 0 : 1;
}
