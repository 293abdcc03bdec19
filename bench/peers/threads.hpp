// Threads of libraries that a peer does not link itself, but that come with its engine.
#pragma once

#include <dlfcn.h>

#include <fstream>
#include <string>

namespace peers {

/// Calls `void function(int)` of whatever library of this process has it; whether one has.
inline bool set_by(const char* function, int number) {
  void* address = dlsym(RTLD_DEFAULT, function);
  if (address == nullptr) return false;
  reinterpret_cast<void (*)(int)>(address)(number);
  return true;
}

/// The BLAS of this process, on which engines without matrix products of their own depend: "OpenBLAS", ...
inline std::string blas_name() {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    if (line.find("openblas") != line.npos) return "OpenBLAS";
    if (line.find("libblis") != line.npos) return "BLIS";
    if (line.find("libmkl") != line.npos) return "MKL";
    if (line.find("libblas") != line.npos) return "the reference BLAS";
  }
  return "no BLAS";
}

}  // namespace peers
