// PNG files that are written, read by zlib and the standard's own rules.
#include "policies.hpp"

#include <cincel/augment/png.hpp>

#include <doctest/doctest.h>

#include <zlib.h>

#include <string>
#include <string_view>

using namespace cincel;

namespace {

std::size_t big_endian(std::string_view s, std::size_t at) {
  std::size_t v = 0;
  for (std::size_t i = 0; i < 4; ++i) v = v * 256 + static_cast<unsigned char>(s[at + i]);
  return v;
}
/// What a reader finds in a file.
struct Read {
  std::size_t width = 0, height = 0, data_chunks = 0;
  std::string rest_of_head,
      rows;  // bits, colour type, compression, filter, interlace; rows with the filter before each
};
/// Checks lengths, order and checks of all chunks, and inflates the rows.
Read read_png(const std::string& file) {
  REQUIRE(file.size() > 45);
  CHECK(file.substr(0, 8) == "\x89PNG\r\n\x1A\n");
  Read r;
  std::string stream, last;
  std::size_t at = 8;
  while (at < file.size()) {
    REQUIRE(file.size() - at >= 12);
    const std::size_t length = big_endian(file, at);
    REQUIRE(file.size() - at - 12 >= length);
    last = file.substr(at + 4, 4);
    const std::string data = file.substr(at + 8, length);
    const auto* checked = reinterpret_cast<const Bytef*>(file.data() + at + 4);
    CHECK(crc32(0, checked, static_cast<uInt>(length + 4)) == big_endian(file, at + 8 + length));
    if (at == 8) {
      REQUIRE((last == "IHDR" && length == 13));
      r.width = big_endian(data, 0), r.height = big_endian(data, 4), r.rest_of_head = data.substr(8);
    }
    if (last == "IDAT") stream += data, ++r.data_chunks;
    at += 12 + length;
  }
  CHECK(last == "IEND");
  CHECK(at == file.size());
  r.rows.resize(stream.size());
  uLongf size = r.rows.size();
  CHECK(uncompress(reinterpret_cast<Bytef*>(r.rows.data()), &size, reinterpret_cast<const Bytef*>(stream.data()),
                   stream.size()) == Z_OK);  // with its check of all bytes
  r.rows.resize(size);
  return r;
}

}  // namespace

TEST_CASE("a PNG file is what zlib and the standard say, of 1 to 4 channels, of one block and of several") {
  struct Size {
    std::size_t height, width, channels, data_chunks;
  };
  // 255 rows of 256 + 1 bytes are 65,535: a block that is full.
  for (const Size& s : {Size{1, 1, 1, 1}, Size{3, 5, 2, 1}, Size{4, 7, 3, 1}, Size{2, 2, 4, 1}, Size{255, 256, 1, 1},
                        Size{256, 256, 1, 2}, Size{200, 250, 4, 4}}) {
    CAPTURE(s.height);
    std::string levels;
    for (std::size_t i = 0; i < s.height * s.width * s.channels; ++i)
      levels += static_cast<char>(static_cast<unsigned char>(i * i / 7 + 255));
    const Read r = read_png(png_bytes(levels, static_cast<std::int64_t>(s.height), static_cast<std::int64_t>(s.width),
                                      static_cast<std::int64_t>(s.channels)));
    CHECK((r.width == s.width && r.height == s.height && r.data_chunks == s.data_chunks));
    const char types[] = {0, 4, 2, 6};
    CHECK(r.rest_of_head == std::string{8, types[s.channels - 1], 0, 0, 0});
    const std::size_t row = s.width * s.channels;
    REQUIRE(r.rows.size() == s.height * (row + 1));
    bool same = true;
    for (std::size_t y = 0; y < s.height; ++y)
      same = same && r.rows[y * (row + 1)] == 0 && r.rows.substr(y * (row + 1) + 1, row) == levels.substr(y * row, row);
    CHECK(same);
  }
}

TEST_CASE("a preview as PNG shows the pixels of the PPM file") {
  const auto shows = [](const std::string& png, const std::string& ppm, std::size_t head, std::size_t row) {
    const Read r = read_png(png);
    std::string pixels;
    for (std::size_t at = 0; at < r.rows.size(); at += row + 1) pixels += r.rows.substr(at + 1, row);
    CHECK(pixels == ppm.substr(head));
    return r.rest_of_head[1];
  };
  using Policy = Sequence<RandomCrop<4, 4>, HorizontalFlip<>>;
  const auto x = picture<Image<6, 5, 3>, std::uint8_t>();
  CHECK(shows(preview_png<Policy, Image<6, 5, 3>>(x, 7, 2, 3), preview<Policy, Image<6, 5, 3>>(x, 7, 2, 3), 13, 48) ==
        2);
  const auto gray = picture<Image<6, 5, 1>>();
  CHECK(shows(preview_png<Policy, Image<6, 5, 1>>(gray, 7), preview<Policy, Image<6, 5, 1>>(gray, 7), 13, 22) == 0);
  const auto alpha = picture<Image<6, 5, 4>>();  // which is not shown
  CHECK(shows(preview_png<Policy, Image<6, 5, 4>>(alpha, 7), preview<Policy, Image<6, 5, 4>>(alpha, 7), 13, 66) == 2);
}
