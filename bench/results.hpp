// The results of a run as JSON, "schema": "cincel-bench/1" (README.md in this folder describes it).
#pragma once

#include "measurement.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace bench {

/// What a program cannot know of itself.
struct Origin {
  std::string commit, command;
  bool dirty = false, quick = false;
};

/// The whole file.
nlohmann::ordered_json results_json(const Origin& origin, const std::vector<Row>& rows,
                                    const std::vector<profile::Limits>& limits, const profile::LimitMeter& meter);

/// Writes a file whole or throws std::runtime_error that names it: what was there stays until the new one is complete.
void write_whole(const std::string& path, const std::string& text);

}  // namespace bench
