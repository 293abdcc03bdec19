// Both copies of the prediction are right. With an argument the layer writes elsewhere: the copy that is not checked
// goes on, the checked one stops the program.
#include <csignal>
#include <cstdio>
#include <cstdlib>

float predict_checked(float x);
float predict_unchecked(float x);

namespace {
bool elsewhere = false;
}
float write_elsewhere() {
  static float value = 0;
  return elsewhere ? ++value : 0;
}

int main(int count, char**) {
  elsewhere = count > 1;
  if (predict_unchecked(1) != 120.5f) return 1;
  std::signal(SIGABRT, [](int) { std::_Exit(elsewhere ? 0 : 2); });
  if (predict_checked(1) != 120.5f) return 3;
  return elsewhere ? 4 : 0;
}
