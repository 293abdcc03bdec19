// Any bytes as a weights file: they are loaded, or a FileError that names the file comes out and nothing changes.
#include <cincel/io/load.hpp>
#include <cincel/layers/layers.hpp>

#include "memory_file.hpp"

using Net =
    cincel::Sequential<cincel::Input<4>, cincel::Named<"a", cincel::Dense<3>>, cincel::Named<"b", cincel::Dense<2>>>;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t n) {
  const MemoryFile file(bytes, n);
  const auto total = static_cast<std::size_t>(cincel::ParameterLayout<Net>::total);
  const cincel::LoadOptions strict;
  cincel::LoadOptions everything;
  everything.prefix = "net.";
  everything.allow_missing = everything.allow_extra = everything.other_network = true;
  everything.non_finite = cincel::NonFinite::permit;
  const cincel::LoadOptions* const both[] = {&strict, &everything};
  for (const auto* options : both) {
    std::vector<float> values(total, 7.0f);
    try {
      const auto report = cincel::read_parameters<Net>(file.path(), values, *options);
      require(values.size() == total);
      if (options == &strict) require(report.taken.size() == 4 && !cincel::find_non_finite<Net>(values.data()));
    } catch (const cincel::FileError& e) {
      require(std::string(e.what()).starts_with(file.path()));
      require(values == std::vector<float>(total, 7.0f));
    }
  }
  return 0;
}
