// Phrases that mean the same.
#pragma once

#include <cincel/core/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

/// Phrases in small letters, words with single spaces between, and what may be said for each.
///
///     PhraseTable table;
///     table.add("in order to", "to");
class PhraseTable {
 public:
  void add(std::string_view phrase, std::string_view other) {
    const std::string lower = small_letters(phrase);
    longest_ = (std::max)(longest_, static_cast<std::size_t>(std::count(lower.begin(), lower.end(), ' ')) + 1);
    phrases_[lower].emplace_back(other);
  }
  /// What may be said for a phrase in small letters; nothing for one that is not in the table.
  std::span<const std::string> phrases(std::string_view phrase) const {
    const auto found = phrases_.find(phrase);
    if (found == phrases_.end()) return {};
    return found->second;
  }
  /// The number of words of the longest phrase.
  std::size_t longest() const { return longest_; }
  std::size_t size() const { return phrases_.size(); }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> phrases_;
  std::size_t longest_ = 0;
};

}  // namespace CINCEL_ISA
}  // namespace cincel
