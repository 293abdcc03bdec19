// What the programs that run.py makes have in common: they read the references of their networks and print each fault.
#pragma once

#include <cstdio>
#include <fstream>

#include "check.hpp"

namespace differential {

/// A file of networks' references: for each network how many numbers it has, then these.
class References {
 public:
  explicit References(const char* path) {
    std::ifstream file(path, std::ios::binary);
    double x = 0;
    while (file.read(reinterpret_cast<char*>(&x), sizeof x)) numbers_.push_back(x);
  }
  /// Checks the next network; prints "fault <name> <pack>: <what>" for each fault.
  template <class Net, bool Trains>
  void check_next(const char* name) {
    if (at_ >= numbers_.size()) throw std::runtime_error("the references end before the networks do");
    const auto n = static_cast<std::size_t>(numbers_[at_++]);
#if defined DIFFERENTIAL_FACTS
    Reference facts(numbers_.data() + at_, n);
    Description d;
    check_facts<Net>(facts, d);
    print(name, "facts", facts.faults());
#else
    report<Net, native_pack, Trains>(name, "float", n);
#endif
#if defined DIFFERENTIAL_DOUBLE
    report<Net, scalar_pack<double, 4>, Trains>(name, "double", n);
#endif
    at_ += n;
  }

 private:
  template <class Net, class P, bool Trains>
  void report(const char* name, const char* pack, std::size_t n) {
    std::printf("begin %s %s\n", name, pack);
    std::fflush(stdout);
    print(name, pack, check<Net, P, Trains>(numbers_.data() + at_, n));
    std::printf("end %s %s\n", name, pack);
    std::fflush(stdout);
  }

  static void print(const char* name, const char* pack, const std::vector<std::string>& faults) {
    for (const std::string& fault : faults) std::printf("fault %s %s: %s\n", name, pack, fault.c_str());
  }

  std::vector<double> numbers_;
  std::size_t at_ = 0;
};

}  // namespace differential
