// References that were made by PyTorch, and the formula by which both sides fill parameters and inputs.
#pragma once

#include <cincel/io/safetensors_header.hpp>

#include <map>
#include <string>
#include <vector>

namespace reference {

/// MurmurHash3's finaliser of the place, seeded by the parameter's number, as a number in [0, 1).
inline double uniform(std::uint32_t number, std::uint32_t i) {
  std::uint32_t h = i + number * 0x9E3779B9u;
  h = (h ^ (h >> 16)) * 0x85EBCA6Bu;
  h = (h ^ (h >> 13)) * 0xC2B2AE35u;
  h ^= h >> 16;
  return static_cast<double>(h >> 8) * 0x1p-24;
}

inline void fill(float* to, std::int64_t n, std::uint32_t number, double low, double high) {
  for (std::int64_t i = 0; i < n; ++i)
    to[i] = static_cast<float>(low + (high - low) * uniform(number, static_cast<std::uint32_t>(i)));
}

/// The number under which inputs are filled.
inline constexpr std::uint32_t input_number = 1000003;

/// A file in tests/reference: its tensors by name.
class File {
 public:
  explicit File(const std::string& name) : file_(CINCEL_REFERENCE "/" + name) {
    numbers_ = cincel::read_safetensors_header(
        file_, [this](const cincel::TensorInfo& t) { tensors_[t.name] = t; }, [](const auto&, const auto&) {});
  }
  std::vector<float> operator[](const std::string& name) const {
    const cincel::TensorInfo& t = tensors_.at(name);
    std::vector<float> v(t.count());
    file_.read_at(numbers_ + t.begin, v.data(), 4 * v.size());
    return v;
  }

 private:
  cincel::InputFile file_;
  std::uint64_t numbers_ = 0;
  std::map<std::string, cincel::TensorInfo> tensors_;
};

}  // namespace reference
