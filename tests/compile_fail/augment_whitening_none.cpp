// expect: whitening: the policy has no ZcaWhitening
#include <cincel/augment.hpp>
#include <cincel/augment/whitening.hpp>
using namespace cincel;
auto f(const WhiteningStatistics<Image<2, 2, 3>>& statistics) { return Augment<>::whitening(statistics); }
