// expect: ZcaWhitening: takes pictures of at most 4096 numbers, got 224x224x3, 150528 numbers, whose matrix of 150528x150528 floats would take 90634 MB
#include <cincel/augment.hpp>
#include <cincel/augment/whitening.hpp>
using namespace cincel;
void f() { WhiteningStatistics<Image<224, 224, 3>> statistics; }
