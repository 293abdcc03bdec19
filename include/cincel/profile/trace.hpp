// A time line as the JSON that chrome://tracing and ui.perfetto.dev read (the "Trace Event Format", complete events).
#pragma once

#include <cincel/profile/layer_times.hpp>

#include <cstdio>
#include <string>
#include <string_view>

namespace cincel {
inline namespace CINCEL_ISA {
namespace profile {

/// `text` as a string of JSON, quotes included.
inline std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", byte);
      out += escape;
    } else {
      out += c;
    }
  }
  return out += '"';
}

/// Predictions of network `Net` on one thread; times in microseconds from the first step's begin.
template <class Net>
std::string trace_json(const TimeLine& line) {
  const std::vector<StepFacts> facts = step_facts<Net>();
  std::string text = "{\"displayTimeUnit\": \"ns\", \"traceEvents\": [";
  const double origin = line.spans().empty() ? 0 : line.spans().front().begin;
  for (const StepSpan& s : line.spans()) {
    const StepFacts& f = facts[s.step];
    char times[96], work[128];
    std::snprintf(times, sizeof times, ", \"ts\": %.3f, \"dur\": %.3f", (s.begin - origin) * 1e6,
                  (s.end - s.begin) * 1e6);
    std::snprintf(work, sizeof work, ", \"flops\": %.0f, \"bytes\": %.0f", f.flops, f.bytes());
    text += &s == line.spans().data() ? "\n" : ",\n";
    text += "{\"ph\": \"X\", \"pid\": 1, \"tid\": 1, \"name\": " + json_string(f.layer) +
            ", \"cat\": " + json_string(f.kind) + times + ", \"args\": {\"step\": " + std::to_string(s.step) +
            ", \"computed\": " + json_string(f.implementation) + work + "}}";
  }
  return text += "\n]}\n";
}

}  // namespace profile
}  // namespace CINCEL_ISA
}  // namespace cincel
