// What a policy does, as text for people.
#pragma once

#include <cincel/augment/policy.hpp>

#include <string>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

template <class Policy>
struct Explanation;

/// The plan of a policy, line by line.
template <class... Step>
struct Explanation<Augment<Step...>> {
  using S = AugmentSettings;
  static constexpr const S& s = Augment<Step...>::settings;

  static std::string text() {
    std::string out;
    geometry(out);
    colours(out);
    return out;
  }
  /// The steps of these fields, with commas.
  static void list(std::string& out, unsigned fields) {
    int n = 0;
    [[maybe_unused]] const auto add = [&](unsigned field, auto spell) {
      if ((field & fields) == 0) return;
      Text t;
      spell(t);
      out += n++ == 0 ? "" : ", ";
      out += t.view();
    };
    (add(detail::field_of<Step>(), detail::spell_step<Step>), ...);
  }
  static const char* convention() {
    return s.convention == MatrixConvention::documented ? "documented"
           : s.convention == MatrixConvention::keras3   ? "keras3"
                                                        : "kp112";
  }
  static const char* fill() {
    return s.fill == FillMode::nearest    ? "nearest"
           : s.fill == FillMode::constant ? "constant"
           : s.fill == FillMode::reflect  ? "reflect"
                                          : "wrap";
  }
  static void geometry(std::string& out) {
    if (s.has(S::affine_)) {
      out += "one matrix: ";
      list(out, S::affine_);
      out += std::string(" (Convention::") + convention() + ")\n";
    }
    if (s.has(S::horizontal_flip_ | S::vertical_flip_)) {
      out += s.has(S::affine_) ? "in the matrix: " : "in the copy: ";
      list(out, S::horizontal_flip_ | S::vertical_flip_);
      out += '\n';
    }
    out += s.has(S::affine_) ? std::string("one resampling pass, order 1 (Fill::") + fill() + ")\n" : "one copy\n";
  }
  static void colours(std::string& out) {
    if (s.has(S::channel_shift_)) out += "barrier: least and largest number of the picture\n";
    if (s.has(S::colour_ | S::rescale_ | S::featurewise_)) {
      out += "one pass over the numbers: ";
      list(out, S::colour_ | S::rescale_ | S::featurewise_);
      out += '\n';
    }
    if (s.has(S::whitening_)) {
      out += "barrier: all of the picture, centred\none product with the matrix of the data set: ";
      list(out, S::whitening_);
      out += '\n';
    }
    if (!s.has(S::samplewise_)) return;
    out +=
        s.has(S::samplewise_std_) ? "barrier: mean and deviation of the picture\n" : "barrier: mean of the picture\n";
    out += "one pass over the numbers: ";
    list(out, S::samplewise_);
    out += '\n';
  }
};

}  // namespace impl

/// What a policy does to a picture, in the order in which it does it: passes, what is fused in each, and the barriers,
/// which need all of the picture before.
template <class Policy>
std::string explain() {
  return impl::Explanation<Policy>::text();
}

}  // namespace CINCEL_ISA
}  // namespace cincel
