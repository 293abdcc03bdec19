// Any bytes as a sound file: numbers of whole moments, no more than were allowed, or a FileError. (libsndfile, which does
// the reading, is fuzzed by its own project.)
#include <cincel/data/sound_file.hpp>

#include "memory_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t n) {
  const MemoryFile file(bytes, n);
  try {
    const cincel::SoundFile s = cincel::read_sound(file.path(), 1 << 20);
    require(s.rate > 0 && s.channels > 0 && !s.samples.empty() && s.samples.size() <= 1 << 20);
    require(cincel::impl::all_finite(s.samples.data(), static_cast<std::int64_t>(s.samples.size())));
    require(s.samples.size() == static_cast<std::size_t>(s.length() * s.channels));
  } catch (const cincel::FileError& e) {
    require(std::string(e.what()).starts_with(file.path()));
  }
  return 0;
}
