// A std::vector whose memory begins on a cache line: training's buffers.
#pragma once

#include <cincel/run/storage.hpp>

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
  void deallocate(T* p, std::size_t) { ::operator delete(p, std::align_val_t{storage_alignment}); }
  friend bool operator==(const AlignedAllocator&, const AlignedAllocator&) { return true; }
};

template <class T>
using AlignedVector = std::vector<T, AlignedAllocator<T>>;

}  // namespace CINCEL_ISA
}  // namespace cincel
