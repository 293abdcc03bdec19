// Sums whose error does not depend on how many terms they have. They have three levels: a block is a plain sum of up to
// 128 terms, a group one of up to 32 blocks, and the total adds groups and keeps what each of these additions rounds
// away. Each term is rounded at most 128 + 32 + 2 times, so
//
//     |sum − exact| <= 162 · 2^-24 · sum of |terms| < 1e-5 · sum of |terms|      (float, up to 2^40 terms)
//
// Short sums (128 terms) are the plain ones at their speed.
#pragma once

#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// Terms of a block, and blocks of a group.
inline constexpr std::int64_t sum_block = 128;
inline constexpr std::int64_t sum_group = 32;

/// total + error += x; what the addition rounds away goes to the error (Knuth 1969, 4.2.2 theorem B).
template <class P>
[[gnu::always_inline]] constexpr void add_exactly(P& total, P& error, const P& x) {
  const P s = total + x, mine = s - total;
  error = error + ((total - (s - mine)) + (x - mine));
  total = s;
}
/// total + error, rounded. An infinite total has NaN for an error, and stays what it is.
template <class P>
[[gnu::always_inline]] constexpr P rounded_sum(const P& total, const P& error) {
  return select(error == error, total + error, total);
}

/// One long sum of packs.
template <class P>
class LongSum {
  using T = typename P::value_type;

 public:
  constexpr LongSum() : part_(T(0)), group_(T(0)), total_(T(0)), error_(T(0)) {}

  [[gnu::always_inline]] constexpr void add(const P& x) {
    part_ = part_ + x;
    count();
  }
  /// Adds a · b.
  [[gnu::always_inline]] constexpr void add_product(const P& a, const P& b) {
    part_ = multiply_add(a, b, part_);
    count();
  }
  /// Adds the sum of up to 128 terms.
  constexpr void add_block(const P& x) {
    group_ = group_ + x;
    if (++blocks_ % sum_group == 0) close_group();
  }
  constexpr P value() const {
    if (blocks_ == 0) return part_;
    if (blocks_ < sum_group) return group_ + part_;
    P total = total_, error = error_;
    add_exactly(total, error, group_);
    add_exactly(total, error, part_);
    return rounded_sum(total, error);
  }

 private:
  [[gnu::always_inline]] constexpr void count() {
    if (--left_ == 0) close_block();
  }
  constexpr void close_block() {
    left_ = sum_block;
    add_block(part_);
    part_ = P(T(0));
  }
  constexpr void close_group() {
    add_exactly(total_, error_, group_);
    group_ = P(T(0));
  }

  P part_, group_, total_, error_;
  std::int64_t left_ = sum_block, blocks_ = 0;
};

/// A sum of at most 128 packs, which needs no levels.
template <class P>
class ShortSum {
 public:
  constexpr ShortSum() : total_(typename P::value_type(0)) {}
  [[gnu::always_inline]] constexpr void add(const P& x) { total_ = total_ + x; }
  [[gnu::always_inline]] constexpr void add_product(const P& a, const P& b) { total_ = multiply_add(a, b, total_); }
  [[gnu::always_inline]] constexpr P value() const { return total_; }

 private:
  P total_;
};

/// The sum of all lanes.
template <class P>
constexpr typename P::value_type sum(const LongSum<P>& s) {
  return sum(s.value());
}
template <class P>
constexpr typename P::value_type sum(const ShortSum<P>& s) {
  return sum(s.value());
}

/// Returns f(sum), where `sum` is empty and can take that many packs.
template <class P, class F>
[[gnu::always_inline]] constexpr auto with_sum(std::int64_t packs, F f) {
  if (packs > sum_block) return f(LongSum<P>());
  return f(ShortSum<P>());
}
/// The same for n numbers, which are added a pack at a time.
template <class P, class F>
[[gnu::always_inline]] constexpr auto with_sum_of_run(std::int64_t n, F f) {
  return with_sum<P>((n + lanes<P> - 1) / lanes<P>, f);
}

namespace impl {
// One function each for tiles of all shapes, which a network has many of. Of `n` numbers each: the blocks' sums, the
// groups', and what the groups' additions rounded away.
/// Adds the blocks' sums, which begin again at zero, to the groups'.
template <class P, class T>
[[gnu::noinline]] constexpr void close_group(T* level, std::int64_t n, bool first) {
  for (T* const end = level + n; level != end; level += lanes<P>) {
    P total = first ? P(T(0)) : load<P>(level + n), error = first ? P(T(0)) : load<P>(level + 2 * n);
    add_exactly(total, error, load<P>(level));
    store_lanes(level + n, total);
    store_lanes(level + 2 * n, error);
    store_lanes(level, P(T(0)));
  }
}
/// The blocks' sums become those of all levels.
template <class P, class T>
[[gnu::noinline]] constexpr void add_groups(T* level, std::int64_t n) {
  for (T* const end = level + n; level != end; level += lanes<P>) {
    P total = load<P>(level + n), error = load<P>(level + 2 * n);
    add_exactly(total, error, load<P>(level));
    store_lanes(level, rounded_sum(total, error));
  }
}
}  // namespace impl

/// The upper levels of the sums that a tile of M x N registers makes. They stand in memory, so that the tile keeps its
/// registers. `take` says how many of the terms that are left may be added to the registers `acc`, after it has moved
/// a full block from there to the upper levels; at the end `finish` puts the whole sums into `acc`.
template <std::size_t M, std::size_t N, class P>
class TileSums {
  using T = typename P::value_type;
  static constexpr int registers = static_cast<int>(M * N), columns = static_cast<int>(N);
  static constexpr std::int64_t numbers = registers * lanes<P>;
  static constexpr std::size_t size = static_cast<std::size_t>(numbers);

 public:
  /// For the sums of the registers `acc`. What they hold already, a bias for instance, belongs to the first block.
  [[gnu::always_inline]] constexpr explicit TileSums(const P (&)[M][N]) {}
  /// How many of the next `n` terms may be added to acc, which begins again at zero where a block is full.
  [[gnu::always_inline]] constexpr std::int64_t take(P (&acc)[M][N], std::int64_t n) {
    if (left_ == 0) close_block(acc);
    if (n > left_) n = left_;
    left_ -= n;
    return n;
  }
  /// Counts `n` terms that are zero, and need not be added.
  [[gnu::always_inline]] constexpr void skip(P (&acc)[M][N], std::int64_t n) {
    if (n > left_) {
      n -= left_;
      close_block(acc);
      const std::int64_t whole = (n - 1) / sum_block;
      for (std::int64_t i = 0; i < whole; ++i)
        if (++blocks_ % sum_group == 0) impl::close_group<P>(level_, numbers, blocks_ == sum_group);
      n -= whole * sum_block;
    }
    left_ -= n;
  }
  /// acc becomes the whole sum.
  [[gnu::always_inline]] constexpr void finish(P (&acc)[M][N]) {
    if (blocks_ == 0) return;
    T* blocks = level_;
    make_opaque(blocks);  // what is reached through such a pointer stays in memory
    for_each(acc, [&](P& a, std::int64_t at) { a = a + load<P>(blocks + at); });
    if (blocks_ < sum_group) return;
    for_each(acc, [&](P& a, std::int64_t at) { store_lanes(blocks + at, a); });
    impl::add_groups<P>(level_, numbers);
    for_each(acc, [&](P& a, std::int64_t at) { a = load<P>(blocks + at); });
  }

 private:
  template <class F>
  [[gnu::always_inline]] static constexpr void for_each(P (&acc)[M][N], F f) {
    unroll<registers>([&](auto i) { f(acc[i() / columns][i() % columns], i() * lanes<P>); });
  }
  [[gnu::always_inline]] constexpr void close_block(P (&acc)[M][N]) {
    T* blocks = level_;
    make_opaque(blocks);
    if (blocks_ == 0)
      for_each(acc, [&](P& a, std::int64_t at) { store_lanes(blocks + at, a); });
    else
      for_each(acc, [&](P& a, std::int64_t at) { store_lanes(blocks + at, load<P>(blocks + at) + a); });
    left_ = sum_block;
    if (++blocks_ % sum_group == 0) impl::close_group<P>(level_, numbers, blocks_ == sum_group);
    // Only now: nothing is in registers while the function above runs.
    for_each(acc, [](P& a, std::int64_t) { a = P(T(0)); });
  }
  std::int64_t left_ = sum_block, blocks_ = 0;
  T level_[3 * size];  // of the blocks, of the groups, what the groups' additions rounded away
};

}  // namespace CINCEL_ISA
}  // namespace cincel
