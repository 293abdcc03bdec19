// What is wrong with a policy, with a picture for it, with what `apply` is given: one sentence each, empty if nothing is.
#pragma once

#include <cincel/augment/image.hpp>
#include <cincel/augment/settings.hpp>
#include <cincel/augment/statistics.hpp>

#include <array>

namespace cincel::detail {

/// A transform or option of a policy.
template <class T>
concept AugmentStep = requires(Text& t, AugmentSettings& s) {
  T::field | 1u;
  T::spell(t);
  T::set(s);
  T::check(t);
};

template <class Step>
constexpr void set_step(AugmentSettings& s) {
  if constexpr (AugmentStep<Step>) {
    Step::set(s);
    s.given |= Step::field;
  }
}
template <class... Step>
constexpr AugmentSettings settings_of() {
  AugmentSettings s;
  (set_step<Step>(s), ...);
  return s;
}

template <class Step>
constexpr void spell_step(Text& t) {
  if constexpr (AugmentStep<Step>)
    Step::spell(t);
  else
    t << type_name<Step>();
}
template <class Step>
constexpr void check_step(Text& fault) {
  if (!fault.empty()) return;
  Text says;
  if constexpr (AugmentStep<Step>)
    Step::check(says);
  else
    says << "is no step of an augmentation, which has steps such as Rotation<20_deg>, Zoom<0.2> or Fill::reflect";
  if (says.empty()) return;
  spell_step<Step>(fault);
  fault << ": " << says;
}
template <class Step>
constexpr unsigned field_of() {
  if constexpr (AugmentStep<Step>)
    return Step::field;
  else
    return 0;
}
/// Whichever of `Step...` is of these fields is spelled; the first alone.
template <class... Step>
constexpr void spell_first_of([[maybe_unused]] Text& t, [[maybe_unused]] unsigned fields) {
  [[maybe_unused]] bool found = false;
  ((!found && (field_of<Step>() & fields) != 0 ? (spell_step<Step>(t), found = true) : false), ...);
}

/// The same kind of step twice.
template <class... Step>
constexpr void check_repeated(Text& fault) {
  constexpr std::array<unsigned, sizeof...(Step) + 1> field{field_of<Step>()..., 0};
  unsigned seen = 0;
  for (const unsigned f : field) {
    if (fault.empty() && (seen & f) != 0) {
      fault << "Augment: is given ";
      int n = 0;
      ((field_of<Step>() == f ? (fault << (n++ == 0 ? "" : " and "), spell_step<Step>(fault)) : void()), ...);
      fault << ", keep one of them";
    }
    seen |= f;
  }
}
/// Steps that contradict each other, or that nothing is done with.
template <class... Step>
constexpr void check_together(Text& fault) {
  using S = AugmentSettings;
  constexpr S s = settings_of<Step...>();
  if (fault.empty() && s.has(S::whitening_) && s.has(S::featurewise_std_)) {
    fault << "Augment: FeaturewiseStdNormalization contradicts ";
    spell_first_of<Step...>(fault, S::whitening_);
    fault << ", which makes all deviations 1; keep one of them";
  }
  if (fault.empty() && s.has(S::samplewise_) && s.has(S::of_data_set_)) {
    fault << "Augment: ";
    spell_first_of<Step...>(fault, S::samplewise_);
    fault << " contradicts ";
    spell_first_of<Step...>(fault, S::of_data_set_);
    fault << ": the statistics of a data set are those of pictures that were not normalised; keep one of them";
  }
  constexpr unsigned of_affine = S::fill_ | S::convention_ | S::mask_fill_ | S::smooth_masks_;
  if (fault.empty() && s.has(of_affine) && !s.has(S::affine_)) {
    fault << "Augment: ";
    spell_first_of<Step...>(fault, of_affine);
    fault << " has no effect, since nothing is turned, moved, sheared or zoomed; leave it out";
  }
  if (fault.empty() && s.has(S::mask_fill_) && s.fill != FillMode::constant) {
    fault << "Augment: ";
    spell_first_of<Step...>(fault, S::mask_fill_);
    fault << " has no effect, since pictures are not filled by a value; add Fill::constant<...>, or leave it out";
  }
}

template <class... Step>
constexpr Text policy_fault() {
  Text fault;
  (check_step<Step>(fault), ...);
  check_repeated<Step...>(fault);
  check_together<Step...>(fault);
  return fault;
}
template <class... Step>
struct PolicyFault {
  static constexpr Text text = policy_fault<Step...>();
};

/// A shift by whole pixels that moves the picture out of itself.
constexpr void check_pixels(Text& t, const ShiftRange& s, std::int64_t side, const char* name, const char* axis) {
  if (!t.empty() || s.unit != ShiftRange::Unit::pixels || s.amount <= static_cast<double>(side)) return;
  spell_call(t, name, s);
  t << ": moves a picture by more than its " << axis << ", which is " << side;
}
/// Pictures that are too large to be whitened.
template <class I>
constexpr void check_whitening(Text& t) {
  const std::int64_t n = I::shape.volume();
  if (!t.empty() || n <= largest_whitened) return;
  t << "ZcaWhitening: takes pictures of at most " << largest_whitened << " numbers, got " << I::shape << ", " << n
    << " numbers, whose matrix of " << n << 'x' << n << " floats would take " << n * n / 250'000
    << " MB; make them smaller, or take FeaturewiseStdNormalization";
}
/// Pictures that no policy or not this one can transform.
template <class I>
constexpr Text image_fault(const AugmentSettings& s) {
  Text t;
  if (!I::is_possible || I::height > largest_image_side || I::width > largest_image_side ||
      I::channels > largest_image_channels || I::width * I::channels > largest_image_row ||
      I::shape.volume() > largest_image) {
    t << "Image<" << I::height << ", " << I::width << ", " << I::channels;
    return t << ">: needs sides of 1 to " << largest_image_side << ", 1 to " << largest_image_channels
             << " channels, at most " << largest_image_row << " numbers in a row and " << largest_image << " in all";
  }
  check_pixels(t, s.height_shift, I::height, "HeightShift", "height");
  check_pixels(t, s.width_shift, I::width, "WidthShift", "width");
  if (t.empty() && s.has(AugmentSettings::colour_) && I::channels != 1 && I::channels != 3 && I::channels != 4) {
    t << (s.has(AugmentSettings::channel_shift_) ? "ChannelShift" : "Brightness");
    t << ": takes pictures of 1, 3 or 4 channels (the fourth is alpha, which stays), got " << I::shape;
  }
  if (s.has(AugmentSettings::whitening_)) check_whitening<I>(t);
  return t;
}
/// What is wrong with statistics for whitening pictures of shape I.
template <class I>
constexpr Text whitening_fault() {
  if constexpr (IsImage<I>::value) {
    AugmentSettings s;
    s.given = AugmentSettings::whitening_;
    return image_fault<I>(s);
  } else {
    Text t;
    t << "WhiteningStatistics: needs the shape of the pictures, such as Image<32, 32, 3>, got ";
    return t << type_name<I>();
  }
}
/// A matrix asked of a policy that has none.
template <class Policy>
struct NoWhiteningFault {
  static constexpr Text text = [] {
    Text t;
    if (!Policy::settings.has(AugmentSettings::whitening_)) t << "whitening: the policy has no ZcaWhitening";
    return t;
  }();
};
template <class I>
struct WhiteningFault {
  static constexpr Text text = whitening_fault<I>();
};

/// "an array of 12 float", or the type.
template <class T>
constexpr void spell_array(Text& t) {
  using A = ArrayOf<T>;
  if constexpr (A::size != 0)
    t << "an array of " << static_cast<std::int64_t>(A::size) << ' ' << type_name<std::remove_cv_t<typename A::type>>();
  else
    t << type_name<std::remove_cv_t<T>>();
}
template <class I, class T>
constexpr void check_array(Text& t, const char* name) {
  using A = ArrayOf<T>;
  if (!t.empty() || (A::size == I::size && is_pixel<std::remove_cv_t<typename A::type>>)) return;
  t << "apply: the " << name << " is " << static_cast<std::int64_t>(I::size) << " float or uint8_t (" << I::shape
    << "), got ";
  spell_array<T>(t);
  if (A::size == 0) t << ", whose size is not known to the compiler; give a span of that size";
}
/// What pictures of 8 bits cannot hold.
template <class Out>
constexpr void check_eight_bits(Text& t, const AugmentSettings& s) {
  using S = AugmentSettings;
  if (!t.empty() || !std::is_same_v<typename ArrayOf<Out>::type, std::uint8_t>) return;
  if (s.has(S::rescale_ | S::normalised_))
    t << "apply: " << (s.has(S::rescale_) ? "Rescale" : "a normalised picture")
      << " makes numbers that 8 bits do not hold; give an output of floats";
  else if (s.has(S::fill_ | S::mask_fill_) && (s.fill_value < 0 || s.fill_value > 255)) {
    t << "apply: ";
    spell_call(t, s.has(S::fill_) ? "Fill::constant" : "MaskFill", Real(s.fill_value));
    t << " is no value of a picture of 8 bits, which are 0 to 255";
  }
}

/// Statistics of a data set that the policy does not take, or that it lacks.
template <class I>
constexpr void check_statistics(Text& t, const AugmentSettings& s, const GivenStatistics& given) {
  using S = AugmentSettings;
  using Kind = GivenStatistics::Kind;
  if (!t.empty() || (!s.has(S::of_data_set_) && given.kind == Kind::none)) return;
  const bool whitens = s.has(S::whitening_);
  if (!s.has(S::of_data_set_))
    t << "apply: nothing is done with the statistics, since the policy has no FeaturewiseCenter";
  else if (whitens && given.kind == Kind::sums_of_whitening)
    t << "apply: the statistics are not the matrix yet, which Policy::whitening(statistics) makes of them";
  else if (whitens && given.kind != Kind::whitening)
    t << "apply: ZcaWhitening needs the Whitening of the data set as last argument, which Policy::whitening makes of "
         "WhiteningStatistics (cincel/augment/whitening.hpp)";
  else if (!whitens && given.kind != Kind::featurewise)
    t << "apply: a featurewise normalisation needs the FeaturewiseStatistics of the data set as last argument";
  else if (whitens && given.shape != I::shape)
    t << "apply: the whitening is of pictures of " << given.shape << ", the pictures are " << I::shape;
  else if (!whitens && given.shape[0] != I::channels)
    t << "apply: the statistics are of " << given.shape[0] << " channels, the pictures are " << I::shape;
}

/// What is wrong with apply<I>(draw, in, out, statistics).
template <class I, class In, class Out>
constexpr Text apply_fault(const AugmentSettings& s, const GivenStatistics& given) {
  Text t;
  if constexpr (!IsImage<I>::value) {
    t << "apply: needs the shape of the pictures, as in apply<Image<32, 32, 3>>(draw, input, output), got ";
    return t << type_name<I>();
  } else {
    t = image_fault<I>(s);
    check_array<I, In>(t, "input");
    check_array<I, Out>(t, "output");
    if (t.empty() && std::is_const_v<typename ArrayOf<Out>::type>)
      t << "apply: the output cannot be written, it is const";
    check_eight_bits<Out>(t, s);
    if (t.empty() && std::is_same_v<typename ArrayOf<Out>::type, std::uint8_t> &&
        !std::is_same_v<std::remove_cv_t<typename ArrayOf<In>::type>, std::uint8_t>)
      t << "apply: the input is float and the output 8 bits, which would be cut; give an output of floats";
    check_statistics<I>(t, s, given);
    return t;
  }
}
template <class Policy, class I, class In, class Out, class... Statistics>
struct ApplyFault {
  static constexpr Text text = apply_fault<I, In, Out>(Policy::settings, given_statistics<Statistics...>());
};

}  // namespace cincel::detail
