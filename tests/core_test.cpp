// Floor 0: shapes, texts, hashes, random numbers, numbers that are not finite.
#include <doctest/doctest.h>

#include <cincel/core/finite.hpp>
#include <cincel/core/hash.hpp>
#include <cincel/core/random.hpp>
#include <cincel/core/text.hpp>

#include <vector>

using namespace cincel;

TEST_CASE("Philox 4x32-10 gives the published known answers") {
  // Random123's kat_vectors: philox4x32 10.
  const PhiloxBlock zero = philox({{0, 0, 0, 0}}, 0, 0);
  CHECK(zero.w[0] == 0x6627e8d5u);
  CHECK(zero.w[1] == 0xe169c58du);
  CHECK(zero.w[2] == 0xbc57ac4cu);
  CHECK(zero.w[3] == 0x9b00dbd8u);
  const std::uint32_t all = 0xffffffffu;
  const PhiloxBlock ones = philox({{all, all, all, all}}, all, all);
  CHECK(ones.w[0] == 0x408f276du);
}

TEST_CASE("a run of blocks equals the blocks one by one") {
  const RandomStream s(7, Purpose::dropout, 3, 5, 11);
  std::uint32_t out[4][RandomStream::batch];
  s.blocks(40, out);
  for (std::uint32_t i = 0; i < RandomStream::batch; ++i)
    for (int w = 0; w < 4; ++w) CHECK(out[w][i] == s.block(40 + i).w[w]);
}

TEST_CASE("a fingerprint depends on every word and on their order, and is the same everywhere") {
  const auto of = [](std::initializer_list<std::int64_t> words) {
    WordHash h;
    for (const std::int64_t w : words) h.number(w);
    return h.value();
  };
  CHECK(of({1, 2}) == of({1, 2}));
  CHECK(of({1, 2}) != of({2, 1}));
  CHECK(of({1}) != of({1, 0}));
  WordHash h;
  h.text("a");
  h.number(-1);
  CHECK(hex(h.value()).view() == "b2b3db645d999de2f8b74fded913d41a");
}

TEST_CASE("numbers are written in decimal") {
  Text t;
  t << std::int64_t{-9223372036854775807 - 1} << ' ' << 0 << ' ' << 0.5f << ' ' << Shape(3, 4, 5);
  CHECK(t.view() == "-9223372036854775808 0 0.5 3x4x5");
}

TEST_CASE("a product that would overflow is -1") {
  CHECK(checked_product(std::int64_t{1} << 40, std::int64_t{1} << 40) == -1);
  CHECK(Shape(1 << 20, 1 << 20, 2).volume() == -1);
  CHECK(Shape(3, 4, 5).volume() == 60);
}

TEST_CASE("a checksum sees one changed bit") {
  unsigned char a[64] = {};
  const auto before = checksum(reinterpret_cast<const std::byte*>(a), 16);
  a[63] = 1;
  CHECK(checksum(reinterpret_cast<const std::byte*>(a), 16) != before);
}

TEST_CASE("the first number that is not finite is found before, at and behind the borders of blocks") {
  for (const std::int64_t n : {0, 1, 1023, 1024, 1025, 2048, 3000}) {
    std::vector<float> x(static_cast<std::size_t>(n), 1.0f);
    CHECK(impl::first_non_finite(x.data(), n) == n);
    for (std::int64_t i = n - 1; i >= 0; --i) {  // each before those that are there
      x[static_cast<std::size_t>(i)] =
          i % 2 == 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
      if (impl::first_non_finite(x.data(), n) != i) FAIL("n " << n << ", i " << i);
    }
  }
}
