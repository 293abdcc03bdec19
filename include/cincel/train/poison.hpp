// The check of what the backward pass of a user's layer reads: on where CINCEL_CHECK_ARENA is.
#pragma once

#include <cincel/kernels/user_gradient.hpp>

#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// Runs the backward pass of a user's layer several times with other numbers in the place of each value that its
/// `reads` says it does not read. What it adds to must not depend on them: a plan may long have used that memory for
/// something else. Throws std::logic_error if it does.
template <UserKey Key, class T>
class PoisonedBackward {
 public:
  PoisonedBackward(const TrainingStep& t, const SampleContext<T>& c) : t_(t), c_(c) {
    const Step& s = t.forward;
    for (int e = 0; e < Key.operands; ++e) {
      const kernels::GradientView<T> d = kernels::gradient_of(t, c, e);
      if (d.dx != nullptr) watch(d.dx, d.buffer.size());
    }
    const auto sums = OperatorGradient<Kind::user>::sums_of<Key>(t, c);
    for (std::size_t p = 0; p < sums.size(); ++p) {
      const std::int64_t* at = c.parameter_at + OperatorGradient<Kind::user>::at(s, p);
      watch(sums[p], at[1] - at[0]);
    }
  }

  void run() {
    const Part before = read();
    run_with(std::numeric_limits<T>::quiet_NaN());
    const Part expected = read();
    for (const T poison : {T(1e30), T(-1e30)}) {
      write(before);
      run_with(poison);
      if (differs(read(), expected)) fail();
    }
  }

 private:
  using Part = std::vector<T>;
  struct Watched {
    T* begin;
    std::int64_t size;
  };

  void watch(T* begin, std::int64_t n) { watched_.push_back({begin, n}); }
  Part read() const {
    Part all;
    for (const Watched& w : watched_) all.insert(all.end(), w.begin, w.begin + w.size);
    return all;
  }
  void write(const Part& from) const {
    const T* next = from.data();
    for (const Watched& w : watched_) {
      std::copy_n(next, w.size, w.begin);
      next += w.size;
    }
  }
  /// By bits: a NaN is the same as itself.
  static bool differs(const Part& a, const Part& b) {
    return std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) != 0;
  }

  void run_with(T poison) const {
    const Step& s = t_.forward;
    auto x = Operator<Kind::user>::operands_of<Key>(s, c_.memory);
    const T* y = kernels::result_of(s, c_.memory);
    std::vector<Part> instead;
    const auto replace = [&](std::int64_t n) {
      return instead.emplace_back(static_cast<std::size_t>(n), poison).data();
    };
    const Reads reads = backward_reads(s.op);
    if (!reads.y) y = replace(s.y.size());
    if (!reads.x)
      for (std::size_t e = 0; e < x.size(); ++e)
        x[e] = replace(kernels::operand(s, c_.memory, static_cast<int>(e)).map.volume());
    OperatorGradient<Kind::user>::backward<Key>(t_, c_, x, y);
  }

  [[noreturn]] void fail() const {
    const Reads r = backward_reads(t_.forward.op);
    const char* read = r.y ? "x" : r.x ? "y" : "x or y";
    throw std::logic_error(std::string(Key.user->name) + ": its backward reads " + read + ", but its reads say {.x = " +
                           (r.x ? "true" : "false") + ", .y = " + (r.y ? "true" : "false") +
                           "}, so that the memory may hold something else by then");
  }

  const TrainingStep& t_;
  const SampleContext<T>& c_;
  std::vector<Watched> watched_;
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
