// A std::vector whose memory begins on a cache line: training's buffers.
#pragma once

#include <cincel/run/storage.hpp>

#include <concepts>
#include <cstddef>
#include <new>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

template <class T>
struct AlignedAllocator {
  using value_type = T;
  AlignedAllocator() = default;
  template <class U>
  AlignedAllocator(const AlignedAllocator<U>&) {}  // NOLINT: as allocators are
  T* allocate(std::size_t n) {
    if (n > std::size_t(-1) / sizeof(T)) throw std::bad_array_new_length();
    return static_cast<T*>(::operator new(n * sizeof(T), std::align_val_t{storage_alignment}));
  }
  void deallocate(T* p, std::size_t) { ::operator delete(static_cast<void*>(p), std::align_val_t{storage_alignment}); }
  friend bool operator==(const AlignedAllocator&, const AlignedAllocator&) { return true; }
};

/// Integers of any type, none of them negative, index it and say how many numbers it has.
template <class T>
class AlignedVector : public std::vector<T, AlignedAllocator<T>> {
  using Vector = std::vector<T, AlignedAllocator<T>>;
  static constexpr std::size_t size_of(std::integral auto n) { return static_cast<std::size_t>(n); }

 public:
  AlignedVector() = default;
  explicit AlignedVector(std::integral auto n) : Vector(size_of(n)) {}
  T& operator[](std::integral auto i) { return Vector::operator[](size_of(i)); }
  const T& operator[](std::integral auto i) const { return Vector::operator[](size_of(i)); }
  void resize(std::integral auto n) { Vector::resize(size_of(n)); }
  /// To `n` numbers, if there are fewer.
  void grow(std::integral auto n) {
    if (size_of(n) > this->size()) resize(n);
  }
  using Vector::assign;
  void assign(std::integral auto n, const T& value) { Vector::assign(size_of(n), value); }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
