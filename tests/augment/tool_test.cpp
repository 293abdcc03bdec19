// `cincel augment` on pictures: NumPy arrays in and out, and what it says of wrong ones.
#include "../../tools/augment.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>

using namespace cincel;

namespace {

const std::string folder = std::filesystem::temp_directory_path().string() + "/cincel_augment_tool";

/// The reason why this fails, or "" if it does not.
std::string reason(const std::string& step, const std::string& params, const std::string& input = folder + "/x.npy") {
  try {
    augment_file(step, params, input, folder + "/y.npy");
  } catch (const std::exception& e) {
    return e.what();
  }
  return "";
}
void write_text(const std::string& path, const std::string& text) {
  NewFile file(path);
  file.write(std::as_bytes(std::span(text)));
  file.commit();
}
/// A version 1 file of this header with some bytes behind it.
std::string array_file(const std::string& header, std::size_t bytes) {
  std::string s("\x93NUMPY\x01\x00", 8);
  s += {static_cast<char>(header.size()), 0};
  return s + header + std::string(bytes, 'a');
}

}  // namespace

TEST_CASE("cincel augment applies a step to an array, and says what is wrong with arrays and parameters") {
  std::filesystem::create_directories(folder);
  write_npy(folder + "/x.npy", {{0, 0.25f, 0.5f, 0.75f, 1, 0.125f}, {2, 3}, false});
  CHECK(reason("flip_horizontal", "{}").empty());
  const NpyArray y = read_npy(folder + "/y.npy", npy_picture);
  CHECK(y.numbers == std::vector<float>{0.5f, 0.25f, 0, 0.125f, 1, 0.75f});
  CHECK((y.shape == std::vector<std::int64_t>{2, 3} && !y.bytes));
  write_npy(folder + "/b.npy", {{0, 100, 255, 7}, {2, 2, 1}, true});
  CHECK(reason("brightness", R"({"factor": 1.5})", folder + "/b.npy").empty());
  CHECK(read_npy(folder + "/y.npy", npy_picture).numbers == std::vector<float>{0, 150, 255, 11});
  CHECK(reason("transpose", "{}").empty());
  CHECK(read_npy(folder + "/y.npy", npy_picture).shape == std::vector<std::int64_t>{3, 2});

  const auto says = [](const std::string& text, const char* words) { return text.find(words) != text.npos; };
  CHECK(says(reason("hue", "{}"), "augment hue: needs the parameter \"turn\", a number from -0.5 to 0.5"));
  CHECK(says(reason("hue", R"({"turn": 1})"), "\"turn\" is 1, but must be a number from -0.5 to 0.5"));
  CHECK(says(reason("invert", R"({"turn": 1})"), "has no parameter \"turn\""));
  CHECK(says(reason("inverted", "{}"), "there is no such step"));
  CHECK(says(reason("invert", "{"), "is no JSON object"));
  CHECK(says(reason("median_blur", R"({"size": 2})"), "must be odd"));
  CHECK(says(reason("posterize", R"({"bits": 2.5})"), "must be a whole number"));
  CHECK(reason("jpeg", R"({"quality": 75})").empty());
  CHECK(says(reason("jpeg", R"({"quality": 0})"), "\"quality\" is 0, but must be a number from 1 to 100"));
  CHECK(says(reason("invert", R"({"fill": "gray"})"), "must be one of nearest, constant, reflect, wrap"));
  CHECK(says(reason("crop", R"({"top": 1, "left": 0, "height": 2, "width": 1})"), "reaches beyond the picture"));
}

TEST_CASE("a damaged NumPy file is named with the reason, whatever its header says") {
  std::filesystem::create_directories(folder);
  const std::string good = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }\n";
  const auto with = [&](std::string header, const std::string& old, const std::string& now) {
    return array_file(header.replace(header.find(old), old.size(), now), 6);
  };
  const std::pair<std::string, const char*> cases[] = {
      {"", "has 0 bytes"},
      {"not an array at all", "begins otherwise"},
      {array_file(good, 5), "holds 5 bytes of numbers, but its shape needs 6"},
      {array_file(good, 7), "holds 7 bytes"},
      {array_file(good, 0).substr(0, 40), "a header longer than the file"},
      {with(good, "|u1", "<f8"), "numbers of the type '<f8'"},
      {with(good, "False", "True"), "columns first"},
      {with(good, "shape", "shade"), "no 'shape'"},
      {with(good, "(2, 3)", "(2, 0)"), "a picture is (H, W) or (H, W, C)"},
      {with(good, "(2, 3)", "(6,)"), "a picture is (H, W) or (H, W, C)"},
      {with(good, "(2, 3)", "(99999999999999999999, 3)"), "a side of more than 16384"},
      {with(good, "(2, 3)", "(2, -3)"), "a shape that is none"},
      {with(good, "(2, 3)", "(2, 3"), "no 'shape'"}};
  for (const auto& [bytes, words] : cases) {
    write_text(folder + "/bad.npy", bytes);
    const std::string said = reason("invert", "{}", folder + "/bad.npy");
    CAPTURE(said);
    CHECK(said.find(words) != said.npos);
    CHECK(said.find("bad.npy") != said.npos);
  }
  write_text(folder + "/good.npy", array_file(good, 6));
  CHECK(reason("invert", "{}", folder + "/good.npy").empty());
  std::filesystem::remove_all(folder);
}
