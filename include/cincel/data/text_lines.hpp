// A file of text, line by line, with offsets for messages.
#pragma once

#include <cincel/core/file.hpp>
#include <cincel/core/utf8.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

/// The lines of a file of at most `most` bytes, which is read whole. A line ends in \n or \r\n.
class TextLines {
 public:
  explicit TextLines(const std::string& path, std::uint64_t most = std::uint64_t{256} << 20)
      : path_(path), bytes_(read_file(path, most)) {}

  /// The next line, without its end; false if there is none.
  bool next(std::string_view& line) {
    const std::string_view all(reinterpret_cast<const char*>(bytes_.data()), bytes_.size());
    if (next_ >= all.size()) return false;
    at_ = next_;
    const std::size_t end = all.find('\n', at_);
    next_ = end == all.npos ? all.size() : end + 1;
    line = all.substr(at_, (end == all.npos ? all.size() : end) - at_);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return true;
  }
  /// Where the line that was read last begins.
  std::uint64_t offset() const { return at_; }
  std::size_t size() const { return bytes_.size(); }

  /// Throws a FileError about a place in that line.
  [[noreturn]] void fail(std::size_t within, const std::string& reason) const {
    throw FileError(path_, at_ + within, reason);
  }
  [[noreturn]] void fail(const std::string& reason) const { fail(0, reason); }
  /// Fails if the line is no UTF-8.
  void need_utf8(std::string_view line) const {
    if (const std::size_t valid = valid_utf8(line); valid != line.size()) fail(valid, "is no UTF-8");
  }

 private:
  std::string path_;
  std::vector<std::byte> bytes_;
  std::size_t next_ = 0, at_ = 0;
};

namespace impl {

/// The text before the first `mark`, which is taken away with it; all of it if there is none.
inline std::string_view take_until(std::string_view& rest, char mark) {
  const std::size_t at = rest.find(mark);
  const std::string_view piece = rest.substr(0, at);
  rest = at == rest.npos ? std::string_view() : rest.substr(at + 1);
  return piece;
}
/// Without spaces and tabs at both ends.
inline std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}
/// A whole number below 10^9 in base 10 or 16; -1 if the text is none.
inline std::int64_t number_of(std::string_view s, int base = 10) {
  if (s.empty() || s.size() > 9) return -1;
  std::int64_t n = 0;
  for (const char c : s) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : base == 16 && c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
    if (digit >= base) return -1;
    n = n * base + digit;
  }
  return n;
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
