// A network's prediction as values, and the laws of it. What does not differ between networks is compiled once: only
// `prediction_of` is a template on the network.
#pragma once

#include <doctest/doctest.h>

#include <cincel/inference.hpp>
#include <cincel/plan/check.hpp>

#include "../random_network.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

namespace laws {

using namespace cincel;

using Exact = scalar_pack<double, 1>;
using Constant = scalar_pack<float, 1>;

/// Its plan and its functions in a pack of numbers T.
template <class T>
struct Prediction {
  std::int64_t weights, arena;                        // numbers
  std::span<const std::int64_t> input_at, output_at;  // InputLayout's and OutputLayout's offsets
  std::span<const Buffer> inputs, outputs;
  std::span<const Step> steps;
  const Buffer* operands;
  void (*pack)(const float*, T*);
  void (*run)(const Memory<T>&);
  void (*take_inputs)(const Memory<T>&);
  void (*run_one)(std::size_t, const Memory<T>&);
};

template <class T, int N>
constexpr std::span<const T> span_of(const fixed_array<T, N>& a) {
  return {a.data(), static_cast<std::size_t>(N)};
}

template <class Net, class P>
constexpr Prediction<typename P::value_type> prediction_of() {
  using T = typename P::value_type;
  constexpr auto& plan = inference_plan<Net>;
  return {numbers_in(plan.weight_bytes),
          numbers_in(plan.arena_bytes),
          span_of(InputLayout<Net>::offsets),
          span_of(OutputLayout<Net>::offsets),
          span_of(plan.inputs),
          span_of(plan.outputs),
          span_of(plan.steps),
          plan.operands.data(),
          [](const float* from, T* to) { pack_weights<Net>(from, to); },
          [](const Memory<T>& m) { Program<Net, P>::run(m); },
          Program<Net, P>::take_inputs,
          Program<Net, P>::run_one};
}

/// What a prediction reads: weights as its kernels want them, and where each of its inputs begins.
template <class T>
class Given {
 public:
  Given(const Prediction<T>& p, const std::vector<float>& parameters, const std::vector<float>& x)
      : x_(x.begin(), x.end()) {
    packed_.resize(p.weights);
    p.pack(parameters.data(), packed_.data());
    for (std::size_t i = 0; i + 1 < p.input_at.size(); ++i) inputs_.push_back(x_.data() + p.input_at[i]);
  }
  Memory<T> memory(const Prediction<T>& p, T* arena) const {
    return {inputs_.data(), packed_.data(), arena, p.operands};
  }

 private:
  std::vector<T> x_;
  AlignedVector<T> packed_;
  std::vector<const T*> inputs_;
};

/// All outputs; the arena is full of NaN before and stands between guards.
template <class T>
std::vector<double> outputs_of(const Prediction<T>& p, const std::vector<float>& parameters,
                               const std::vector<float>& x) {
  constexpr std::int64_t guard = 16;
  AlignedVector<T> arena;
  arena.resize(p.arena + 2 * guard);
  std::fill(arena.begin(), arena.end(), std::numeric_limits<T>::quiet_NaN());
  const Given<T> given(p, parameters, x);
  p.run(given.memory(p, arena.data() + guard));
  for (std::int64_t i = 0; i < guard; ++i) {
    CHECK(arena[i] != arena[i]);
    CHECK(arena[guard + p.arena + i] != arena[guard + p.arena + i]);
  }
  std::vector<double> all;
  for (const Buffer& b : p.outputs) {
    const T* y = numbers_at(arena.data() + guard, b.offset);
    all.insert(all.end(), y, y + b.map.volume());
  }
  return all;
}

/// All outputs of `Net` by pack `P`.
template <class Net, class P>
std::vector<double> run(const std::vector<float>& parameters, const std::vector<float>& x) {
  return outputs_of(prediction_of<Net, P>(), parameters, x);
}

/// Fills with NaN what no buffer in `written`, halo included, owns.
template <class T>
void poison(const check::Written& written, std::span<T> arena) {
  std::vector<bool> owned(arena.size(), false);
  for (const Buffer& b : written.buffers())
    for (std::int64_t i = 0; i < b.rows(); ++i)
      for (std::int64_t j = 0; j < b.columns(); ++j)
        for (std::int64_t c = 0; c < b.map.channels(); ++c)
          owned[static_cast<std::size_t>(numbers_in(b.offset) + i * b.row + j * b.pixel + c)] = true;
  for (std::size_t i = 0; i < arena.size(); ++i)
    if (!owned[i]) arena[i] = std::numeric_limits<T>::quiet_NaN();
}

/// The outputs are the same bits when, before each step, all is NaN that the plan does not own: what it has not written
/// yet, what nobody reads any more and has been written over, and the scratch.
template <class T>
void only_what_the_plan_owns_is_read(const Prediction<T>& p, const std::vector<float>& parameters,
                                     const std::vector<float>& x, const std::vector<double>& expected) {
  AlignedVector<T> arena;
  arena.resize(p.arena);
  const Given<T> given(p, parameters, x);
  const Memory<T> memory = given.memory(p, arena.data());
  p.take_inputs(memory);
  check::Written written;
  for (const Buffer& b : p.inputs)
    if (!b.external()) written.add(b);
  for (std::size_t i = 0; i < p.steps.size(); ++i) {
    const Step& step = p.steps[i];
    written.spoil(step.scratch, bytes_of(scratch_size(step.op, Mode::inference)));
    poison<T>(written, {arena.data(), arena.size()});
    p.run_one(i, memory);
    written.add(step.y);
  }
  std::size_t k = 0;
  for (const Buffer& b : p.outputs)
    for (std::int64_t i = 0; i < b.map.volume(); ++i)
      CHECK(static_cast<double>(numbers_at(arena.data(), b.offset)[i]) == expected[k++]);
}

inline double largest_of(std::span<const double> x, double least) {
  for (const double v : x) least = (std::max)(least, std::abs(v));
  return least;
}

/// Of each output, to 1e-5 of its largest number.
inline void outputs_agree(const Prediction<double>& exact, const Prediction<float>& fast,
                          const Prediction<float>& constant, const std::vector<float>& parameters,
                          const std::vector<float>& x) {
  const auto expected = outputs_of(exact, parameters, x), by_vectors = outputs_of(fast, parameters, x),
             by_constants = outputs_of(constant, parameters, x);
  REQUIRE(expected.size() == static_cast<std::size_t>(exact.output_at.back()));
  only_what_the_plan_owns_is_read(fast, parameters, x, by_vectors);
  for (std::size_t o = 0; o + 1 < exact.output_at.size(); ++o) {
    const auto first = static_cast<std::size_t>(exact.output_at[o]),
               end = static_cast<std::size_t>(exact.output_at[o + 1]);
    const double limit = 1e-5 * largest_of(std::span(expected).subspan(first, end - first), 1e-6);
    for (std::size_t i = first; i < end; ++i) {
      CHECK(std::abs(by_vectors[i] - expected[i]) <= limit);
      CHECK(std::abs(by_constants[i] - expected[i]) <= limit);
    }
  }
}

template <class Net>
void outputs_agree() {
  outputs_agree(prediction_of<Net, Exact>(), prediction_of<Net, native_pack>(), prediction_of<Net, Constant>(),
                random_parameters<Net>(3), random_numbers(InputLayout<Net>::total, 4, -1, 1));
}

}  // namespace laws
