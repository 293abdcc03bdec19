// All affine steps of a sample as one matrix: from a pixel of the result to its place in the source, in double.
#pragma once

#include <cincel/augment/direction.hpp>
#include <cincel/augment/draw.hpp>
#include <cincel/augment/sequence/projective.hpp>
#include <cincel/augment/settings.hpp>

namespace cincel {

/// source row = row[0] · r + row[1] · c + row[2], source column = column[0] · r + column[1] · c + column[2] for row r and
/// column c of the result: what scipy.ndimage.affine_transform takes.
struct PullMatrix {
  double row[3] = {1, 0, 0}, column[3] = {0, 1, 0};
};

/// The same on (x, y, 1), as the targets of a sequence take it.
constexpr Projective projective_of(const PullMatrix& m) {
  return {{{m.column[1], m.column[0], m.column[2]}, {m.row[1], m.row[0], m.row[2]}, {0, 0, 1}}};
}

inline namespace CINCEL_ISA {
namespace impl {

/// A 2x3 affine matrix over two axes, whichever they are.
struct Affine {
  double m[2][3] = {{1, 0, 0}, {0, 1, 0}};

  friend constexpr Affine operator*(const Affine& a, const Affine& b) {
    Affine p;
    for (int i = 0; i < 2; ++i) {
      for (int j = 0; j < 3; ++j) p.m[i][j] = a.m[i][0] * b.m[0][j] + a.m[i][1] * b.m[1][j];
      p.m[i][2] += a.m[i][2];
    }
    return p;
  }
};

/// A shift in pixels.
constexpr double pixels_of(const ShiftRange& s, double drawn, double side) {
  return s.unit == ShiftRange::Unit::pixels ? drawn : drawn * side;
}

/// Keras's R · T · S · Z, about the centre (c0, c1), shifted by t0, t1 along its two axes.
constexpr Affine keras_product(const AugmentDraw& d, double t0, double t1, double c0, double c1) {
  const Direction turn = direction_of(d.rotation), shear = direction_of(d.shear);
  const Affine r{{{turn.cosine, -turn.sine, 0}, {turn.sine, turn.cosine, 0}}};
  const Affine t{{{1, 0, t0}, {0, 1, t1}}};
  const Affine s{{{1, -shear.sine, 0}, {0, shear.cosine, 0}}};
  const Affine z{{{d.zoom_x, 0, 0}, {0, d.zoom_y, 0}}};
  Affine m = r * t * s * z;
  m.m[0][2] += c0 - m.m[0][0] * c0 - m.m[0][1] * c1;
  m.m[1][2] += c1 - m.m[1][0] * c0 - m.m[1][1] * c1;
  return m;
}

}  // namespace impl

/// The matrix of a drawn sample of height x width pixels, flips included, by the convention of `s`:
///   documented  axes (x, y), centre (W/2 - 0.5, H/2 - 0.5), the width shift moves along x
///   keras3      axes (x, y), centre (H/2 - 0.5, W/2 - 0.5), the height shift moves along x
///   kp112       axes (row, column), centre (H/2 + 0.5, W/2 + 0.5), the height shift moves rows
constexpr PullMatrix pull_matrix(const AugmentSettings& s, const AugmentDraw& d, double height, double width) {
  const double ty = impl::pixels_of(s.height_shift, d.height_shift, height);
  const double tx = impl::pixels_of(s.width_shift, d.width_shift, width);
  PullMatrix p;
  if (s.convention == MatrixConvention::kp112) {
    const impl::Affine a = impl::keras_product(d, ty, tx, height / 2 + 0.5, width / 2 + 0.5);
    p = {{a.m[0][0], a.m[0][1], a.m[0][2]}, {a.m[1][0], a.m[1][1], a.m[1][2]}};
  } else {
    const bool swapped = s.convention == MatrixConvention::keras3;
    const double x = (swapped ? height : width) / 2 - 0.5, y = (swapped ? width : height) / 2 - 0.5;
    const impl::Affine a = impl::keras_product(d, swapped ? ty : tx, swapped ? tx : ty, x, y);
    p = {{a.m[1][1], a.m[1][0], a.m[1][2]}, {a.m[0][1], a.m[0][0], a.m[0][2]}};
  }
  for (double* line : {p.row, p.column}) {  // the flips come behind: their places are read backwards
    if (d.flip_vertical) line[2] += line[0] * (height - 1), line[0] = -line[0];
    if (d.flip_horizontal) line[2] += line[1] * (width - 1), line[1] = -line[1];
  }
  return p;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
