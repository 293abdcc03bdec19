// Compiled once for each level.
#include "scores.hpp"

#include "network.hpp"

void app::CINCEL_AT_LEVEL(scores)(const float* image, float* ten) { predict_scores(image, ten); }

int CINCEL_AT_LEVEL(register_lanes)() { return static_cast<int>(cincel::native_pack::size); }
