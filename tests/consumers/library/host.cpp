// Loads both libraries into one process. Where the processor lacks what they were compiled for, the process lives on
// and says so. Arguments: the libraries, and "lacking" where that is expected.
#include <dlfcn.h>

#include <cstdio>
#include <cstring>

namespace {

/// How many of the four predictions are as expected, or -1 if the library cannot run here.
int right_answers(const char* path, bool negated) {
  void* library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  if (library == nullptr) {
    std::puts(dlerror());
    return -2;
  }
  const auto lacks = reinterpret_cast<const char* (*)()>(dlsym(library, "library_lacks"));
  const auto predict = reinterpret_cast<float (*)(float, float)>(dlsym(library, "library_predict"));
  if (const char* missing = lacks()) {
    std::printf("%s is not used: this processor has no %s\n", path, missing);
    return -1;
  }
  int right = 0;
  for (int i = 0; i < 4; ++i)
    right += (predict(static_cast<float>(i / 2), static_cast<float>(i % 2)) > 0.5f) == ((i == 1 || i == 2) != negated);
  return right;
}

}  // namespace

int main(int count, char** argument) {
  const int expected = count > 3 && std::strcmp(argument[3], "lacking") == 0 ? -1 : 4;
  const int first = right_answers(argument[1], false), second = right_answers(argument[2], true);
  std::printf("%d and %d\n", first, second);
  return first == expected && second == expected ? 0 : 1;
}
