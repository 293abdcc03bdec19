// A growable array for constant expressions. std::vector costs ten times the compile time there, and it is
// not allowed in a freestanding build.
#pragma once

#include <concepts>
#include <utility>

namespace cincel {

template <class T>
class list {
 public:
  constexpr list() = default;
  constexpr list(int n, const T& value) {
    reserve(n);
    for (int i = 0; i < n; ++i) push_back(value);
  }
  constexpr list(const list& other) {
    reserve(other.size_);
    for (const T& x : other) push_back(x);
  }
  constexpr list(list&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  constexpr list& operator=(list other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  constexpr ~list() { delete[] data_; }

  constexpr void push_back(const T& value) {
    if (size_ == capacity_) grow(capacity_ == 0 ? 8 : 2 * capacity_);
    data_[size_++] = value;
  }
  /// Makes room for `n` elements, so that they are not copied while the list grows.
  constexpr void reserve(int n) {
    if (n > capacity_) grow(n);
  }
  constexpr void pop_back() { --size_; }
  constexpr void clear() { size_ = 0; }
  constexpr int size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  template <std::integral I>
  constexpr T& operator[](I i) {
    return data_[i];
  }
  template <std::integral I>
  constexpr const T& operator[](I i) const {
    return data_[i];
  }
  constexpr T* begin() { return data_; }
  constexpr T* end() { return data_ + size_; }
  constexpr const T* begin() const { return data_; }
  constexpr const T* end() const { return data_ + size_; }

 private:
  constexpr void grow(int capacity) {
    T* bigger = new T[static_cast<unsigned>(capacity)]{};
    for (int i = 0; i < size_; ++i) bigger[i] = data_[i];
    delete[] data_;
    data_ = bigger;
    capacity_ = capacity;
  }

  T* data_ = nullptr;
  int size_ = 0;
  int capacity_ = 0;
};

}  // namespace cincel
