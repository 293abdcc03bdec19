// summary<Net>(): Keras's table of layers, shapes and parameters.
#pragma once

#include <cincel/model/facts.hpp>

#include <cstdio>
#include <string>

namespace cincel::inline CINCEL_ISA {

namespace impl {

inline std::string with_commas(std::int64_t n) {
  const std::string digits = std::to_string(n);
  std::string s;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) s += ',';
    s += digits[i];
  }
  return s;
}

/// "26.00 KB", "1.50 MB": bytes as Keras writes them.
inline std::string bytes_text(std::int64_t parameters) {
  const double bytes = 4.0 * static_cast<double>(parameters);
  char text[32];
  if (bytes < 1024)
    std::snprintf(text, sizeof text, "%.2f B", bytes);
  else if (bytes < 1024 * 1024)
    std::snprintf(text, sizeof text, "%.2f KB", bytes / 1024);
  else
    std::snprintf(text, sizeof text, "%.2f MB", bytes / 1024 / 1024);
  return text;
}

inline std::string shape_tuple(const Shape& s) {
  std::string t = "(None";
  for (int i = 0; i < s.rank; ++i) t += ", " + std::to_string(s[i]);
  return t + ")";
}

/// One row of the table, padded to its columns by characters.
inline std::string table_row(std::string a, std::string b, const std::string& c) {
  a.resize(34, ' ');
  b.resize(24, ' ');
  std::string row = "│ ";
  for (const std::string& cell : {a, b}) row.append(cell).append("│ ");
  return row.append(c.size() < 15 ? 15 - c.size() : 0, ' ').append(c).append(" │\n");
}

inline std::string table_line(const char* left, const char* middle, const char* right) {
  const auto dashes = [](int n) {
    std::string s;
    for (int i = 0; i < n; ++i) s += "─";
    return s;
  };
  return left + dashes(35) + middle + dashes(25) + middle + dashes(17) + right + "\n";
}

}  // namespace impl

/// The table that Keras's `summary()` prints, one row a layer, as text.
template <class Net>
std::string summary() {
  static constexpr auto& g = graph_of<Net>;
  static constexpr auto names = [] {
    std::array<Text, g.ops.size()> t{};
    for (std::size_t i = 0; i < t.size(); ++i) spell_path(t[i], g.scopes, g.ops[i].scope);
    return t;
  }();
  std::string table = impl::table_line("┌", "┬", "┐") + impl::table_row("Layer (type)", "Output Shape", "Param #");
  for (std::size_t i = 0; i < g.ops.size(); ++i) {
    const Op& op = g.ops[i];
    if (op.kind == Kind::input) continue;
    std::int64_t count = 0;
    for (int p = op.param; p < op.param + op.params; ++p) count += g.params[static_cast<std::size_t>(p)].shape.volume();
    const std::string kind = g.scopes[static_cast<std::size_t>(op.scope)].kind;
    table += impl::table_line("├", "┼", "┤");
    table += impl::table_row(std::string(names[i].view()) + " (" + kind + ")", impl::shape_tuple(op.out),
                             impl::with_commas(count));
  }
  table += impl::table_line("└", "┴", "┘");
  const std::int64_t trained = Net::parameter_count, kept = Net::non_trainable_count;
  const auto line = [](const char* what, std::int64_t n) {
    return std::string(" ") + what + ": " + impl::with_commas(n) + " (" + impl::bytes_text(n) + ")\n";
  };
  return table + line("Total params", trained + kept) + line("Trainable params", trained) +
         line("Non-trainable params", kept);
}

}  // namespace cincel::inline CINCEL_ISA
