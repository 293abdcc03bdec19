// IDX files, plain or gz: the format of MNIST and Fashion-MNIST (yann.lecun.com/exdb/mnist).
#pragma once

#include <cincel/core/isa.hpp>

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace cincel::inline CINCEL_ISA {

/// Unsigned bytes with their extents.
struct IdxArray {
  std::vector<std::uint32_t> extents;
  std::vector<std::uint8_t> values;
};

namespace impl {

class GzReader {
 public:
  explicit GzReader(const std::string& path) : path_(path), file_(gzopen(path.c_str(), "rb"), &gzclose) {
    if (!file_) throw std::runtime_error(path + ": cannot be opened");
  }
  /// Reads n bytes or fails with what is missing.
  void read(std::uint8_t* to, std::size_t n, const char* what) {
    const int got = gzread(file_.get(), to, static_cast<unsigned>(n));
    if (got < 0) {
      int code = 0;
      fail(std::string("is damaged: ") + gzerror(file_.get(), &code));
    }
    at_ += static_cast<std::size_t>(got);
    if (static_cast<std::size_t>(got) != n) fail(std::string("ends within its ") + what);
  }
  std::uint32_t read_number(const char* what) {
    std::uint8_t b[4];
    read(b, 4, what);
    return std::uint32_t{b[0]} << 24 | std::uint32_t{b[1]} << 16 | std::uint32_t{b[2]} << 8 | b[3];
  }
  bool at_end() {
    std::uint8_t b = 0;
    return gzread(file_.get(), &b, 1) == 0;
  }
  [[noreturn]] void fail(const std::string& reason) const {
    throw std::runtime_error(path_ + ", byte " + std::to_string(at_) + ": " + reason);
  }

 private:
  std::string path_;
  std::unique_ptr<gzFile_s, int (*)(gzFile)> file_;
  std::size_t at_ = 0;
};

}  // namespace impl

/// Reads an IDX file of unsigned bytes. Throws std::runtime_error with file, offset and reason; memory is asked for
/// only as bytes arrive.
inline IdxArray read_idx(const std::string& path) {
  impl::GzReader in(path);
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

/// Images as float numbers in [0, 1], height x width x 1, and their labels.
struct LabelledImages {
  std::vector<float> images;
  std::vector<std::uint8_t> labels;
  std::uint32_t height = 0, width = 0;

  std::size_t size() const { return labels.size(); }
};

/// Reads a pair of IDX files. Throws std::runtime_error if they do not belong together.
inline LabelledImages read_labelled_images(const std::string& images, const std::string& labels) {
  const IdxArray x = read_idx(images), y = read_idx(labels);
  if (x.extents.size() != 3)
    throw std::runtime_error(images + ": holds no images: it has " + std::to_string(x.extents.size()) +
                             " extents, not 3");
  if (y.extents.size() != 1)
    throw std::runtime_error(labels + ": holds no labels: it has " + std::to_string(y.extents.size()) +
                             " extents, not 1");
  if (x.extents[0] != y.extents[0])
    throw std::runtime_error(images + " has " + std::to_string(x.extents[0]) + " images, but " + labels + " has " +
                             std::to_string(y.extents[0]) + " labels");
  LabelledImages d;
  d.labels = y.values;
  d.height = x.extents[1];
  d.width = x.extents[2];
  d.images.resize(x.values.size());
  std::transform(x.values.begin(), x.values.end(), d.images.begin(),
                 [](std::uint8_t v) { return static_cast<float>(v) / 255.0f; });
  return d;
}

}  // namespace cincel::inline CINCEL_ISA
