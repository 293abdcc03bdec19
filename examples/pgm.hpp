// Binary PGM images (netpbm.sourceforge.net/doc/pgm.html), parsed without a heap and without trust.
#pragma once

#include <cstddef>
#include <span>

namespace pgm_detail {

inline bool is_space(unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// The number at `at` behind white space and comments; -1 if there is none below 65536.
inline int read_number(std::span<const unsigned char> bytes, std::size_t& at) {
  while (at < bytes.size() && (is_space(bytes[at]) || bytes[at] == '#')) {
    if (bytes[at] == '#')
      while (at < bytes.size() && bytes[at] != '\n') ++at;
    if (at < bytes.size()) ++at;
  }
  int n = -1;
  for (; at < bytes.size() && bytes[at] >= '0' && bytes[at] <= '9'; ++at) {
    n = (n < 0 ? 0 : n) * 10 + (bytes[at] - '0');
    if (n > 65535) return -1;
  }
  return n;
}

}  // namespace pgm_detail

/// Takes the side x side pixels of a P5 image with at most 255 grey levels as numbers in [0, 1]; false, and the image
/// is as it was, if the bytes are no such image.
inline bool parse_pgm(std::span<const unsigned char> bytes, int side, std::span<float> image) {
  std::size_t at = 2;
  if (bytes.size() < 3 || bytes[0] != 'P' || bytes[1] != '5' || !pgm_detail::is_space(bytes[2])) return false;
  const int width = pgm_detail::read_number(bytes, at), height = pgm_detail::read_number(bytes, at),
            most = pgm_detail::read_number(bytes, at);
  const auto pixels = static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
  if (width != side || height != side || most < 1 || most > 255 || image.size() != pixels) return false;
  if (at >= bytes.size() || !pgm_detail::is_space(bytes[at]) || bytes.size() - at - 1 < pixels) return false;
  for (std::size_t i = 0; i < pixels; ++i) {
    const int v = bytes[at + 1 + i];
    image[i] = static_cast<float>(v < most ? v : most) / static_cast<float>(most);
  }
  return true;
}
