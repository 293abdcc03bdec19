// The version that this processor takes gives the numbers of the lowest, for which this file is compiled.
#include "network.hpp"
#include "scores.hpp"

#include <cmath>
#include <cstdio>

namespace {
// Called while the program is initialised: whichever version is there by then.
const float early = [] {
  const float image[432]{};
  float ten[10]{};
  app::scores(image, ten);
  return ten[0];
}();
}  // namespace

int main() {
  float image[432], ten[10]{}, lowest[10]{}, first[10]{};
  const float dark[432]{};
  for (int i = 0; i < 432; ++i) image[i] = static_cast<float>(i * 13 % 29) / 29;
  app::scores(image, ten);
  predict_scores(image, lowest);
  predict_scores(dark, first);
  float worst = std::abs(early - first[0]);
  for (int i = 0; i < 10; ++i) worst = std::fmax(worst, std::abs(ten[i] - lowest[i]));
  std::printf("level %s, %d lanes, deviation %g\n", app::scores.level(), register_lanes(), static_cast<double>(worst));
  return worst < 1e-5f && lowest[0] != lowest[1] ? 0 : 1;
}
