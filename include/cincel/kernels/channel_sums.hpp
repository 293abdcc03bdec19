// Sums over a map, channel by channel: gradients of what is one number a channel.
#pragma once

#include <cincel/kernels/operator.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

#include <type_traits>
#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Reads and writes a vector of channels, whole or its first `n` lanes.
template <class P, bool Full>
struct Lanes {
  std::int64_t n;
  using T = typename P::value_type;
  [[gnu::always_inline]] constexpr P get(const T* p) const {
    if constexpr (Full)
      return load<P>(p);
    else
      return load_partial<P>(p, n, T(0));
  }
  /// The number of lanes.
  [[gnu::always_inline]] constexpr std::int64_t count() const { return Full ? lanes<P> : n; }
  [[gnu::always_inline]] constexpr void put(T* p, const P& v) const {
    if constexpr (Full)
      store_lanes(p, v);
    else
      store_partial(p, v, n);
  }
};

/// Calls f(k, lanes) for the vectors of n channels.
template <class P, class F>
constexpr void for_channels(std::int64_t n, F f) {
  for_packs<P>(
      n, [&](std::int64_t k) { f(k, Lanes<P, true>{lanes<P>}); },
      [&](std::int64_t k, std::int64_t rest) { f(k, Lanes<P, false>{rest}); });
}

/// Vectors of channels that are summed at once: several, so that one addition need not wait for the one before it.
inline constexpr int summed_vectors = register_count == 32 ? 4 : 2;

/// Calls f(k, lanes, vectors) for groups of vectors of n channels, `vectors` being an integral constant.
template <class P, class F>
constexpr void for_channel_groups(std::int64_t n, F f) {
  constexpr std::int64_t group = summed_vectors * lanes<P>;
  std::int64_t first = 0;
  for (; first + group <= n; first += group)
    f(first, Lanes<P, true>{lanes<P>}, std::integral_constant<int, summed_vectors>{});
  for_channels<P>(n - first, [&](std::int64_t k, const auto& l) { f(first + k, l, std::integral_constant<int, 1>{}); });
}

/// acc = the long sums of what `row(i)(j)` adds to it for the pixels (i, j) of a map.
template <std::size_t M, std::size_t N, class P, class Row>
[[gnu::always_inline]] constexpr void sum_over_map(const Shape& map, P (&acc)[M][N], Row row) {
  unroll<static_cast<int>(M)>(
      [&](auto m) { unroll<static_cast<int>(N)>([&](auto n) { acc[m()][n()] = P(typename P::value_type(0)); }); });
  TileSums sums(acc);
  for (std::int64_t i = 0; i < map.height(); ++i) {
    const auto add = row(i);
    for (std::int64_t j = 0; j < map.width();)
      for (const std::int64_t end = j + sums.take(acc, map.width() - j); j < end; ++j) add(j);
  }
  sums.finish(acc);
}

/// Calls f(lane, numbers of that lane as double…) for the lanes of some packs.
template <class P, bool Full, class F, class... Packs>
constexpr void for_lanes(const Lanes<P, Full>& l, F f, const Packs&... packs) {
  using T = typename P::value_type;
  constexpr std::size_t count = sizeof...(Packs);
  T numbers[count][static_cast<std::size_t>(lanes<P>)]{};
  std::size_t next = 0;
  (store_lanes(numbers[next++], packs), ...);
  for (std::int64_t c = 0; c < l.count(); ++c)
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      f(c, static_cast<double>(numbers[I][c])...);
    }(std::make_index_sequence<count>{});
}

/// to[c] += sum over the map of term(i, j, k, lanes), which is a vector of channels from channel k of pixel (i, j): a
/// long sum, to 1e-5 of its terms' magnitudes whatever the map's area.
template <class P, class T, class Term>
constexpr void add_channel_sums(const Shape& map, T* to, Term term) {
  for_channels<P>(map.channels(), [&](std::int64_t k, const auto& l) {
    LongSum<P> sum;
    for (std::int64_t i = 0; i < map.height(); ++i)
      for (std::int64_t j = 0; j < map.width(); ++j) sum.add(term(i, j, k, l));
    l.put(to + k, l.get(to + k) + sum.value());
  });
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
