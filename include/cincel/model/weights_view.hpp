// Packed weights as bytes, in a binary or read from anywhere, and the view of them that inference takes.
#pragma once

#include <cincel/core/finite.hpp>
#include <cincel/core/hash.hpp>
#include <cincel/model/facts.hpp>
#include <cincel/model/layout.hpp>
#include <cincel/model/packing_fingerprint.hpp>
#include <cincel/plan/inference_plan.hpp>

#include <cstdlib>
#include <cstring>

namespace cincel {
inline namespace CINCEL_ISA {

/// What stands before packed weights. All numbers are little-endian; the whole is 64 bytes.
struct PackedHeader {
  char magic[8] = {'C', 'I', 'N', 'C', 'E', 'L', 'W', '\n'};
  std::uint32_t version = 3;  // of this header: what it means, not how weights are packed
  std::uint32_t byte_order = 0x01020304;
  Fingerprint fingerprint{};   // of the network
  std::uint64_t weights = 0;   // floats
  std::uint64_t checksum = 0;  // of all floats behind the header
  std::uint32_t self_tests = 0;
  std::uint32_t reserved = 0;
  std::uint64_t packing = 0;  // how they were packed: the first word of `packing_fingerprint`
};
static_assert(sizeof(PackedHeader) == 64);

/// Why bytes are not the packed weights of a network.
enum class WeightsError : unsigned char {
  none,
  too_short,
  not_weights,
  byte_order,
  version,
  packing,
  other_network,
  wrong_size,
  misaligned,
  checksum,
  not_finite,
};

/// The error as a sentence.
constexpr const char* describe(WeightsError e) {
  switch (e) {
    case WeightsError::none: return "no error";
    case WeightsError::too_short: return "the bytes are fewer than a header of packed weights has (64)";
    case WeightsError::not_weights: return "the bytes are not packed Cincel weights: they do not begin with CINCELW";
    case WeightsError::byte_order: return "the weights were packed for a machine of the other byte order";
    case WeightsError::version: return "the weights were packed by another version of Cincel; pack them again";
    case WeightsError::packing: return "the weights were packed for another plan of this network; pack them again";
    case WeightsError::other_network: return "the weights belong to another network: the fingerprints differ";
    case WeightsError::wrong_size: return "the number of bytes is not what the header and the network say";
    case WeightsError::misaligned: return "the bytes do not begin at a multiple of 4";
    case WeightsError::checksum: return "the bytes were changed: the checksum does not hold";
    case WeightsError::not_finite: return "a number is NaN or infinite";
  }
  return "unknown error";
}

/// The packed weights of network `Net`, somewhere in memory that outlives the view. It is const, small and
/// copyable; any number of threads may share what it points at.
template <class Net>
class WeightsView {
  static_assert(network_error<Net>::ok);  // a wrong network is one error
  static_assert(plan_error<Net>::ok);

 public:
  /// A view or the reason why there is none.
  struct Result;

  /// Numbers in all inputs and in all outputs, which is what a self-test stores.
  static constexpr auto inputs = impl::count_of_network<Net>(InputLayout<Net>::total),
                        outputs = impl::count_of_network<Net>(OutputLayout<Net>::total);

  /// Takes bytes that `cincel_embed` or `pack_bytes` made, and copies nothing. Checks magic, byte order, version,
  /// fingerprint, how they were packed, size, alignment, checksum, and unless permitted that all numbers are finite. (A little-endian machine
  /// of any instruction set reads the same.)
  static Result from_bytes(std::span<const std::byte> bytes, NonFinite non_finite = NonFinite::refuse) noexcept;

  /// As `from_bytes`, for bytes that the build itself made and checked: a failure means a damaged binary, and stops the
  /// program.
  static WeightsView from_embedded(std::span<const std::byte> bytes) noexcept {
    const Result r = from_bytes(bytes, NonFinite::permit);
    if (!r) std::abort();
    return r.view;
  }

  /// Takes floats as `pack_weights<Net>` made them; for constant expressions and for models just trained.
  static constexpr WeightsView from_packed(const float* packed) noexcept { return WeightsView(packed, nullptr, 0); }

  constexpr const float* data() const noexcept { return weights_; }
  /// Inputs and outputs that were stored with the weights, to check a machine against the one that packed them.
  constexpr std::uint32_t self_tests() const noexcept { return self_tests_; }
  constexpr std::span<const float> self_test_input(std::uint32_t i) const noexcept {
    return {tests_ + i * (inputs + outputs), static_cast<std::size_t>(inputs)};
  }
  constexpr std::span<const float> self_test_output(std::uint32_t i) const noexcept {
    return {tests_ + i * (inputs + outputs) + inputs, static_cast<std::size_t>(outputs)};
  }

 private:
  constexpr WeightsView(const float* weights, const float* tests, std::uint32_t n) noexcept
      : weights_(weights), tests_(tests), self_tests_(n) {}

  const float* weights_;
  const float* tests_;
  std::uint32_t self_tests_;
};

template <class Net>
struct WeightsView<Net>::Result {
  WeightsView view;
  WeightsError error;
  /// Where the bytes are wrong: for `not_finite` the number's first byte, whose parameter
  /// `packed_name<Net>((offset - 64) / 4)` (model/non_finite.hpp) spells.
  std::uint64_t offset = 0;
  explicit constexpr operator bool() const noexcept { return error == WeightsError::none; }
};

template <class Net>
auto WeightsView<Net>::from_bytes(std::span<const std::byte> bytes, NonFinite non_finite) noexcept -> Result {
  const auto wrong = [](WeightsError e, std::uint64_t at = 0) {
    return Result{WeightsView(nullptr, nullptr, 0), e, at};
  };
  const PackedHeader expected;
  PackedHeader h;
  if (bytes.size() < sizeof h) return wrong(WeightsError::too_short);
  std::memcpy(&h, bytes.data(), sizeof h);
  if (std::memcmp(h.magic, expected.magic, sizeof h.magic) != 0) return wrong(WeightsError::not_weights);
  if (h.byte_order != expected.byte_order) return wrong(WeightsError::byte_order);
  if (h.version != expected.version) return wrong(WeightsError::version);
  if (h.fingerprint != NetworkFacts<Net>::fingerprint) return wrong(WeightsError::other_network);
  if (h.packing != packing_fingerprint<Net>.high) return wrong(WeightsError::packing);
  const auto weights = static_cast<std::uint64_t>(numbers_in(inference_plan<Net>.weight_bytes));
  const auto floats = weights + h.self_tests * static_cast<std::uint64_t>(inputs + outputs);
  if (h.weights != weights || (bytes.size() - sizeof h) / sizeof(float) != floats || bytes.size() % sizeof(float) != 0)
    return wrong(WeightsError::wrong_size);
  const std::byte* first = bytes.data() + sizeof h;
  if (reinterpret_cast<std::uintptr_t>(first) % alignof(float) != 0) return wrong(WeightsError::misaligned);
  if (checksum(first, floats) != h.checksum) return wrong(WeightsError::checksum);
  const auto* values = reinterpret_cast<const float*>(first);
  if (non_finite == NonFinite::refuse) {
    const std::int64_t packed = numbers_in(inference_plan<Net>.weight_bytes),
                       tests = static_cast<std::int64_t>(floats) - packed;
    std::int64_t bad = first_non_finite_packed<Net>(values);
    if (bad == packed) bad += impl::first_non_finite(values + packed, tests);
    if (bad < packed + tests)
      return wrong(WeightsError::not_finite, sizeof h + static_cast<std::uint64_t>(bytes_of(bad)));
  }
  return {WeightsView(values, values + weights, h.self_tests), WeightsError::none};
}

}  // namespace CINCEL_ISA
}  // namespace cincel
