// Steps that change samples one by one: level, sign, place in time, clipping, a muted stretch. Probabilities are 0.5 if
// not given, as in audiomentations; docs/audio.md has all steps in a table.
#pragma once

#include <cincel/augment/audio/level.hpp>
#include <cincel/augment/audio/recordings.hpp>
#include <cincel/augment/audio/step_check.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace cincel::audio {
inline namespace CINCEL_ISA {

/// Multiplies by 10^(value/20), value uniform in [Low, High] dB, which lie in [-120, 120]. Nothing is cut at ±1.
template <Real Low = -12, Real High = 12, Real Probability = 0.5>
struct Gain : StepBase<StepKind::gain, Probability> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "Gain", Low, High); }
  static constexpr void check(Text& fault) { detail::need_range(fault, Low.value, High.value, -120, 120, " dB"); }
  static constexpr void draw(StepDraw& d, const StepRandom& r) {
    d.value = detail::between(Low.value, High.value, r.first);
  }
  static void run(const StepDraw& d, const SoundForm&, SoundWork& w) {
    const auto factor = static_cast<float>(amplitude_of(d.value));
    for (float& v : w.x) v *= factor;
  }
};

/// Turns the sign of all samples.
template <Real Probability = 0.5>
struct PolarityInversion : StepBase<StepKind::polarity, Probability> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "PolarityInversion", Probability); }
  static constexpr void check(Text&) {}
  static void run(const StepDraw&, const SoundForm&, SoundWork& w) {
    for (float& v : w.x) v = -v;
  }
};

namespace impl {

/// Moves a sound by `value` of its length, rounded to whole samples; positive is later.
inline void shift(const StepDraw& d, const SoundForm& f, SoundWork& w, bool rolls) {
  const std::int64_t n = f.length, c = f.channels;
  const std::int64_t by = std::clamp<std::int64_t>(std::llround(d.value * static_cast<double>(n)), -n, n);
  float* y = w.room(n * c);
  for (std::int64_t i = 0; i < n; ++i) {
    const std::int64_t from = rolls ? (i - by + 2 * n) % n : i - by;
    for (std::int64_t k = 0; k < c; ++k)
      y[i * c + k] = from >= 0 && from < n ? w.x[static_cast<std::size_t>(from * c + k)] : 0.0f;
  }
  w.done();
}

}  // namespace impl

/// Moves the sound by a share of its length, uniform in ±Largest, Largest in (0, 1]; positive is later. What comes in is
/// silence.
template <Real Largest = 0.5, Real Probability = 0.5>
struct Shift : StepBase<StepKind::shift, Probability> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "Shift", Largest); }
  static constexpr void check(Text& fault) {
    detail::need(fault, Largest.value > 0 && Largest.value <= 1, "needs a share of the length above 0 and up to 1");
  }
  static constexpr void draw(StepDraw& d, const StepRandom& r) {
    d.value = detail::between(-Largest.value, Largest.value, r.first);
  }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) { impl::shift(d, f, w, false); }
};

/// The same, but what leaves at one end comes in at the other.
template <Real Largest = 0.5, Real Probability = 0.5>
struct Roll : StepBase<StepKind::roll, Probability> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "Roll", Largest); }
  static constexpr void check(Text& fault) {
    detail::need(fault, Largest.value > 0 && Largest.value <= 1, "needs a share of the length above 0 and up to 1");
  }
  static constexpr void draw(StepDraw& d, const StepRandom& r) {
    d.value = detail::between(-Largest.value, Largest.value, r.first);
  }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) { impl::shift(d, f, w, true); }
};

/// Cuts samples at the percentiles value/2 and 100 - value/2 of the sound (of all channels, between samples linear),
/// value uniform in [Low, High] percent, which lie in [0, 100].
template <Real Low = 0, Real High = 40, Real Probability = 0.5>
struct ClippingDistortion : StepBase<StepKind::clipping, Probability> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "ClippingDistortion", Low, High); }
  static constexpr void check(Text& fault) { detail::need_range(fault, Low.value, High.value, 0, 100, " percent"); }
  static constexpr void draw(StepDraw& d, const StepRandom& r) {
    d.value = detail::between(Low.value, High.value, r.first);
  }
  static void run(const StepDraw& d, const SoundForm&, SoundWork& w) {
    for (const float v : w.x)
      if (std::isnan(v)) return;  // there is no order to cut by
    w.y.assign(w.x.begin(), w.x.end());
    const float low = percentile(w.y, d.value / 2), high = percentile(w.y, 100 - d.value / 2);
    for (float& v : w.x) v = std::clamp(v, low, high);
  }

 private:
  static float percentile(std::vector<float>& x, double percent) {
    const double place = percent / 100 * static_cast<double>(x.size() - 1);
    const auto below = static_cast<std::int64_t>(place);
    const auto at = x.begin() + below;
    std::nth_element(x.begin(), at, x.end());
    const float v = *at;
    if (at + 1 == x.end()) return v;
    const double share = place - static_cast<double>(below);
    return static_cast<float>(static_cast<double>(v) +
                              share *
                                  (static_cast<double>(*std::min_element(at + 1, x.end())) - static_cast<double>(v)));
  }
};

/// Mutes a stretch of a share of the length, uniform in [Low, High], which lie in [0, 1], with fades of 5 ms at its
/// ends, inside of it (of an eighth of it where it is shorter than 40 ms).
template <Real Low = 0.01, Real High = 0.2, Real Probability = 0.5>
struct TimeMask : StepBase<StepKind::time_mask, Probability> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "TimeMask", Low, High); }
  static constexpr void check(Text& fault) { detail::need_range(fault, Low.value, High.value, 0, 1, ""); }
  static constexpr void draw(StepDraw& d, const StepRandom& r) {
    d.value = detail::between(Low.value, High.value, r.first);
    d.second = r.second;
  }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) {
    const auto width = static_cast<std::int64_t>(d.value * static_cast<double>(f.length));
    const auto first = static_cast<std::int64_t>(d.second * static_cast<double>(f.length - width + 1));
    const std::int64_t fade = (std::min)(f.rate / 200, width / 8);
    for (std::int64_t i = 0; i < width; ++i) {
      const std::int64_t edge = (std::min)(i + 1, width - i);
      const float level = edge > fade ? 0.0f : 1 - static_cast<float>(edge) / static_cast<float>(fade + 1);
      for (std::int64_t c = 0; c < f.channels; ++c)
        w.x[static_cast<std::size_t>((first + i) * f.channels + c)] *= level;
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
