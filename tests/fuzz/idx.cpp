// Any bytes as an IDX file, plain or gz: an array of the size that its extents say, or a FileError.
#include <cincel/data/idx.hpp>

#include "memory_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t n) {
  const MemoryFile file(bytes, n);
  try {
    const cincel::IdxArray a = cincel::read_idx(file.path(), 1 << 22);
    std::size_t volume = 1;
    for (const std::uint32_t extent : a.extents) volume *= extent;
    require(volume == a.values.size());
  } catch (const cincel::FileError& e) {
    require(std::string(e.what()).starts_with(file.path()));
  }
  return 0;
}
