// Projective maps of the plane, in double: what the geometric steps of a sequence are, one after another and as one.
#pragma once

namespace cincel {

/// A place in a picture, x to the right and y down.
struct PlanePoint {
  double x = 0, y = 0;
  friend constexpr bool operator==(const PlanePoint&, const PlanePoint&) = default;
};

/// A 3x3 matrix that acts on (x, y, 1). As a *pull* matrix it leads from pixel indices of the result to those of the
/// source (as scipy, PIL and OpenCV's WARP_INVERSE_MAP take it); its inverse leads from the source to the result.
struct Projective {
  double m[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

  friend constexpr bool operator==(const Projective&, const Projective&) = default;
  friend constexpr Projective operator*(const Projective& a, const Projective& b) {
    Projective p;
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j) p.m[i][j] = a.m[i][0] * b.m[0][j] + a.m[i][1] * b.m[1][j] + a.m[i][2] * b.m[2][j];
    return p;
  }
  constexpr bool is_affine() const { return m[2][0] == 0 && m[2][1] == 0 && m[2][2] == 1; }
  /// What the third coordinate of a point is; at 0 and below the point lies behind the horizon.
  constexpr double depth(PlanePoint p) const { return m[2][0] * p.x + m[2][1] * p.y + m[2][2]; }
  constexpr PlanePoint operator()(PlanePoint p) const {
    const double w = depth(p);
    return {(m[0][0] * p.x + m[0][1] * p.y + m[0][2]) / w, (m[1][0] * p.x + m[1][1] * p.y + m[1][2]) / w};
  }
  constexpr double determinant() const {
    return m[0][0] * minor_of(0, 0) - m[0][1] * minor_of(0, 1) + m[0][2] * minor_of(0, 2);
  }
  /// The inverse, scaled so that an affine map stays one; the matrix must not be singular.
  constexpr Projective inverse() const {
    const double det = determinant();
    Projective p;
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j) p.m[j][i] = ((i + j) % 2 == 0 ? 1 : -1) * minor_of(i, j) / det;
    if (is_affine()) p.m[2][0] = p.m[2][1] = 0, p.m[2][2] = 1;
    return p;
  }

 private:
  /// The determinant without row i and column j.
  constexpr double minor_of(int i, int j) const {
    const int a = i == 0 ? 1 : 0, b = i == 2 ? 1 : 2, c = j == 0 ? 1 : 0, d = j == 2 ? 1 : 2;
    return m[a][c] * m[b][d] - m[a][d] * m[b][c];
  }
};

constexpr Projective translation(double x, double y) { return {{{1, 0, x}, {0, 1, y}, {0, 0, 1}}}; }

/// A 2x2 matrix about the point (x, y), which stays.
constexpr Projective about(double x, double y, double a, double b, double c, double d) {
  return {{{a, b, x - a * x - b * y}, {c, d, y - c * x - d * y}, {0, 0, 1}}};
}

/// The map that leads four points to four others, in their order; singular where three lie on a line (Heckbert, 1989).
constexpr Projective from_four_points(const PlanePoint (&from)[4], const PlanePoint (&to)[4]) {
  double a[8][9] = {};
  for (int i = 0; i < 4; ++i) {
    const PlanePoint p = from[i], q = to[i];
    const double rows[2][9] = {{p.x, p.y, 1, 0, 0, 0, -p.x * q.x, -p.y * q.x, q.x},
                               {0, 0, 0, p.x, p.y, 1, -p.x * q.y, -p.y * q.y, q.y}};
    for (int k = 0; k < 9; ++k) a[2 * i][k] = rows[0][k], a[2 * i + 1][k] = rows[1][k];
  }
  for (int c = 0; c < 8; ++c) {  // Gauss and Jordan, with the largest pivot of each column
    int best = c;
    for (int r = c + 1; r < 8; ++r)
      if ((a[r][c] < 0 ? -a[r][c] : a[r][c]) > (a[best][c] < 0 ? -a[best][c] : a[best][c])) best = r;
    for (int k = 0; k < 9; ++k) {
      const double x = a[c][k];
      a[c][k] = a[best][k], a[best][k] = x;
    }
    for (int r = 0; r < 8; ++r) {
      if (r == c) continue;
      const double factor = a[r][c] / a[c][c];
      for (int k = c; k < 9; ++k) a[r][k] -= factor * a[c][k];
    }
  }
  double h[8] = {};
  for (int i = 0; i < 8; ++i) h[i] = a[i][8] / a[i][i];
  return {{{h[0], h[1], h[2]}, {h[3], h[4], h[5]}, {h[6], h[7], 1}}};
}

}  // namespace cincel
