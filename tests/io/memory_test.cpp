// Floor 7: memory that files ask for. Every allocation of this program is counted.
#include <doctest/doctest.h>

#include <cincel/data/idx.hpp>
#include <cincel/io/safetensors.hpp>
#include <cincel/training.hpp>

#include "../files.hpp"
#include "memory_counter.hpp"

using namespace cincel;

namespace {

using Net = Sequential<Input<1000>, Named<"a", Dense<500>>, Named<"b", Dense<300>>>;
using M = Model<Net, SGD, MeanSquaredError>;

/// A sparse file of `size` bytes that begins with `text`.
void sparse_file(const std::string& path, const std::string& text, std::uintmax_t size) {
  write_file_atomically(path, std::as_bytes(std::span(text)));
  std::filesystem::resize_file(path, size);
}

std::string with_length(const std::string& header) {
  std::string text(8, '\0');
  const std::uint64_t length = header.size();
  std::memcpy(text.data(), &length, 8);
  return text + header;
}

}  // namespace

TEST_CASE("a load needs less memory than the file and the parameters, a save next to none") {
  const TemporaryFolder folder;
  M model({}, {}, {.threads = 1});
  const std::size_t parameters = 4 * static_cast<std::size_t>(ParameterLayout<Net>::total);
  CHECK(most_memory_of([&] { save(model, folder / "f"); }) < 100'000);
  const auto file = static_cast<std::size_t>(std::filesystem::file_size(folder / "f"));
  const std::size_t most = most_memory_of([&] { load(model, folder / "f"); });
  MESSAGE("parameters " << parameters << ", file " << file << ", load " << most);
  CHECK(most < parameters + 200'000);
  CHECK(most < parameters + file);
  CHECK(most_memory_of([&] { load(model, folder / "f", {.allow_missing = true}); }) < parameters + 200'000);
}

TEST_CASE("a header of many tensors, or of many names, needs less memory than the file has bytes") {
  const TemporaryFolder folder;
  std::string tensors = "{";
  for (int i = 0; i < 100'000; ++i) {
    const std::string n = std::to_string(i);
    if (i > 0) tensors += ',';
    tensors += '"' + n + R"(":{"dtype":"U8","shape":[],"data_offsets":[)" + n + "," + std::to_string(i + 1) + "]}";
  }
  const std::string text = with_length(tensors + "}") + std::string(100'000, 'x');
  write_file_atomically(folder / "f", std::as_bytes(std::span(text)));
  M model({}, {}, {.threads = 1});
  const auto size = static_cast<std::size_t>(std::filesystem::file_size(folder / "f"));
  std::string error;
  const std::size_t most = most_memory_of([&] { error = error_of([&] { load(model, folder / "f"); }); });
  MESSAGE("file " << size << ", load " << most);
  CHECK(has(error, "does not fit the network"));
  CHECK(most < size);
  CHECK(most_memory_of([&] {
          load(model, folder / "f", {.allow_missing = true, .allow_extra = true, .other_network = true});
        }) < size + 4 * static_cast<std::size_t>(ParameterLayout<Net>::total));
}

TEST_CASE("a file of 20 GB is refused early, whatever it begins with") {
  const TemporaryFolder folder;
  constexpr std::uintmax_t size = 20'000'000'000;
  M model({}, {}, {.threads = 1});
  const auto refused = [&](const std::string& text, const std::string& words, auto read) {
    sparse_file(folder / "f", text, size);
    std::string error;
    CHECK(most_memory_of([&] { error = error_of(read); }) < 300'000);
    CAPTURE(error);
    CHECK(has(error, words));
    CHECK(error.starts_with(folder / "f"));
  };
  const auto load_it = [&] { load(model, folder / "f"); };
  refused("", "is no safetensors file: no JSON object begins at byte 8", load_it);
  refused(std::string("\xff\xff\xff\x7f\0\0\0\0", 8), "a header of 2147483647 bytes is above 100 MB", load_it);
  refused(with_length(R"({"x":{"dtype":"U8","shape":[19999999937],"data_offsets":[0,19999999937]}})"), "", load_it);
  refused(with_length("{}"), "bytes stand behind the last tensor", load_it);
  refused("", "has 20000000000 bytes; at most 4294967296 are read", [&] { read_file(folder / "f"); });
  refused(std::string("\0\0\x08\x01\0\0\0\x05", 8), "has more bytes than its extents say",
          [&] { read_idx(folder / "f"); });
  refused(std::string("\0\0\x08\x02\0\x0f\x42\x40\0\0\x4e\x1f", 12),
          "holds 19999000000 bytes; at most 2147483648 are read", [&] { read_idx(folder / "f"); });
}

TEST_CASE("a gz that says more than gz can hold, or more than is read, is refused before it is unpacked") {
  const TemporaryFolder folder;
  const auto write_gz = [&](std::string begin, std::size_t zeros) {
    gzFile f = gzopen((folder / "b.gz").c_str(), "wb9");
    gzwrite(f, begin.data(), static_cast<unsigned>(begin.size()));
    const std::string block(1 << 20, '\0');
    for (std::size_t i = 0; i < zeros; i += block.size()) gzwrite(f, block.data(), static_cast<unsigned>(block.size()));
    gzclose(f);
  };
  const auto refused = [&](const std::string& words, std::uint64_t most_bytes) {
    std::string error;
    CHECK(most_memory_of([&] { error = error_of([&] { read_idx(folder / "b.gz", most_bytes); }); }) < 300'000);
    CAPTURE(error);
    CHECK(has(error, words));
  };
  write_gz(std::string("\0\0\x08\x01\x7f\xff\xff\xff", 8), 0);  // says 2 GB, has nothing
  refused("more than the", std::uint64_t{1} << 40);
  write_gz(std::string("\0\0\x08\x01\x10\0\0\0", 8), 1 << 28);  // 256 MB in 260 KB
  refused("holds 268435456 bytes; at most 1000000 are read", 1'000'000);
  write_gz(std::string("\0\0\x08\x01\0\0\0\x05", 8), 1 << 28);  // says 5 bytes, unpacks to 256 MB
  refused("has more bytes than its extents say", std::uint64_t{1} << 31);
}

TEST_CASE("training with Adam keeps at most 15 numbers a parameter, and later steps ask for no more") {
  const std::size_t parameters = 4 * static_cast<std::size_t>(ParameterLayout<Net>::total);
  const std::vector<float> x(16 * 1000, 0.5f), y(16 * 300, 0.25f);
  std::size_t later = 0;
  const std::size_t all = most_memory_of([&] {
    Model<Net, Adam, MeanSquaredError> model({}, {}, {.threads = 1});
    model.train_on_batch(x, y);
    later = most_memory_of([&] { model.train_on_batch(x, y); });
  });
  MESSAGE("numbers a parameter: " << static_cast<double>(all) / static_cast<double>(parameters)
                                  << ", a later step: " << later << " bytes");
  CHECK(all < 15 * parameters + 200'000);
  CHECK(later < 10'000);
}
