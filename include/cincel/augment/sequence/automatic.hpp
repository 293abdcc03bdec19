// RandAugment, AutoAugment and TrivialAugment as steps of a sequence, on pictures with their masks, boxes and points.
// torchvision's results need Interpolate<Resampling::nearest> and Fill::constant<>, its defaults.
#pragma once

#include <cincel/augment/sequence/auto_operations.hpp>
#include <cincel/augment/sequence/step.hpp>

#include <string>

namespace cincel {

/// AutoAugment's policies (Cubuk et al., 2018), as published for three data sets.
enum class AutoPolicy : unsigned char { imagenet, cifar10, svhn };

namespace detail {

inline constexpr AutoTable imagenet_policy = auto_table(
    "Po.4 8,Ro.6 9|So.6 5,AC.6|Eq.8,Eq.6|Po.6 7,Po.6 6|Eq.4,So.2 4|Eq.4,Ro.8 8|So.6 3,Eq.6|Po.8 5,Eq1|Ro.2 3,So.6 8|"
    "Eq.6,Po.4 6|Ro.8 8,Co.4 0|Ro.4 9,Eq.6|Eq0,Eq.8|In.6,Eq1|Co.6 4,Ct1 8|Ro.8 8,Co1 2|Co.8 8,So.8 7|Sh.4 7,In.6|"
    "SX.6 5,Eq1|Co.4 0,Eq.6|Eq.4,So.2 4|So.6 5,AC.6|In.6,Eq1|Co.6 4,Ct1 8|Eq.8,Eq.6");
inline constexpr AutoTable cifar10_policy = auto_table(
    "In.1,Ct.2 6|Ro.7 2,TX.3 9|Sh.8 1,Sh.9 3|SY.5 8,TY.7 9|AC.5,Eq.9|SY.2 7,Po.3 7|Co.4 3,Br.6 7|Sh.3 9,Br.7 9|"
    "Eq.6,Eq.5|Ct.6 7,Sh.6 5|Co.7 7,TX.5 8|Eq.3,AC.4|TY.4 3,Sh.2 6|Br.9 6,Co.2 8|So.5 2,In0|Eq.2,AC.6|Eq.2,Eq.6|"
    "Co.9 9,Eq.6|AC.8,So.2 8|Br.1 3,Co.7 0|So.4 5,AC.9|TY.9 9,TY.7 9|AC.9,So.8 3|Eq.8,In.1|TY.7 9,AC.9");
inline constexpr AutoTable svhn_policy = auto_table(
    "SX.9 4,In.2|SY.9 8,In.7|Eq.6,So.6 6|In.9,Eq.6|Eq.6,Ro.9 3|SX.9 4,AC.8|SY.9 8,In.4|SY.9 5,So.2 6|In.9,AC.8|"
    "Eq.6,Ro.9 3|SX.9 4,So.3 3|SY.8 8,In.7|Eq.9,TY.6 6|In.9,Eq.6|Ct.3 3,Ro.8 4|In.8,TY0 2|SY.7 6,So.4 8|In.6,Ro.8 4|"
    "SY.3 7,TX.9 3|SX.1 6,In.6|So.7 2,TY.6 7|SY.8 4,In.8|SX.7 9,TY.8 3|SY.8 5,AC.7|SX.7 2,In.1");

constexpr const AutoTable& auto_table_of(AutoPolicy p) {
  return p == AutoPolicy::imagenet ? imagenet_policy : (p == AutoPolicy::cifar10 ? cifar10_policy : svhn_policy);
}

}  // namespace detail

inline namespace CINCEL_ISA {
namespace impl {

/// What all of them do with their numbers: pairs of an operation and its magnitude, one after another.
template <std::size_t Operations>
struct AutoSteps : ColourShape {
  static constexpr std::size_t numbers = 2 * Operations;
  static constexpr void put(float* to, const detail::AutoChoice& c) {
    to[0] = static_cast<float>(c.operation);
    to[1] = static_cast<float>(c.magnitude);
  }
  static void apply(const float* n, AugmentTarget& t) {
    for (std::size_t k = 0; k < numbers; k += 2)
      effect::auto_operation(t, static_cast<AutoOperation>(n[k]), static_cast<double>(n[k + 1]));
  }
  static void tell(const float* n, std::string& out) {
    for (std::size_t k = 0; k < numbers; k += 2) {
      Text t;
      t << (k == 0 ? "" : ", ") << auto_operation_names[static_cast<std::size_t>(n[k])] << " (";
      detail::spell_number(t, static_cast<double>(n[k + 1]));
      out += t.view();
      out += ')';
    }
  }
};

}  // namespace impl

/// Count operations (Cubuk et al., 2019), each any of 14, again and again too, all with the magnitude of bin Bin of Bins.
/// torchvision: RandAugment(Count, Bin, Bins). The strength of all grows with the bin.
template <int Count = 2, int Bin = 9, int Bins = 31>
struct RandAugment : impl::AutoSteps<static_cast<std::size_t>(Count > 0 ? Count : 0)> {
  using Base = impl::AutoSteps<static_cast<std::size_t>(Count > 0 ? Count : 0)>;
  static constexpr void spell(Text& t) { detail::spell_call(t, "RandAugment", Real(Count), Real(Bin), Real(Bins)); }
  static constexpr void check(Text& fault) {
    impl::check_range(fault, Count, Count, 1, 20, "operations");
    impl::check_range(fault, Bins, Bins, 2, 1000, "bins");
    impl::check_range(fault, Bin, Bin, 0, Bins - 1, "bins");
  }
  static constexpr void draw(const Dice& dice, float* to) {
    for (std::uint32_t k = 0; k < Base::numbers; k += 2) {
      const auto op = static_cast<AutoOperation>(dice.below(k, 14));
      Base::put(to + k, detail::auto_choice(op, Bin, Bins, dice.below(k, 2, 1) != 0, narrow_ranges));
    }
  }
};

/// One operation, any of 14, of any of 31 bins of wide magnitudes (Müller and Hutter, 2021). torchvision:
/// TrivialAugmentWide.
struct TrivialAugment : impl::AutoSteps<1> {
  static constexpr void spell(Text& t) { t << "TrivialAugment"; }
  static constexpr void check(Text&) {}
  static constexpr void draw(const Dice& dice, float* to) {
    const auto op = static_cast<AutoOperation>(dice.below(0, 14));
    const int bin = static_cast<int>(dice.below(0, 31, 2));
    put(to, detail::auto_choice(op, bin, 31, dice.below(0, 2, 1) != 0, wide_ranges));
  }
};

/// One of 25 pairs of operations, each with its own probability and bin of 10. torchvision: AutoAugment. What is not
/// done is an identity.
template <AutoPolicy Policy>
struct AutoAugment : impl::AutoSteps<2> {
  static constexpr void spell(Text& t) {
    t << "AutoAugment<AutoPolicy::"
      << (Policy == AutoPolicy::imagenet ? "imagenet>" : (Policy == AutoPolicy::cifar10 ? "cifar10>" : "svhn>"));
  }
  static constexpr void check(Text&) {}
  static constexpr void draw(const Dice& dice, float* to) {
    const std::uint32_t pair = dice.below(0, 25);
    for (std::uint32_t k = 0; k < 2; ++k) {
      const detail::AutoEntry& e = detail::auto_table_of(Policy).entry[2 * pair + k];
      const bool done = dice.chance(1 + k, e.probability) != 0, negative = dice.below(1 + k, 2, 1) != 0;
      put(to + 2 * k,
          done ? detail::auto_choice(e.operation, e.bin, 10, negative, narrow_ranges) : detail::AutoChoice{});
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
