// `cincel augment` on pictures: one step of augmentation with given numbers on a NumPy array.
#pragma once

#include "npy.hpp"
#include "step_parameters.hpp"

#include <cincel/augment.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <ostream>
#include <string>

namespace cincel {

/// A step that the tool knows, with the names of its parameters.
struct NamedStep {
  const char *name, *parameters;
  void (*run)(AugmentTarget&, StepParameters&);
};

namespace tool {

inline float number(StepParameters& p, const char* key, double low, double high, double otherwise = std::nan("")) {
  return static_cast<float>(p.number(key, low, high, otherwise));
}
inline ImageSides sides(StepParameters& p) { return {p.whole("height", 1, 16384), p.whole("width", 1, 16384)}; }
inline CropWindow window(AugmentTarget& t, StepParameters& p) {
  const CropWindow w{p.whole("top", 0, t.sides().height - 1), p.whole("left", 0, t.sides().width - 1), sides(p)};
  if (w.top + w.sides.height > t.sides().height || w.left + w.sides.width > t.sides().width)
    p.fail("the window reaches beyond the picture of " + std::to_string(t.sides().height) + "x" +
           std::to_string(t.sides().width) + " pixels");
  return w;
}
inline void resize(AugmentTarget& t, StepParameters& p) {
  const auto method = static_cast<ResizeMethod>(p.word("method", {"nearest", "bilinear", "bicubic", "area"}));
  t.resize(sides(p), method, p.whole("antialias", 0, 1, 0) != 0);
}
inline void pad(AugmentTarget& t, StepParameters& p) {
  const std::int64_t top = p.whole("top", 0, 8192, 0), left = p.whole("left", 0, 8192, 0);
  const ImageSides to{t.sides().height + top + p.whole("bottom", 0, 8192, 0),
                      t.sides().width + left + p.whole("right", 0, 8192, 0)};
  constexpr FillMode modes[] = {FillMode::constant, FillMode::nearest, FillMode::reflect, FillMode::wrap};
  const FillMode mode = modes[p.word("mode", {"constant", "nearest", "reflect", "wrap"})];
  t.pad(top, left, to, mode, number(p, "value", -3e38, 3e38, 0));
}
inline void affine(AugmentTarget& t, StepParameters& p) {
  effect::affine(t, p.number("angle", -360, 360, 0), p.number("right", -1e6, 1e6, 0), p.number("down", -1e6, 1e6, 0),
                 p.number("scale", 1e-3, 1e3, 1), p.number("shear_x", -89.9, 89.9, 0),
                 p.number("shear_y", -89.9, 89.9, 0));
}
/// Keras's matrix, shifts in pixels.
inline void keras(AugmentTarget& t, StepParameters& p) {
  AugmentSettings s;
  s.convention = static_cast<MatrixConvention>(p.word("convention", {"documented", "keras3", "kp112"}));
  s.height_shift.unit = s.width_shift.unit = ShiftRange::Unit::pixels;
  AugmentDraw d;
  d.rotation = p.number("rotation", -360, 360, 0);
  d.height_shift = p.number("height_shift", -1e6, 1e6, 0);
  d.width_shift = p.number("width_shift", -1e6, 1e6, 0);
  d.shear = p.number("shear", -89.9, 89.9, 0);
  d.zoom_x = p.number("zoom_x", 1e-3, 1e3, 1);
  d.zoom_y = p.number("zoom_y", 1e-3, 1e3, 1);
  d.flip_horizontal = p.whole("flip_horizontal", 0, 1, 0) != 0;
  d.flip_vertical = p.whole("flip_vertical", 0, 1, 0) != 0;
  const PullMatrix m = pull_matrix(s, d, static_cast<double>(t.sides().height), static_cast<double>(t.sides().width));
  t.map(projective_of(m), t.sides(), Border::reaches);
}
inline void perspective(AugmentTarget& t, StepParameters& p) {
  PlanePoint to[4];
  const char* keys[4][2] = {{"x0", "y0"}, {"x1", "y1"}, {"x2", "y2"}, {"x3", "y3"}};
  for (int i = 0; i < 4; ++i) to[i] = {p.number(keys[i][0], -1e5, 1e5), p.number(keys[i][1], -1e5, 1e5)};
  effect::perspective(t, to);
}
inline std::int64_t tiles(AugmentTarget& t, StepParameters& p) {
  return p.whole("tiles", 1, (std::min<std::int64_t>)({64, t.sides().height, t.sides().width}));
}
/// A seed of two floats, as it is drawn.
struct Seed {
  float two[2];
};
inline Seed seed(StepParameters& p) {
  return {{static_cast<float>(p.whole("seed", 0, (1 << 24) - 1)),
           static_cast<float>(p.whole("seed2", 0, (1 << 24) - 1, 0))}};
}

}  // namespace tool

inline constexpr NamedStep named_steps[] = {
    {"crop", "top left height width", [](AugmentTarget& t, StepParameters& p) { effect::crop(t, tool::window(t, p)); }},
    {"resize", "height width method antialias", tool::resize},
    {"pad", "top left bottom right mode value", tool::pad},
    {"affine", "angle right down scale shear_x shear_y", tool::affine},
    {"keras", "rotation height_shift width_shift shear zoom_x zoom_y flip_horizontal flip_vertical convention",
     tool::keras},
    {"perspective", "x0 y0 x1 y1 x2 y2 x3 y3", tool::perspective},
    {"flip_horizontal", "", [](AugmentTarget& t, StepParameters&) { effect::flip_horizontal(t); }},
    {"flip_vertical", "", [](AugmentTarget& t, StepParameters&) { effect::flip_vertical(t); }},
    {"transpose", "", [](AugmentTarget& t, StepParameters&) { effect::transpose(t); }},
    {"brightness", "factor",
     [](AugmentTarget& t, StepParameters& p) { effect::brightness(t, tool::number(p, "factor", 0, 1e3)); }},
    {"contrast", "factor",
     [](AugmentTarget& t, StepParameters& p) { effect::contrast(t, tool::number(p, "factor", 0, 1e3)); }},
    {"saturation", "factor",
     [](AugmentTarget& t, StepParameters& p) { effect::saturation(t, tool::number(p, "factor", 0, 1e3)); }},
    {"hue", "turn", [](AugmentTarget& t, StepParameters& p) { effect::hue(t, tool::number(p, "turn", -0.5, 0.5)); }},
    {"gamma", "exponent gain",
     [](AugmentTarget& t, StepParameters& p) {
       effect::gamma(t, tool::number(p, "exponent", 1e-3, 1e3), tool::number(p, "gain", 0, 1e3, 1));
     }},
    {"invert", "", [](AugmentTarget& t, StepParameters&) { effect::invert(t); }},
    {"solarize", "threshold",
     [](AugmentTarget& t, StepParameters& p) { effect::solarize(t, tool::number(p, "threshold", 0, 1)); }},
    {"posterize", "bits",
     [](AugmentTarget& t, StepParameters& p) { effect::posterize(t, static_cast<int>(p.whole("bits", 1, 8))); }},
    {"channel_shift", "add",
     [](AugmentTarget& t, StepParameters& p) { effect::channel_shift(t, tool::number(p, "add", -1e6, 1e6)); }},
    {"auto_contrast", "", [](AugmentTarget& t, StepParameters&) { effect::auto_contrast(t); }},
    {"equalize", "", [](AugmentTarget& t, StepParameters&) { effect::equalize(t); }},
    {"sharpness", "factor",
     [](AugmentTarget& t, StepParameters& p) { effect::sharpness(t, tool::number(p, "factor", 0, 1e3)); }},
    {"gaussian_blur", "sigma size",
     [](AugmentTarget& t, StepParameters& p) {
       effect::gaussian_blur(t, p.number("sigma", 1e-3, 1e3), p.odd("size", 255));
     }},
    {"median_blur", "size", [](AugmentTarget& t, StepParameters& p) { effect::median_blur(t, p.odd("size", 31)); }},
    {"motion_blur", "size angle",
     [](AugmentTarget& t, StepParameters& p) {
       effect::motion_blur(t, p.odd("size", 255), p.number("angle", -360, 360));
     }},
    {"gauss_noise", "deviation seed seed2",
     [](AugmentTarget& t, StepParameters& p) {
       effect::gauss_noise(t, tool::number(p, "deviation", 0, 10), tool::seed(p).two);
     }},
    {"shot_noise", "photons seed seed2",
     [](AugmentTarget& t, StepParameters& p) {
       effect::shot_noise(t, tool::number(p, "photons", 1, 350), tool::seed(p).two);
     }},
    {"salt_and_pepper", "amount salt seed seed2",
     [](AugmentTarget& t, StepParameters& p) {
       effect::salt_and_pepper(t, tool::number(p, "amount", 0, 1), tool::number(p, "salt", 0, 1, 0.5),
                               tool::seed(p).two);
     }},
    {"elastic", "strength deviation seed seed2",
     [](AugmentTarget& t, StepParameters& p) {
       effect::elastic(t, p.number("strength", 0, 1e4), p.number("deviation", 0.1, 100), tool::seed(p).two);
     }},
    {"clahe", "clip tiles",
     [](AugmentTarget& t, StepParameters& p) { effect::clahe(t, p.number("clip", 0.01, 256), tool::tiles(t, p)); }},
    {"lab_clahe", "clip tiles",
     [](AugmentTarget& t, StepParameters& p) { effect::lab_clahe(t, p.number("clip", 0.01, 256), tool::tiles(t, p)); }},
    {"jpeg", "quality",
     [](AugmentTarget& t, StepParameters& p) { effect::jpeg(t, static_cast<int>(p.whole("quality", 1, 100))); }},
    {"erase", "top left height width value",
     [](AugmentTarget& t, StepParameters& p) {
       effect::erase(t, tool::window(t, p), tool::number(p, "value", 0, 1, 0));
     }},
};

/// The names of all steps on pictures with their parameters.
inline void list_steps(std::ostream& out) {
  for (const NamedStep& s : named_steps) out << s.name << (*s.parameters != 0 ? ": " : "") << s.parameters << '\n';
  out << "each of them also takes: interpolation (bilinear, nearest, bicubic), fill (nearest, constant, reflect, "
         "wrap), "
         "fill_value, white\n";
}

/// Applies the step `name` with the JSON object `json` to the array in `input`, and writes `output`. Throws
/// std::invalid_argument or FileError with the file or parameter and the reason.
inline void augment_file(const std::string& name, const std::string& json, const std::string& input,
                         const std::string& output) {
  StepParameters p(name, json);
  const auto* step =
      std::find_if(std::begin(named_steps), std::end(named_steps), [&](const NamedStep& s) { return name == s.name; });
  if (step == std::end(named_steps)) p.fail("there is no such step; see cincel augment --list");
  NpyArray picture = read_npy(input, npy_picture);
  Raster r;
  r.sides = {picture.shape[0], picture.shape[1]};
  r.channels = picture.shape.size() == 3 ? picture.shape[2] : 1;
  r.bytes = picture.bytes;
  r.white = tool::number(p, "white", 1e-6, 1e30, picture.bytes ? 255 : 1);
  r.data = std::move(picture.numbers);
  constexpr Resampling ways[] = {Resampling::bilinear, Resampling::nearest, Resampling::bicubic};
  const impl::WarpRule rule{ways[p.word("interpolation", {"bilinear", "nearest", "bicubic"})],
                            static_cast<FillMode>(p.word("fill", {"nearest", "constant", "reflect", "wrap"})),
                            tool::number(p, "fill_value", -3e38, 3e38, 0)};
  impl::RasterTarget target(r, rule, false);
  step->run(target, p);
  p.finish();
  target.flush();
  picture.numbers = std::move(r.data);
  picture.shape[0] = r.sides.height, picture.shape[1] = r.sides.width;
  write_npy(output, picture);
}

}  // namespace cincel
