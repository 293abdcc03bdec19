// Single steps with given numbers against PIL, scipy, torchvision and OpenCV (tests/reference/make_sequence_reference.py):
// floats to 2e-6 of the range of values, which is [0, 1], where nothing else is said; 8 bits exactly.
#include "../reference.hpp"
#include "policies.hpp"

#include <cincel/augment/sequence.hpp>

#include <doctest/doctest.h>

#include <algorithm>

using namespace cincel;

namespace {

using I = Image<9, 7, 3>;

const reference::File& file() {
  static const reference::File f("sequence.safetensors");
  return f;
}

template <class T>
Raster raster(const T& x, ImageSides sides) {
  Raster r;
  impl::load_raster(r, x.data(), Shape(sides.height, sides.width, 3), 0);
  return r;
}

/// The largest error of what `step` makes of a picture.
template <class T, class Step>
double error_of(const std::string& name, const T& x, const impl::WarpRule& rule, Step step, ImageSides sides = {9, 7}) {
  Raster r = raster(x, sides);
  impl::RasterTarget target(r, rule, false);
  step(target);
  target.flush();
  const std::vector<float> expected = file()[name];
  if (static_cast<std::size_t>(r.size()) != expected.size()) return 1e9;
  double worst = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double e = std::fabs(static_cast<double>(r.data[i]) - static_cast<double>(expected[i]));
    if (!(e <= worst)) worst = e;
  }
  return worst;
}
template <class Step>
double error(const std::string& name, Step step, const impl::WarpRule& rule = {}) {
  return error_of(name, picture<I>(), rule, step);
}
/// Of an 8-bit picture, whose result is rounded.
template <class Step>
double bytes_error(const std::string& name, Step step) {
  return error_of(name, picture<I, std::uint8_t>(), {}, [&](AugmentTarget& t) {
    step(t);
    for (float& v : t.pixels()->data) v = std::nearbyint(v);
  });
}

}  // namespace

TEST_CASE("affine maps equal PIL's with torchvision's matrix, and scipy's beyond other borders") {
  const auto maps = {+[](AugmentTarget& t) { effect::affine(t, 30, 0, 0, 1, 0, 0); },
                     +[](AugmentTarget& t) { effect::affine(t, -20, 1.5, -0.75, 1.25, 10, -5); },
                     +[](AugmentTarget& t) { effect::affine(t, 100, 0, 2, 0.5, 0, 15); }};
  int i = 0;
  for (const auto map : maps) {
    const std::string name = "affine." + std::to_string(i++) + '.';
    CAPTURE(name);
    CHECK(error(name + "nearest", map, {Resampling::nearest, FillMode::constant, 0}) < 2e-6);
    CHECK(error(name + "bilinear", map, {Resampling::bilinear, FillMode::constant, 0}) < 2e-6);
    CHECK(error(name + "bicubic", map, {Resampling::bicubic, FillMode::nearest, 0}) < 2e-6);
    CHECK(error(name + "edge", map, {Resampling::bilinear, FillMode::nearest, 0}) < 2e-6);
    CHECK(error(name + "reflect", map, {Resampling::bilinear, FillMode::reflect, 0}) < 2e-6);
    CHECK(error(name + "wrap", map, {Resampling::bilinear, FillMode::wrap, 0}) < 2e-6);
  }
}

TEST_CASE("a perspective equals PIL's with the coefficients of torchvision's corners") {
  const auto map = [](AugmentTarget& t) { effect::perspective(t, {{1, 0}, {5, 2}, {6, 6}, {0, 7}}); };
  CHECK(error("perspective.nearest", map, {Resampling::nearest, FillMode::constant, 0}) < 2e-6);
  CHECK(error("perspective.bilinear", map, {Resampling::bilinear, FillMode::constant, 0}) < 2e-6);
}

TEST_CASE("resizing equals PIL's antialiased, OpenCV's other methods") {
  const std::pair<std::string, ImageSides> sizes[] = {
      {"4x3", {4, 3}}, {"5x14", {5, 14}}, {"18x11", {18, 11}}, {"9x2", {9, 2}}};
  for (const auto& [size, sides] : sizes) {
    const ImageSides to = sides;
    const auto by = [to](ResizeMethod method, bool antialias) {
      return [=](AugmentTarget& t) { t.resize(to, method, antialias); };
    };
    CAPTURE(size);
    CHECK(error("resize.nearest." + size, by(ResizeMethod::nearest, false)) == 0);
    CHECK(error("resize.bilinear_antialias." + size, by(ResizeMethod::bilinear, true)) < 2e-6);
    CHECK(error("resize.bicubic_antialias." + size, by(ResizeMethod::bicubic, true)) < 2e-6);
    CHECK(error("resize.bilinear." + size, by(ResizeMethod::bilinear, false)) < 2e-6);
    CHECK(error("resize.bicubic." + size, by(ResizeMethod::bicubic, false)) < 2e-6);
    CHECK(error("resize.area." + size, by(ResizeMethod::area, false)) < 2e-6);
  }
}

TEST_CASE("padding equals numpy's") {
  const auto by = [](FillMode mode) { return [mode](AugmentTarget& t) { t.pad(1, 2, {13, 13}, mode, 0.5f); }; };
  CHECK(error("pad.constant", by(FillMode::constant)) == 0);
  CHECK(error("pad.nearest", by(FillMode::nearest)) == 0);
  CHECK(error("pad.reflect", by(FillMode::reflect)) == 0);
  CHECK(error("pad.wrap", by(FillMode::wrap)) == 0);
}

TEST_CASE("colour steps on floats equal torchvision's") {
  CHECK(error("brightness", [](AugmentTarget& t) { effect::brightness(t, 1.5f); }) < 2e-6);
  CHECK(error("contrast", [](AugmentTarget& t) { effect::contrast(t, 0.25f); }) < 2e-6);
  CHECK(error("contrast.more", [](AugmentTarget& t) { effect::contrast(t, 1.75f); }) < 2e-6);
  CHECK(error("saturation", [](AugmentTarget& t) { effect::saturation(t, 0.5f); }) < 2e-6);
  CHECK(error("saturation.more", [](AugmentTarget& t) { effect::saturation(t, 3); }) < 2e-6);
  CHECK(error("hue.0.1", [](AugmentTarget& t) { effect::hue(t, 0.1f); }) < 2e-6);
  CHECK(error("hue.-0.3", [](AugmentTarget& t) { effect::hue(t, -0.3f); }) < 2e-6);
  CHECK(error("hue.0.5", [](AugmentTarget& t) { effect::hue(t, 0.5f); }) < 2e-6);
  CHECK(error("gamma", [](AugmentTarget& t) { effect::gamma(t, 2.2f, 1); }) < 2e-6);
  CHECK(error("gamma.gain", [](AugmentTarget& t) { effect::gamma(t, 0.5f, 1.25f); }) < 2e-6);
  CHECK(error("invert", [](AugmentTarget& t) { effect::invert(t); }) == 0);
  CHECK(error("solarize", [](AugmentTarget& t) { effect::solarize(t, 0.375f); }) == 0);
  CHECK(error("posterize.float", [](AugmentTarget& t) { effect::posterize(t, 3); }) == 0);
  CHECK(error("sharpness", [](AugmentTarget& t) { effect::sharpness(t, 2.5f); }) < 2e-6);
  CHECK(error("sharpness.smooth", [](AugmentTarget& t) { effect::sharpness(t, 0); }) < 2e-6);
  CHECK(error("auto_contrast", [](AugmentTarget& t) {
          for (float& v : t.pixels()->data) v = 0.25f + 0.5f * v;
          effect::auto_contrast(t);
        }) < 2e-6);
  CHECK(error("normalize", [](AugmentTarget& t) {
          const float mean[] = {0.25f, 0.5f, 0.375f}, deviation[] = {0.5f, 0.25f, 2};
          effect::normalize(t, mean, deviation, 3);
        }) < 4e-6);
}

TEST_CASE("posterize, solarize, invert, auto-contrast and equalize of 8 bits equal PIL's exactly") {
  for (int bits = 1; bits <= 8; ++bits)
    CHECK(bytes_error("posterize." + std::to_string(bits), [=](AugmentTarget& t) { effect::posterize(t, bits); }) == 0);
  CHECK(bytes_error("solarize.bytes", [](AugmentTarget& t) { effect::solarize(t, 100.0f / 255); }) == 0);
  CHECK(bytes_error("invert.bytes", [](AugmentTarget& t) { effect::invert(t); }) == 0);
  CHECK(bytes_error("equalize.small", [](AugmentTarget& t) { effect::equalize(t); }) == 0);
  std::array<std::uint8_t, I::size> narrow{};
  const auto x = picture<I>();
  for (std::size_t i = 0; i < x.size(); ++i)
    narrow[i] = static_cast<std::uint8_t>(60 + 128 * static_cast<double>(x[i]));
  CHECK(error_of("auto_contrast.bytes", narrow, {}, [](AugmentTarget& t) { effect::auto_contrast(t); }) == 0);
  std::array<std::uint8_t, 1800> large{};
  const auto y = picture<Image<20, 30, 3>>();
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double v = static_cast<double>(y[i]);
    large[i] = static_cast<std::uint8_t>(256 * (v * v));
  }
  CHECK(error_of("equalize", large, {}, [](AugmentTarget& t) { effect::equalize(t); }, {20, 30}) == 0);
}

TEST_CASE("enhancements of 8 bits are at most one level from PIL's, which rounds more often") {
  CHECK(bytes_error("sharpness.bytes", [](AugmentTarget& t) { effect::sharpness(t, 2.5f); }) <= 1);
  CHECK(bytes_error("contrast.bytes", [](AugmentTarget& t) { effect::contrast(t, 1.75f); }) <= 1);
  CHECK(bytes_error("brightness.bytes", [](AugmentTarget& t) { effect::brightness(t, 1.5f); }) <= 1);
  CHECK(bytes_error("saturation.bytes", [](AugmentTarget& t) { effect::saturation(t, 0.5f); }) <= 1);
}

TEST_CASE("blurs equal torchvision's, OpenCV's and scipy's") {
  CHECK(error("gaussian_blur", [](AugmentTarget& t) { effect::gaussian_blur(t, 1.25, 5); }) < 2e-6);
  CHECK(error("gaussian_blur.cv", [](AugmentTarget& t) { effect::gaussian_blur(t, 1.75, 9); }) < 2e-6);
  CHECK(error("median_blur", [](AugmentTarget& t) { effect::median_blur(t, 3); }) == 0);
  CHECK(bytes_error("median_blur.bytes", [](AugmentTarget& t) { effect::median_blur(t, 5); }) == 0);
  for (const int angle : {0, 30, 90})
    CHECK(error("motion_blur." + std::to_string(angle), [=](AugmentTarget& t) { effect::motion_blur(t, 5, angle); }) <
          2e-6);
}

TEST_CASE("a field of moves equals scipy's map_coordinates, CLAHE OpenCV's exactly") {
  const auto moves = picture<Image<9, 7, 2>>(5);
  std::vector<float> field;
  for (const float v : moves) field.push_back(6 * v - 3);
  CHECK(error("displace", [&](AugmentTarget& t) { t.displace(field); }) < 4e-6);
  struct Levels {
    std::int64_t height, width, tiles;
    double clip;
  };
  for (const Levels& l : {Levels{20, 30, 4, 4}, Levels{16, 24, 8, 2}, Levels{24, 30, 8, 1.5}}) {
    Raster r;
    for (std::int64_t i = 0; i < l.height * l.width; ++i) {
      const double v = reference::uniform(reference::input_number, static_cast<std::uint32_t>(i));
      r.data.push_back(static_cast<float>(std::floor(256 * (v * v))));
    }
    r.sides = {l.height, l.width};
    r.channels = 1;
    r.white = 255;
    impl::RasterTarget target(r, {}, false);
    effect::clahe(target, l.clip, l.tiles);
    const std::vector<float> expected = file()["clahe." + std::to_string(l.height) + 'x' + std::to_string(l.width)];
    REQUIRE(r.data.size() == expected.size());
    CHECK(r.data == expected);
  }
}

TEST_CASE(
    "levels of LAB are OpenCV's exactly, CLAHE of the lightness is OpenCV's to one level of red, green and blue") {
  struct Levels {
    std::int64_t height, width, tiles;
    double clip;
  };
  for (const Levels& l : {Levels{20, 30, 4, 4}, Levels{16, 24, 8, 2}, Levels{24, 30, 8, 1.5}}) {
    Raster r;
    for (std::int64_t i = 0; i < l.height * l.width * 3; ++i) {
      const double v = reference::uniform(reference::input_number, static_cast<std::uint32_t>(i));
      r.data.push_back(static_cast<float>(std::floor(256 * (v * v))));
    }
    r.sides = {l.height, l.width};
    r.channels = 3;
    r.white = 255;
    const std::string size = std::to_string(l.height) + 'x' + std::to_string(l.width);
    const std::vector<float> lab = file()["lab." + size], expected = file()["lab_clahe." + size];
    REQUIRE((lab.size() == r.data.size() && expected.size() == r.data.size()));
    for (std::size_t i = 0; i < lab.size(); i += 3) {
      const std::int32_t rgb[] = {static_cast<std::int32_t>(r.data[i]), static_cast<std::int32_t>(r.data[i + 1]),
                                  static_cast<std::int32_t>(r.data[i + 2])};
      const impl::LabLevels levels = impl::lab_of(rgb);
      CHECK(static_cast<float>(levels.lightness) == lab[i]);
      CHECK(static_cast<float>(levels.a) == lab[i + 1]);
      CHECK(static_cast<float>(levels.b) == lab[i + 2]);
    }
    impl::RasterTarget target(r, {}, false);
    effect::lab_clahe(target, l.clip, l.tiles);
    std::size_t other = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      CHECK(std::fabs(r.data[i] - expected[i]) <= 1);
      if (r.data[i] != expected[i]) ++other;
    }
    CHECK(other * 10 <= expected.size());
  }
}

TEST_CASE("JPEG's loss is the pixels that PIL reads back from its file, exactly") {
  struct Size {
    std::int64_t height, width, channels;
    std::vector<int> qualities;
  };
  const Size sizes[] = {{17, 20, 3, {1, 10, 49, 50, 75, 95, 100}},
                        {9, 7, 3, {5, 75, 100}},
                        {16, 32, 3, {30}},
                        {3, 4, 3, {75}},
                        {1, 1, 3, {20}},
                        {13, 19, 1, {1, 25, 75, 100}},
                        {8, 16, 1, {60}}};
  for (const Size& s : sizes) {
    std::vector<float> noise, smooth;
    for (std::int64_t i = 0; i < s.height * s.width * s.channels; ++i) {
      const std::int64_t c = i % s.channels, x = i / s.channels % s.width, y = i / s.channels / s.width;
      const auto v =
          static_cast<std::int64_t>(256 * reference::uniform(reference::input_number, static_cast<std::uint32_t>(i)));
      const std::int64_t wave = (7 * y * y + 3 * y * x + 9 * x + 40 * c + v / 16) % 512;
      noise.push_back(static_cast<float>(v));
      smooth.push_back(static_cast<float>(std::min(wave, 511 - wave)));
    }
    for (const auto& [name, levels] : {std::pair("noise", noise), std::pair("smooth", smooth)}) {
      for (const int quality : s.qualities) {
        Raster r;
        r.data = levels;
        r.sides = {s.height, s.width};
        r.channels = s.channels;
        r.white = 255;
        impl::RasterTarget target(r, {}, false);
        effect::jpeg(target, quality);
        const std::string of = std::string("jpeg.") + name + '.' + std::to_string(s.height) + 'x' +
                               std::to_string(s.width) + 'x' + std::to_string(s.channels) + '.' +
                               std::to_string(quality);
        CAPTURE(of);
        CHECK(r.data == file()[of]);
      }
    }
  }
}
