// One use of a model at a time: what would be a data race, or half a step in a forked child, is an error.
#pragma once

#include <cincel/core/isa.hpp>

#include <unistd.h>

#include <atomic>
#include <stdexcept>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// Whether something is in use, and in which process. A copy is not in use.
class UseFlag {
 public:
  UseFlag() = default;
  UseFlag(const UseFlag&) noexcept {}
  UseFlag& operator=(const UseFlag&) noexcept { return *this; }

 private:
  friend class Use;
  std::atomic<pid_t> process_{0};
};

/// Holds a flag while it lives. Throws std::logic_error if another one holds it.
class Use {
 public:
  explicit Use(UseFlag& flag) : flag_(flag) {
    pid_t holder = 0;
    if (flag_.process_.compare_exchange_strong(holder, getpid())) return;
    throw std::logic_error(holder == getpid()
                               ? "the model is in use: by another thread, or by the function that asks for it"
                               : "the model was in the middle of its work when this process was forked, and is not "
                                 "whole: fork between two calls, or load it from a file");
  }
  ~Use() { flag_.process_ = 0; }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;

 private:
  UseFlag& flag_;
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
