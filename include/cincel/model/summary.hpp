// summary<Net>(): Keras's table of layers, shapes and parameters.
#pragma once

#include <cincel/model/facts.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

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

/// Rows of three cells as a table; a column is as wide as its longest cell, and at least as Keras draws it.
class Table {
 public:
  void add(std::string a, std::string b, std::string c) {
    rows_.push_back({std::move(a), std::move(b), std::move(c)});
    for (std::size_t i = 0; i < 3; ++i) width_[i] = std::max(width_[i], rows_.back()[i].size());
  }
  std::string text() const {
    std::string t = line("┌", "┬", "┐");
    for (std::size_t i = 0; i < rows_.size(); ++i) t.append(i > 0 ? line("├", "┼", "┤") : "").append(row(rows_[i]));
    return t.append(line("└", "┴", "┘"));
  }

 private:
  using Row = std::array<std::string, 3>;
  std::string line(const char* left, const char* middle, const char* right) const {
    std::string t = left;
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t k = 0; k < width_[i] + 2; ++k) t += "─";
      t += i < 2 ? middle : right;
    }
    return t += "\n";
  }
  std::string row(const Row& r) const {
    std::string t = "│";
    for (std::size_t i = 0; i < 3; ++i) {
      const std::string blanks(width_[i] - r[i].size(), ' ');
      t.append(" ").append(i < 2 ? r[i] : blanks).append(i < 2 ? blanks : r[i]).append(" │");
    }
    return t += "\n";
  }
  std::vector<Row> rows_;
  std::array<std::size_t, 3> width_{33, 22, 15};
};

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
  impl::Table table;
  table.add("Layer (type)", "Output Shape", "Param #");
  for (std::size_t i = 0; i < g.ops.size(); ++i) {
    const Op& op = g.ops[i];
    if (op.kind == Kind::input) continue;
    std::int64_t count = 0;
    for (int p = op.param; p < op.param + op.params; ++p) count += g.params[static_cast<std::size_t>(p)].shape.volume();
    const std::string kind = g.scopes[static_cast<std::size_t>(op.scope)].kind;
    table.add(std::string(names[i].view()) + " (" + kind + ")", impl::shape_tuple(op.out), impl::with_commas(count));
  }
  const std::int64_t trained = Net::parameter_count, kept = Net::non_trainable_count;
  const auto line = [](const char* what, std::int64_t n) {
    return std::string(" ") + what + ": " + impl::with_commas(n) + " (" + impl::bytes_text(n) + ")\n";
  };
  return table.text() + line("Total params", trained + kept) + line("Trainable params", trained) +
         line("Non-trainable params", kept);
}

}  // namespace cincel::inline CINCEL_ISA
