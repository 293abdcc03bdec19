// Text from files, made fit for a terminal and for a line of a message.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cincel {

/// `text` with its control characters as \xNN, so that it cannot move a terminal's cursor or begin a line, cut after
/// `most` bytes.
inline std::string printable(std::string_view text, std::size_t most = 200) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  const auto escape = [&](unsigned char c) {
    out += "\\x";
    out += digits[c >> 4];
    out += digits[c & 15u];
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (out.size() >= most) return out + "...";
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (c == 0xc2 && next >= 0x80 && next < 0xa0) {  // U+0080 to U+009F are control characters too
      escape(c);
      escape(next);
      ++i;
    } else if (c < 0x20 || c == 0x7f) {
      escape(c);
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace cincel
