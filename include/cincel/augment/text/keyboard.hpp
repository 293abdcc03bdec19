// Which keys lie beside a key: computed from where keys are on a keyboard.
#pragma once

#include <cincel/core/isa.hpp>

#include <string>
#include <string_view>

namespace cincel {

/// The layout of a keyboard: QWERTY of the United States, or of Spain, whose ñ is a key.
enum class Keyboard : unsigned char { english, spanish };

namespace detail {

/// The rows of letters, and how far each begins to the right of the row of digits, in quarters of a key (ISO 9995).
struct KeyRow {
  std::u32string_view keys;
  int shift;
};
inline constexpr KeyRow english_keys[] = {{U"qwertyuiop", 2}, {U"asdfghjkl", 3}, {U"zxcvbnm", 5}};
inline constexpr KeyRow spanish_keys[] = {{U"qwertyuiop", 2}, {U"asdfghjklñ", 3}, {U"zxcvbnm", 5}};

}  // namespace detail

inline namespace CINCEL_ISA {

/// The letters, lower, whose keys touch that of a small letter: `keys_beside(U's', Keyboard::english)` is "weadzx". Keys
/// touch if their middles are less than 1.3 keys apart. Empty for what is no letter key.
constexpr std::u32string keys_beside(char32_t letter, Keyboard layout) {
  std::u32string out;
  const auto& rows = layout == Keyboard::english ? detail::english_keys : detail::spanish_keys;
  for (int r = 0; r < 3; ++r) {
    const std::size_t at = rows[r].keys.find(letter);
    if (at == std::u32string_view::npos) continue;
    const int x = static_cast<int>(at) * 4 + rows[r].shift;
    for (int q = 0; q < 3; ++q)
      for (std::size_t k = 0; k < rows[q].keys.size(); ++k) {
        const int dx = static_cast<int>(k) * 4 + rows[q].shift - x, dy = 4 * (q - r);
        const int square = dx * dx + dy * dy;  // in quarters of a key; 5.2 squared is 27.04
        if (square > 0 && square <= 27) out += rows[q].keys[k];
      }
  }
  return out;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
