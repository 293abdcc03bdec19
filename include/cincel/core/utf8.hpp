// Text in UTF-8: characters are decoded strictly, letters of Latin scripts change between small and capital.
#pragma once

#include <cincel/core/isa.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace cincel {

/// A character of Unicode and how many bytes it takes in UTF-8: 0 where the bytes are no character.
struct Character {
  char32_t code = 0;
  std::size_t bytes = 0;
};

inline namespace CINCEL_ISA {

/// The first character of `s`, as the Unicode Standard's table 3-7 has it: neither longer than it need be, nor a
/// surrogate, nor beyond U+10FFFF. No bytes where `s` is empty or begins with no character.
constexpr Character first_character(std::string_view s) {
  const auto byte = [&](std::size_t i) -> unsigned { return i < s.size() ? static_cast<unsigned char>(s[i]) : 0u; };
  const unsigned b = byte(0);
  if (s.empty()) return {};
  if (b < 0x80) return {b, 1};
  const std::size_t n = b < 0xC2 ? 0 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : b < 0xF5 ? 4 : 0;
  if (n == 0) return {};
  const unsigned least = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;  // of the second byte
  const unsigned most = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
  if (byte(1) < least || byte(1) > most) return {};
  char32_t code = b & (0x7Fu >> n);
  for (std::size_t i = 1; i < n; ++i) {
    if ((byte(i) & 0xC0u) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3Fu);
  }
  return {code, n};
}

/// Where `s` stops being UTF-8: the offset of the first byte that belongs to no character; its size if all do.
constexpr std::size_t valid_utf8(std::string_view s) {
  std::size_t at = 0;
  while (at < s.size()) {
    const std::size_t n = first_character(s.substr(at)).bytes;
    if (n == 0) break;
    at += n;
  }
  return at;
}

/// Adds a character to a text.
inline void append_character(std::string& to, char32_t c) {
  const auto add = [&](char32_t byte) { to += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) return add(c);
  if (c < 0x800) {
    add(0xC0u | c >> 6);
  } else {
    if (c < 0x10000) {
      add(0xE0u | c >> 12);
    } else {
      add(0xF0u | c >> 18);
      add(0x80u | (c >> 12 & 0x3Fu));
    }
    add(0x80u | (c >> 6 & 0x3Fu));
  }
  add(0x80u | (c & 0x3Fu));
}

constexpr bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
/// Letters, accents that stand apart included. Of scripts other than Latin all is one but punctuation and pictures.
constexpr bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
  if (c == 0xD7 || c == 0xF7) return false;
  if (c >= 0x2000 && c < 0x2C00) return false;
  return !(c >= 0x3000 && c < 0x3040) && !(c >= 0xFE10 && c < 0xFE70) && !(c >= 0xFF00 && c < 0xFF10) &&
         !(c >= 0x1F000 && c < 0x1FB00);
}
constexpr bool is_space(char32_t c) {
  return c == U' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// The small letter of a capital, in ASCII, Latin-1 and Latin Extended-A; anything else as it is.
constexpr char32_t small_letter(char32_t c) {
  if ((c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7)) return c + 32;
  if (c == 0x178) return 0xFF;
  if (c == 0x130 || c == 0x138) return c;
  const bool even = (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177);
  const bool odd = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
  return (even && c % 2 == 0) || (odd && c % 2 == 1) ? c + 1 : c;
}
/// The capital of a small letter, in the same scripts; the German sharp s has none.
constexpr char32_t capital_letter(char32_t c) {
  if ((c >= U'a' && c <= U'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7)) return c - 32;
  if (c == 0xFF) return 0x178;
  if (c == 0x131 || c == 0x138) return c;
  return c >= 0x100 && c <= 0x17E && small_letter(c - 1) == c ? c - 1 : c;
}

/// A text with each character changed by `f`; a byte that belongs to no character stays.
template <class F>
std::string map_characters(std::string_view s, F f) {
  std::string out;
  out.reserve(s.size());
  for (std::size_t at = 0; at < s.size();) {
    const Character c = first_character(s.substr(at));
    if (c.bytes == 0)
      out += s[at++];
    else
      append_character(out, f(c.code));
    at += c.bytes;
  }
  return out;
}
inline std::string small_letters(std::string_view s) { return map_characters(s, small_letter); }
inline std::string capital_letters(std::string_view s) { return map_characters(s, capital_letter); }
/// The same text, its first character a capital.
inline std::string capitalized(std::string_view s) {
  const std::size_t n = first_character(s).bytes;
  return capital_letters(s.substr(0, n)) + std::string(s.substr(n));
}

/// A text as its characters; a byte that belongs to none is left out.
inline std::u32string characters_of(std::string_view s) {
  std::u32string out;
  for (std::size_t at = 0; at < s.size();) {
    const Character c = first_character(s.substr(at));
    if (c.bytes != 0) out += c.code;
    at += c.bytes == 0 ? 1 : c.bytes;
  }
  return out;
}
inline std::string utf8_of(std::u32string_view characters) {
  std::string out;
  for (const char32_t c : characters) append_character(out, c);
  return out;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
