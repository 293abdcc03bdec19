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
  CHECK(most_memory_of([&] { CHECK(load(model, folder / "f", {.allow_missing = true}).taken.size() == 4); }) <
        parameters + 200'000);
}

TEST_CASE("a load needs memory for the metadata and for little else of a header, however long its parts are") {
  const TemporaryFolder folder;
  using Small = Sequential<Input<4>, Named<"a", Dense<3>>>;
  const std::string taken = R"("a.bias":{"dtype":"U8","shape":[0],"data_offsets":[0,0]})";
  const LoadOptions options{.allow_missing = true, .allow_extra = true, .other_network = true};
  std::string error;
  const auto memory = [&](const std::string& header) {
    const std::string text = with_length(header);
    write_file_atomically(folder / "f", std::as_bytes(std::span(text)));
    return most_memory_of([&] {
      std::vector<float> values(15);
      error = error_of([&] { static_cast<void>(read_parameters<Small>(folder / "f", values, options)); });
    });
  };
  const auto value = [&](const std::string& x) { return "{" + taken + ",\"b\":{\"x\":" + x + "}}"; };
  constexpr std::size_t text = 4'000'000;
  CHECK(memory(value("\"" + std::string(3'990'000, 'v') + "\"")) < 5 * text);
  CHECK(has(error, "\"b\" lacks dtype"));
  CHECK(memory(value(std::string(3'990'000, '1'))) < 10 * text);
  CHECK(memory(value(std::string(90'000'000, '1'))) < 5 * text);
  CHECK(memory(value(std::string(90'000'000, ' '))) < 5 * text);
  CHECK(has(error, "have no text among them"));
  std::string literals = "[true", names = "{" + taken, entries = R"({"__metadata__":{"":"")";
  for (int i = 0; i < 5'000'000; ++i) literals += ",true";
  CHECK(memory(value(literals + "]")) < 5 * text);
  CHECK(has(error, "have no text among them"));
  for (int i = 0; i < 500; ++i) {
    names += ",\"" + std::to_string(i) + std::string(i < 10 ? 3'990'000 : 10'000, 'n');
    names += R"(":{"dtype":"U8","shape":[0],"data_offsets":[0,0]})";
  }
  CHECK(memory(names + "}") < 10 * text);
  CHECK(has(error, "misshapen: a.bias"));
  for (int i = 0; i < 1'000'000; ++i) entries += ",\"" + std::to_string(i) + "\":\"\"";
  CHECK(memory(entries + "}}") < 16'000'000);
  CHECK(error == folder / "f" + ": has more than 16 MB of metadata");
}

TEST_CASE("where there is no memory for what a file holds, the error names the file") {
  const TemporaryFolder folder;
  M model({}, {}, {.threads = 1});
  save(model, folder / "net");
  const std::string extents("\0\0\x08\x03\0\0\x10\0\0\0\0\x20\0\0\0\x20", 16);  // 4096 images of 32 x 32
  const std::string images = extents + std::string(4096 * 1024, 'x');
  write_file_atomically(folder / "images", std::as_bytes(std::span(images)));
  const std::string labels = std::string("\0\0\x08\x01\0\0\x10\0", 8) + std::string(4096, 'y');
  write_file_atomically(folder / "labels", std::as_bytes(std::span(labels)));
  const auto refused = [&](const std::string& name, std::size_t room, auto read) {
    memory_counter::limit = memory_counter::now + room;
    std::string error;
    try {
      read();
    } catch (const FileError& e) {
      memory_counter::limit = memory_counter::no_limit;
      error = e.what();
    }
    memory_counter::limit = memory_counter::no_limit;
    CHECK(error == folder / name + ": cannot be read: there is no memory for what it holds");
  };
  const std::vector<float> before(model.parameter(0).begin(), model.parameter(0).end());
  std::vector<float> values;
  refused("net", 2'200'000, [&] { static_cast<void>(read_parameters<Net>(folder / "net", values)); });
  refused("net", 2'200'000, [&] { load(model, folder / "net"); });
  refused("net", 2'200'000, [&] { static_cast<void>(load(model, folder / "net", {.allow_missing = true})); });
  CHECK(std::ranges::equal(model.parameter(0), before));
  refused("images", 2'000'000, [&] { read_file(folder / "images"); });
  refused("images", 2'000'000, [&] { read_idx(folder / "images"); });
  refused("images", 10'000'000, [&] { read_labelled_images(folder / "images", folder / "labels"); });
  CHECK(read_labelled_images(folder / "images", folder / "labels").size() == 4096);
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
          error = error_of([&] {
            static_cast<void>(
                load(model, folder / "f", {.allow_missing = true, .allow_extra = true, .other_network = true}));
          });
        }) < size + 4 * static_cast<std::size_t>(ParameterLayout<Net>::total));
  CHECK(has(error, "holds no parameter of the network"));
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
