// NumPy's .npy files (numpy.lib.format, versions 1 to 3): pictures of uint8 or float32, rows first, sounds and
// spectra of float32.
#pragma once

#include <cincel/core/file.hpp>
#include <cincel/io/new_file.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace cincel {

/// A picture, a sound or a spectrum as it stands in a file.
struct NpyArray {
  std::vector<float> numbers;
  std::vector<std::int64_t> shape;
  bool bytes = false;
};

/// What is read: how many extents it has, the largest of them and of the third, and how a sentence says so.
struct NpyForm {
  std::size_t fewest, most;
  std::int64_t largest, largest_third;
  const char* says;
};
inline constexpr std::int64_t npy_long = std::int64_t{1} << 26;
inline constexpr NpyForm npy_picture{2, 3, 16384, 256, "a picture is (H, W) or (H, W, C)"};
inline constexpr NpyForm npy_sound{1, 2, npy_long, 0, "a sound is (samples,) or (channels, samples)"};
inline constexpr NpyForm npy_spectrum{2, 3, npy_long, npy_long,
                                      "a spectrum is (frames, bins) or (channels, frames, bins)"};

namespace npy {

static_assert(std::endian::native == std::endian::little, "numbers are little-endian in the files");
inline constexpr char magic[] = "\x93NUMPY";

/// What stands behind 'key': in the header's text, up to `end`.
inline std::string value_of(const InputFile& file, const std::string& header, const std::string& key, char end) {
  const std::size_t at = header.find("'" + key + "':");
  const std::size_t from = at == header.npos ? at : header.find_first_not_of(' ', at + key.size() + 3);
  const std::size_t to = from == header.npos ? from : header.find(end, from);
  if (to == header.npos) throw FileError(file.path(), "is no NumPy array: its header has no '" + key + "'");
  return header.substr(from, to - from);
}

/// "(9, 7, 3": as many extents as the form has, above 0.
inline std::vector<std::int64_t> shape_of(const InputFile& file, const std::string& text, const NpyForm& form) {
  std::vector<std::int64_t> shape;
  std::int64_t n = -1;
  for (const char c : text + ',') {
    if (c >= '0' && c <= '9') {
      n = (n < 0 ? 0 : n) * 10 + (c - '0');
      if (n > form.largest) throw FileError(file.path(), "has a side of more than " + std::to_string(form.largest));
    } else if (c == ',' && n >= 0) {
      shape.push_back(n);
      n = -1;
    } else if (c != '(' && c != ' ' && c != ',') {
      throw FileError(file.path(), "has a shape that is none: " + printable(text));
    }
  }
  if (shape.size() < form.fewest || shape.size() > form.most || *std::min_element(shape.begin(), shape.end()) < 1)
    throw FileError(file.path(), "has the shape " + printable(text) + "), but " + form.says);
  if (shape.size() == 3 && shape[2] > form.largest_third)
    throw FileError(file.path(), "has more than " + std::to_string(form.largest_third) + " channels");
  return shape;
}

}  // namespace npy

/// Reads an array; throws FileError for what is none, or of another type or order.
inline NpyArray read_npy(const std::string& path, const NpyForm& form) {
  const InputFile file(path);
  unsigned char start[12] = {};
  if (file.size() < 12) throw FileError(path, "is no NumPy array: it has " + std::to_string(file.size()) + " bytes");
  file.read_at(0, start, 12);
  if (std::memcmp(start, npy::magic, 6) != 0) throw FileError(path, 0, "is no NumPy array: it begins otherwise");
  const std::uint64_t begin = start[6] == 1 ? 10 : 12;
  std::uint64_t length = start[8] + 256u * start[9];
  if (start[6] != 1) length += 65536u * (start[10] + 256u * start[11]);
  if (start[6] < 1 || start[6] > 3 || length > file.size() - begin || length > 65536)
    throw FileError(path, 6, "has an unknown version, or a header longer than the file");
  std::string header(length, ' ');
  file.read_at(begin, header.data(), header.size());
  const std::string type = npy::value_of(file, header, "descr", ',');
  NpyArray p;
  p.bytes = type == "'|u1'";
  if (!p.bytes && type != "'<f4'")
    throw FileError(
        path, "holds numbers of the type " + printable(type) + ", but uint8 ('|u1') or float32 ('<f4') is needed");
  if (npy::value_of(file, header, "fortran_order", ',') != "False")
    throw FileError(path, "has columns first (fortran_order); save numpy.ascontiguousarray of it");
  p.shape = npy::shape_of(file, npy::value_of(file, header, "shape", ')'), form);
  std::uint64_t count = 1;
  for (const std::int64_t n : p.shape) {
    count *= static_cast<std::uint64_t>(n);
    if (count > file.size()) throw FileError(path, "has a shape of more numbers than the file has bytes");
  }
  const std::uint64_t size = count * (p.bytes ? 1 : 4), at = begin + length;
  if (file.size() - at != size)
    throw FileError(
        path, at,
        "holds " + std::to_string(file.size() - at) + " bytes of numbers, but its shape needs " + std::to_string(size));
  p.numbers.resize(count);
  if (p.bytes) {
    std::vector<std::uint8_t> raw(count);
    file.read_at(at, raw.data(), count);
    p.numbers.assign(raw.begin(), raw.end());
  } else {
    file.read_at(at, p.numbers.data(), size);
  }
  return p;
}

/// Writes an array, version 1; numbers of 8 bits are rounded to the nearest of 0 … 255.
inline void write_npy(const std::string& path, const NpyArray& p) {
  std::string shape;
  for (const std::int64_t n : p.shape) shape += std::to_string(n) + ", ";
  std::string header = std::string("{'descr': '") + (p.bytes ? "|u1" : "<f4") +
                       "', 'fortran_order': False, 'shape': (" +
                       shape.substr(0, shape.size() - (p.shape.size() == 1 ? 1 : 2)) + "), }";
  header.append(63 - (10 + header.size()) % 64, ' ');
  header += '\n';
  std::string start(npy::magic, 6);
  start += {1, 0, static_cast<char>(header.size() % 256), static_cast<char>(header.size() / 256)};
  start += header;
  NewFile file(path);
  file.write(std::as_bytes(std::span(start)));
  if (p.bytes) {
    std::vector<std::uint8_t> raw;
    raw.reserve(p.numbers.size());
    for (const float v : p.numbers) raw.push_back(v > 0 ? static_cast<std::uint8_t>(v < 255 ? v + 0.5f : 255) : 0);
    file.write(std::as_bytes(std::span(raw)));
  } else {
    file.write(std::as_bytes(std::span(p.numbers)));
  }
  file.commit();
}

}  // namespace cincel
