// Of the rows choice/LAYER and choice/LAYER/WAY of a run: which way was the fastest, and how often the cost model took it.
#include "choices.hpp"

#include <cstdio>
#include <map>
#include <string_view>

namespace bench {

std::vector<Choice> choices_of(const std::vector<Row>& rows) {
  constexpr std::string_view prefix = "choice/";
  std::map<std::string, Choice> found;
  std::map<std::string, int> others;
  for (const Row& r : rows) {
    if (!r.name.starts_with(prefix)) continue;
    const std::string rest = r.name.substr(prefix.size());
    const std::size_t slash = rest.find('/');
    const std::string layer = rest.substr(0, slash);
    Choice& c = found[layer];
    c.layer = layer;
    if (slash == rest.npos)
      c.taken = r.median;
    else
      ++others[layer];
    if (c.least > 0 && c.least <= r.median) continue;
    c.least = r.median;
    c.fastest = slash == rest.npos ? "" : rest.substr(slash + 1);
  }
  std::vector<Choice> choices;
  for (const auto& [layer, c] : found)
    if (c.taken > 0 && others[layer] > 0) choices.push_back(c);
  return choices;
}

std::string told(const std::vector<Choice>& choices) {
  if (choices.empty()) return {};
  std::size_t best = 0;
  std::string others;
  for (const Choice& c : choices) {
    best += c.is_best();
    if (c.is_best()) continue;
    char line[160];
    std::snprintf(line, sizeof line, "  %s: %.1f us, \"%s\" %.1f us\n", c.layer.c_str(), c.taken * 1e-3,
                  c.fastest.c_str(), c.least * 1e-3);
    others += line;
  }
  return "choices: the plan's way was the fastest, within 5 %, for " + std::to_string(best) + " of " +
         std::to_string(choices.size()) + " layers that have several\n" + others;
}

}  // namespace bench
