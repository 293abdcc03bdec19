// IDX files, plain or gz: the format of MNIST and Fashion-MNIST (yann.lecun.com/exdb/mnist).
#pragma once

#include <cincel/core/file.hpp>

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

/// Unsigned bytes with their extents.
struct IdxArray {
  std::vector<std::uint32_t> extents;
  std::vector<std::uint8_t> values;
};

namespace impl {

/// The bytes of a regular file, unpacked if it is gz. Offsets are those of the unpacked bytes.
class GzReader {
 public:
  explicit GzReader(const std::string& path) : path_(path), file_(nullptr, &gzclose) {
    InputFile file(path);
    size_ = file.size();
    const int descriptor = file.release();
    file_.reset(gzdopen(descriptor, "rb"));
    if (!file_) {
      close(descriptor);
      throw FileError(path, "there is no memory to unpack it");
    }
  }
  /// Reads n bytes (at most 1 MiB) or fails with what is missing.
  void read(std::uint8_t* to, std::size_t n, const char* what) {
    const int got = gzread(file_.get(), to, static_cast<unsigned>(n));
    refuse_damage(got);
    at_ += static_cast<std::size_t>(got);
    if (static_cast<std::size_t>(got) != n) fail(std::string("ends within its ") + what);
  }
  std::uint32_t read_number(const char* what) {
    std::uint8_t b[4];
    read(b, 4, what);
    return std::uint32_t{b[0]} << 24 | std::uint32_t{b[1]} << 16 | std::uint32_t{b[2]} << 8 | b[3];
  }
  /// Whether nothing follows. A gz whose checksum and length are cut off, or do not hold, fails here.
  bool at_end() {
    std::uint8_t b = 0;
    const int got = gzread(file_.get(), &b, 1);
    refuse_damage(got);
    int code = Z_OK;
    gzerror(file_.get(), &code);
    if (got == 0 && code == Z_BUF_ERROR) fail("is damaged: the end of the gz is cut off");
    return got == 0;
  }
  /// Fails if the file cannot hold `n` more bytes: gz packs 1032 bytes in one at best, a plain file has its size.
  void expect(std::uint64_t n) {
    const bool plain = gzdirect(file_.get()) != 0;
    const std::uint64_t here = plain ? size_ - at_ : size_;
    if (plain ? n > here : n / 1032 > here)
      fail("ends within its values: it says that it holds " + std::to_string(n) + " bytes, more than the " +
           std::to_string(here) + (plain ? " that follow" : " of its gz can give"));
  }
  [[noreturn]] void fail(const std::string& reason) const { throw FileError(path_, at_, reason); }

 private:
  void refuse_damage(int got) const {
    if (got >= 0) return;
    int code = 0;
    fail(std::string("is damaged: ") + gzerror(file_.get(), &code));
  }

  std::string path_;
  std::unique_ptr<gzFile_s, int (*)(gzFile)> file_;
  std::uint64_t size_ = 0, at_ = 0;
};

inline IdxArray read_idx_values(const std::string& path, std::uint64_t most_bytes) {
  GzReader in(path);
  const std::uint32_t magic = in.read_number("magic number");
  if (magic >> 8 != 8) in.fail("is no IDX file of unsigned bytes: its magic number is " + std::to_string(magic));
  const std::uint32_t rank = magic & 0xff;
  if (rank == 0 || rank > 4) in.fail("has " + std::to_string(rank) + " extents; 1 to 4 are known");
  IdxArray a;
  std::uint64_t left = 1;
  for (std::uint32_t i = 0; i < rank; ++i) {
    a.extents.push_back(in.read_number("extents"));
    if (a.extents.back() == 0) in.fail("has an extent of 0");
    if (left > (std::uint64_t{1} << 40) / a.extents.back()) in.fail("says that it holds more than 2^40 bytes");
    left *= a.extents.back();
  }
  in.expect(left);
  if (left > most_bytes)
    in.fail("holds " + std::to_string(left) + " bytes; at most " + std::to_string(most_bytes) + " are read");
  constexpr std::uint64_t chunk = 1 << 20;
  while (left > 0) {
    const auto n = static_cast<std::size_t>((std::min)(left, chunk));
    a.values.resize(a.values.size() + n);
    in.read(a.values.data() + a.values.size() - n, n, "values");
    left -= n;
  }
  if (!in.at_end()) in.fail("has more bytes than its extents say");
  return a;
}

}  // namespace impl

/// Reads an IDX file of unsigned bytes, at most `most_bytes` of them. Throws FileError with file, offset and reason.
/// Memory is asked for only as bytes arrive, after the file's own size was found to be enough for what it says.
inline IdxArray read_idx(const std::string& path, std::uint64_t most_bytes = std::uint64_t{1} << 31) {
  return impl::with_memory_for(path, [&] { return impl::read_idx_values(path, most_bytes); });
}

/// Images as float numbers in [0, 1], height x width x 1, and their labels.
struct LabelledImages {
  std::vector<float> images;
  std::vector<std::uint8_t> labels;
  std::uint32_t height = 0, width = 0;

  std::size_t size() const { return labels.size(); }
};

/// Reads a pair of IDX files. Throws FileError for either, and if they do not belong together.
inline LabelledImages read_labelled_images(const std::string& images, const std::string& labels) {
  const IdxArray x = read_idx(images), y = read_idx(labels);
  if (x.extents.size() != 3)
    throw FileError(images, "holds no images: it has " + std::to_string(x.extents.size()) + " extents, not 3");
  if (y.extents.size() != 1)
    throw FileError(labels, "holds no labels: it has " + std::to_string(y.extents.size()) + " extents, not 1");
  if (x.extents[0] != y.extents[0])
    throw FileError(images, "has " + std::to_string(x.extents[0]) + " images, but " + printable(labels) + " has " +
                                std::to_string(y.extents[0]) + " labels");
  return impl::with_memory_for(images, [&] {
    LabelledImages d;
    d.labels = y.values;
    d.height = x.extents[1];
    d.width = x.extents[2];
    d.images.resize(x.values.size());
    std::transform(x.values.begin(), x.values.end(), d.images.begin(),
                   [](std::uint8_t v) { return static_cast<float>(v) / 255.0f; });
    return d;
  });
}

}  // namespace CINCEL_ISA
}  // namespace cincel
