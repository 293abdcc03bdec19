// Sound files: WAV, FLAC and what else libsndfile reads. Without that library's header (Debian: libsndfile1-dev) whoever
// calls `read_sound` is told so by the compiler; with it, link the target cincel::sound, or -lsndfile.
#pragma once

#include <cincel/core/file.hpp>
#include <cincel/core/finite.hpp>

#if __has_include(<sndfile.h>)
#include <sndfile.h>
#endif

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

/// A sound: numbers in [-1, 1] (those of files of floats may lie beyond), the channels of a moment side by side.
struct SoundFile {
  std::vector<float> samples;
  std::int64_t rate = 0, channels = 0;

  std::int64_t length() const { return channels == 0 ? 0 : static_cast<std::int64_t>(samples.size()) / channels; }
};

#if __has_include(<sndfile.h>)
namespace impl {

inline SoundFile read_sound_samples(const std::string& path, std::uint64_t most_numbers) {
  InputFile input(path);
  SF_INFO info{};
  const int descriptor = input.release();
  const std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> file(sf_open_fd(descriptor, SFM_READ, &info, SF_FALSE), &sf_close);
  struct Closed {
    int descriptor;
    ~Closed() { close(descriptor); }
  } closed{descriptor};
  if (!file) throw FileError(path, "is no sound that libsndfile reads: " + printable(sf_strerror(nullptr)));
  if (info.channels < 1 || info.channels > 1024 || info.samplerate < 1)
    throw FileError(path, "says that it has " + std::to_string(info.channels) + " channels at " +
                              std::to_string(info.samplerate) + " Hz");
  SoundFile sound;
  sound.rate = info.samplerate;
  sound.channels = info.channels;
  std::vector<float> piece(static_cast<std::size_t>(info.channels) * 4096);
  for (;;) {
    const sf_count_t got = sf_readf_float(file.get(), piece.data(), 4096);
    if (sf_error(file.get()) != SF_ERR_NO_ERROR)
      throw FileError(path, "is damaged behind moment " + std::to_string(sound.length()) + ": " +
                                printable(sf_strerror(file.get())));
    if (got <= 0) break;
    const auto n = static_cast<std::size_t>(got) * static_cast<std::size_t>(info.channels);
    if (sound.samples.size() + n > most_numbers)
      throw FileError(path, "holds more than " + std::to_string(most_numbers) + " numbers");
    sound.samples.insert(sound.samples.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(n));
  }
  if (sound.length() < info.frames)
    throw FileError(path, "ends after " + std::to_string(sound.length()) + " moments, but says that it has " +
                              std::to_string(info.frames));
  if (sound.samples.empty()) throw FileError(path, "holds no sound: it has no samples");
  const auto all = static_cast<std::int64_t>(sound.samples.size());
  const std::int64_t bad = first_non_finite(sound.samples.data(), all);
  if (bad != all)
    throw FileError(path, "holds a number that is not finite at moment " + std::to_string(bad / sound.channels));
  return sound;
}

}  // namespace impl
#endif

/// Reads a sound file of at most `most_numbers` numbers. Throws FileError with file and reason, for a number that is not finite too. What the file says of its
/// length is not believed: memory is asked for as samples arrive.
template <class Path = std::string>
SoundFile read_sound(const Path& path, std::uint64_t most_numbers = std::uint64_t{1} << 28) {
#if __has_include(<sndfile.h>)
  const std::string name(path);
  return impl::with_memory_for(name, [&] { return impl::read_sound_samples(name, most_numbers); });
#else
  static_assert(sizeof(Path) == 0, "read_sound needs libsndfile: on Debian, apt-get install libsndfile1-dev");
  return {};
#endif
}

}  // namespace CINCEL_ISA
}  // namespace cincel
