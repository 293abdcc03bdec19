// PNG files (ISO/IEC 15948) of pictures for people: 8 bits a channel, stored and not compressed, so that no library is
// needed.
#pragma once

#include <cincel/core/isa.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cincel {
namespace detail {

/// What a byte does to the check of ISO 3309, whose polynomial is 0xEDB88320, least bit first.
constexpr std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t c = i;
    for (int bit = 0; bit < 8; ++bit) c = (c >> 1) ^ ((c & 1) != 0 ? 0xEDB88320u : 0u);
    table[i] = c;
  }
  return table;
}
constexpr std::uint32_t crc_of(std::string_view bytes) {
  constexpr std::array<std::uint32_t, 256> table = crc_table();
  std::uint32_t c = 0xFFFFFFFFu;
  for (const char b : bytes) c = table[(c ^ static_cast<unsigned char>(b)) & 255] ^ (c >> 8);
  return ~c;
}
/// The check of zlib's format (RFC 1950).
constexpr std::uint32_t adler_of(std::string_view bytes) {
  std::uint32_t sum = 1, sums = 0;
  for (const char b : bytes) {
    sum = (sum + static_cast<unsigned char>(b)) % 65521;
    sums = (sums + sum) % 65521;
  }
  return sums << 16 | sum;
}

static_assert(crc_of("123456789") == 0xCBF43926u && adler_of("Wikipedia") == 0x11E60398u, "published examples");

}  // namespace detail

inline namespace CINCEL_ISA {
namespace impl {

/// Four bytes, the highest first.
inline void put_big_endian(std::string& to, std::uint32_t v) {
  for (int shift = 24; shift >= 0; shift -= 8) to += static_cast<char>(static_cast<unsigned char>(v >> shift));
}
/// Two bytes, the lowest first.
inline void put_little_endian(std::string& to, std::uint32_t v) {
  for (int shift = 0; shift <= 8; shift += 8) to += static_cast<char>(static_cast<unsigned char>(v >> shift));
}
/// A part of the file: length, name, data, check of name and data.
inline void put_png_chunk(std::string& to, const std::string& name_and_data) {
  put_big_endian(to, static_cast<std::uint32_t>(name_and_data.size() - 4));
  to += name_and_data;
  put_big_endian(to, detail::crc_of(name_and_data));
}

}  // namespace impl

/// The bytes of a PNG file of height x width pixels, sides of 1 to 2^31 - 1, of 1 (gray), 2 (gray, alpha), 3 (RGB) or 4
/// (RGB, alpha) channels: `levels`, bytes of 0 … 255, row after row, channels last, as many as the sides say.
inline std::string png_bytes(std::string_view levels, std::int64_t height, std::int64_t width, std::int64_t channels) {
  constexpr char colour_types[] = {0, 4, 2, 6};
  std::string file = "\x89PNG\r\n\x1A\n", head = "IHDR", rows;
  impl::put_big_endian(head, static_cast<std::uint32_t>(width));
  impl::put_big_endian(head, static_cast<std::uint32_t>(height));
  head += {8, colour_types[channels - 1], 0, 0, 0};  // bits; deflate, filters of rows, not interlaced
  impl::put_png_chunk(file, head);
  const auto row = static_cast<std::size_t>(width * channels);
  rows.reserve(levels.size() + static_cast<std::size_t>(height));
  for (std::size_t at = 0; at < levels.size(); at += row) {
    rows += '\0';  // no filter
    rows += levels.substr(at, row);
  }
  constexpr std::size_t most = 65535;  // bytes of a stored block of deflate (RFC 1951)
  for (std::size_t at = 0; at < rows.size(); at += most) {
    const std::size_t count = (std::min)(rows.size() - at, most);
    const bool last = at + count == rows.size();
    std::string data = at == 0 ? "IDAT\x78\x01" : "IDAT";  // zlib's head: deflate, 32 KiB, fastest
    data += last ? '\1' : '\0';
    impl::put_little_endian(data, static_cast<std::uint32_t>(count));
    impl::put_little_endian(data, ~static_cast<std::uint32_t>(count));
    data.append(rows, at, count);
    if (last) impl::put_big_endian(data, detail::adler_of(rows));
    impl::put_png_chunk(file, data);
  }
  impl::put_png_chunk(file, "IEND");
  return file;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
