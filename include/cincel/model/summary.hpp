// summary<Net>(): Keras's table of layers, shapes and parameters.
#pragma once

#include <cincel/model/computed_by.hpp>
#include <cincel/model/graph_view.hpp>

#include <algorithm>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

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

/// Rows of cells as a table; a column is as wide as its longest cell, and at least as Keras draws it.
class Table {
 public:
  explicit Table(std::size_t columns) : width_{33, 22, 15, 20, 12} { width_.resize(columns); }
  void add(std::vector<std::string> row) {
    row.resize(width_.size());
    for (std::size_t i = 0; i < row.size(); ++i) width_[i] = (std::max)(width_[i], row[i].size());
    rows_.push_back(std::move(row));
  }
  std::string text() const {
    std::string t = line("┌", "┬", "┐");
    for (std::size_t i = 0; i < rows_.size(); ++i) t.append(i > 0 ? line("├", "┼", "┤") : "").append(row(rows_[i]));
    return t.append(line("└", "┴", "┘"));
  }

 private:
  std::string line(const char* left, const char* middle, const char* right) const {
    std::string t = left;
    for (std::size_t i = 0; i < width_.size(); ++i) {
      for (std::size_t k = 0; k < width_[i] + 2; ++k) t += "─";
      t += i + 1 < width_.size() ? middle : right;
    }
    return t += "\n";
  }
  /// The third column holds numbers, which stand at its right.
  std::string row(const std::vector<std::string>& r) const {
    std::string t = "│";
    for (std::size_t i = 0; i < r.size(); ++i) {
      const std::string blanks(width_[i] - r[i].size(), ' ');
      t.append(" ").append(i != 2 ? r[i] : blanks).append(i != 2 ? blanks : r[i]).append(" │");
    }
    return t += "\n";
  }
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> width_;
};

}  // namespace impl

/// The table that Keras's `summary()` prints, one row per layer, as text. If the network branches, each row names what
/// its layer is connected to. `computed_by` says of each operator how it is computed, or is empty: then the table has no such
/// column.
inline std::string summary(const GraphView& g, std::span<const std::string> computed_by = {}) {
  bool branches = !computed_by.empty();
  for (std::size_t i = 1; i < g.ops.size(); ++i)
    branches = branches || g.ops[i].edges != 1 || g.operand(i, 0) + 1 != static_cast<int>(i);
  impl::Table table(!computed_by.empty() ? 5 : branches ? 4 : 3);
  table.add({"Layer (type)", "Output Shape", "Param #", "Connected to", "Computed by"});
  std::int64_t trained = 0, kept = 0;
  for (const Param& p : g.params) (p.trainable ? trained : kept) += p.shape.volume();
  for (std::size_t i = 0; i < g.ops.size(); ++i) {
    const Op& op = g.ops[i];
    if (op.kind == Kind::input && !branches) continue;
    std::int64_t count = 0;
    for (int p = op.param; p < op.param + op.params; ++p) count += g.params[static_cast<std::size_t>(p)].shape.volume();
    std::string from;
    for (int e = 0; e < op.edges; ++e) from += (e == 0 ? "" : ", ") + g.name(static_cast<std::size_t>(g.operand(i, e)));
    table.add({g.name(i) + " (" + g.kind(i) + ")", impl::shape_tuple(op.out), impl::with_commas(count), from,
               computed_by.empty() ? "" : computed_by[i]});
  }
  const auto line = [](const char* what, std::int64_t n) {
    return std::string(" ") + what + ": " + impl::with_commas(n) + " (" + impl::bytes_text(n) + ")\n";
  };
  return table.text() + line("Total params", trained + kept) + line("Trainable params", trained) +
         line("Non-trainable params", kept);
}

/// What a summary shows of each layer besides its shape and parameters: nothing, or how inference computes it: by which
/// implementation, at what share of the next best one's cost, with which other layers; or in which layer's step.
enum class SummaryKind : unsigned char { layers, implementations };

/// The same of network `Net`.
template <class Net, SummaryKind what = SummaryKind::layers>
std::string summary() {
  static_assert(network_error<Net>::ok);  // a wrong network is one error
  if constexpr (what == SummaryKind::implementations)
    return summary(graph_view<Net>(), impl::computed_by<Net>());
  else
    return summary(graph_view<Net>());
}

}  // namespace CINCEL_ISA
}  // namespace cincel
