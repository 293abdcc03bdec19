// The gradient of dense weights over all samples of a batch at once. Of each sample there is a row of inputs and a row of
// gradients (`BatchRows`), and
//
//     for each part of the matrix, by any thread
//       dw[inputs][units] = sum over the rows of x[:] · g[:]         add_outer_products
//
// Each number is the sum over the rows in their order, whichever part it lies in.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/point_products.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {

/// Most rows at a time.
inline constexpr std::int64_t most_rows = 256;

/// Some inputs and units of a weight matrix.
struct MatrixPart {
  std::int64_t first_input, end_input, first_unit, end_unit;
};

namespace kernels {

/// The parts into which a weight matrix is cut: as many units as whole tiles of any register have, whose gradients of
/// 128 samples stay in a first-level cache, and so many inputs that a part is worth a thread's while.
class MatrixParts {
  static constexpr std::int64_t inputs_of_part = 256, units_of_part = 48;

 public:
  constexpr MatrixParts(std::int64_t inputs, std::int64_t units) : inputs_(inputs), units_(units) {}
  constexpr std::int64_t count() const { return rows() * ((units_ + units_of_part - 1) / units_of_part); }
  constexpr MatrixPart part(std::int64_t i) const {
    const std::int64_t input = i % rows() * inputs_of_part, unit = i / rows() * units_of_part;
    return {input, (std::min)(input + inputs_of_part, inputs_), unit, (std::min)(unit + units_of_part, units_)};
  }

 private:
  constexpr std::int64_t rows() const { return (inputs_ + inputs_of_part - 1) / inputs_of_part; }

  std::int64_t inputs_, units_;
};

/// Where a step leaves rows, that of this sample first; null if it leaves none.
template <class T>
constexpr BatchRows<T> rows_of(const TrainingStep& t, const SampleContext<T>& c) {
  const BatchRows<T> all = c.rows != nullptr ? c.rows[&t - c.steps] : BatchRows<T>{};
  if (all.inputs == nullptr) return {};
  const Op& op = t.forward.op;
  return {all.inputs + c.row * point_pitch(op.in.volume()), all.gradients + c.row * point_pitch(op.out.volume())};
}

/// Copies a row, and zeros up to the pitch.
template <class T>
constexpr void keep_row(const T* from, std::int64_t n, T* to) {
  std::copy_n(from, n, to);
  std::fill(to + n, to + point_pitch(n), T(0));
}

/// dw += what `n` rows give, or, if `begin`, dw = that: of one part of the matrix.
template <class P, class T>
constexpr void add_rows(const BatchRows<T>& rows, std::int64_t n, std::int64_t inputs, std::int64_t units,
                        const MatrixPart& part, bool begin, T* dw) {
  fixed_array<PointPlace<T>, most_rows> gradients;
  for (std::int64_t r = 0; r < n; ++r) gradients[r] = {rows.gradients + r * point_pitch(units), nullptr};
  const PointGradients<T> x{rows.inputs + part.first_input, n, part.end_input - part.first_input, point_pitch(inputs),
                            begin};
  add_outer_products<P>(x, gradients.data(), dw + part.first_input * units, units, [&](auto run) {
    run(part.first_unit, part.first_unit, part.end_unit - part.first_unit, PointRanges{0, n});
  });
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
