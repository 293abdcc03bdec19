// Floor 7: loading from files of others: types, names, shapes, fingerprints, numbers that are not finite.
#include <doctest/doctest.h>

#include <cincel/inference.hpp>
#include <cincel/io/embed.hpp>
#include <cincel/io/safetensors.hpp>
#include <cincel/training.hpp>

#include "../../tools/inspect.hpp"
#include "../files.hpp"
#include "../train/failing.hpp"

#include <cmath>
#include <sstream>

using namespace cincel;
using namespace cincel::literals;

namespace {

using Net = Sequential<Input<4>, Named<"a", Dense<3>>, Named<"b", Dense<2>>>;
using M = Model<Net, Adam, MeanSquaredError>;
using Maps = Sequential<Input<5, 6, 3>, Named<"c", Conv2D<4, 3>>, Named<"p", PReLU>>;
const std::string reference = std::string(CINCEL_REFERENCE) + "/dtypes.safetensors";

/// A safetensors file of a header as it stands here, padded with `numbers` bytes.
void write_file(const std::string& path, const std::string& header, std::size_t numbers) {
  std::string text(8, '\0');
  const std::uint64_t length = header.size();
  std::memcpy(text.data(), &length, 8);
  text += header + std::string(numbers, '\0');
  write_file_atomically(path, std::as_bytes(std::span(text)));
}

/// What a load with options says that it cannot do.
template <class AnyModel>
std::string load_error(AnyModel& model, const std::string& path, const LoadOptions& options) {
  return error_of([&] { static_cast<void>(load(model, path, options)); });
}

std::string inspected(const std::string& path) {
  std::ostringstream out;
  inspect(path, out);
  return out.str();
}

/// What reading the header of such a file says.
std::string header_error(const std::string& header, std::size_t numbers = 0) {
  const TemporaryFolder folder;
  write_file(folder / "f", header, numbers);
  const auto nothing = [](const auto&...) {};
  const std::string e = error_of([&] { read_safetensors_header(InputFile(folder / "f"), nothing, nothing); });
  CHECK((e.empty() || e.starts_with(folder / "f")));
  return e.empty() ? e : e.substr((folder / "f").size());
}

}  // namespace

TEST_CASE(
    "F16, BF16 and F64 become the floats that PyTorch makes of them, by prefix and by mapping, and a report says so") {
  M model, expected;
  const LoadReport r = load(
      model, reference,
      {.prefix = "net.", .names = {{"b.weight", "net.second.kernel"}}, .allow_extra = true, .other_network = true});
  const LoadReport e = load(expected, reference,
                            {.prefix = "expected.net.",
                             .names = {{"b.weight", "expected.net.second.kernel"}},
                             .allow_extra = true,
                             .other_network = true});
  CHECK(e.taken.size() == 4);
  CHECK(numbers_of(model) == numbers_of(expected));
  CHECK(model["b.bias"_p][0] == 0.1f);
  REQUIRE(r.taken.size() == 4);
  CHECK(r.taken[0].parameter == "a.weight");
  CHECK(r.taken[0].tensor == "net.a.weight");
  CHECK(r.taken[0].dtype == "F16");
  CHECK(r.taken[2].parameter == "b.weight");
  CHECK(r.taken[2].tensor == "net.second.kernel");
  CHECK(r.extra_count == 5);
  CHECK(std::find(r.extra.begin(), r.extra.end(), "net.steps") != r.extra.end());
  CHECK(r.missing.empty());
}

TEST_CASE("every number of half precision and of bfloat16 is what their formats' formulas say") {
  int wrong = 0;
  for (std::uint32_t bits = 0; bits < 65536; ++bits) {
    const auto h = static_cast<std::uint16_t>(bits);
    const int exponent = static_cast<int>(bits >> 10 & 31), fraction = static_cast<int>(bits & 1023);
    const double sign = (bits & 0x8000) != 0 ? -1 : 1;
    const double value = exponent == 0    ? std::ldexp(fraction, -24)
                         : exponent == 31 ? (fraction == 0 ? INFINITY : NAN)
                                          : std::ldexp(1024 + fraction, exponent - 25);
    const float got = impl::float_of_half(h);
    wrong += std::isnan(value) ? !std::isnan(got)
                               : static_cast<double>(got) != sign * value || std::signbit(got) != (sign < 0);
    const int wide = static_cast<int>(bits >> 7 & 255), part = static_cast<int>(bits & 127);
    const double brain = wide == 0     ? std::ldexp(part, -133)
                         : wide == 255 ? (part == 0 ? INFINITY : NAN)
                                       : std::ldexp(128 + part, wide - 134);
    const float b = impl::float_of_bfloat16(h);
    wrong +=
        std::isnan(brain) ? !std::isnan(b) : static_cast<double>(b) != sign * brain || std::signbit(b) != (sign < 0);
  }
  CHECK(wrong == 0);
}

TEST_CASE("what a load does not take without being asked is an error that names it, and nothing changes") {
  M model;
  const auto before = numbers_of(model);
  const auto refused = [&](const LoadOptions& o, const std::string& words) {
    const std::string e = load_error(model, reference, o);
    CAPTURE(e);
    CHECK(has(e, words));
    CHECK(numbers_of(model) == before);
  };
  refused({.prefix = "net.", .allow_extra = true, .other_network = true},
          "missing: b.weight, in the file net.b.weight (3x2)");
  refused({.prefix = "net.", .allow_missing = true, .other_network = true}, "extra: net.second.kernel (3x2)");
  refused({.prefix = "net.", .allow_missing = true, .allow_extra = true}, "the fingerprint is missing");
  refused({.prefix = "net.",
           .names = {{"b.bias", "net.steps"}},
           .allow_missing = true,
           .allow_extra = true,
           .other_network = true},
          "misshapen: b.bias, in the file net.steps is scalar, needed is 2");
  refused({.names = {{"b.wait", "x"}}}, "LoadOptions: the network has no parameter \"b.wait\"");
  const LoadReport r =
      load(model, reference, {.prefix = "net.", .allow_missing = true, .allow_extra = true, .other_network = true});
  CHECK(r.missing == std::vector<std::string>{"b.weight"});
  CHECK(std::equal(model["b.weight"_p].begin(), model["b.weight"_p].end(), before.begin() + 15));
  CHECK(model["b.bias"_p][1] == -0.2f);
}

TEST_CASE("a load that would take nothing is an error that says what was looked for and what is there") {
  const TemporaryFolder folder;
  const LoadOptions everything{.prefix = "nett.", .allow_missing = true, .allow_extra = true, .other_network = true};
  M model;
  const auto before = numbers_of(model);
  CHECK(load_error(model, reference, everything) ==
        reference +
            ": holds no parameter of the network: the first one was looked for as nett.a.weight (prefix "
            "\"nett.\"); its tensors are net.a.weight, net.a.bias, net.second.kernel and 6 more");
  CHECK(numbers_of(model) == before);
  write_file(folder / "none", "{}", 0);
  CHECK(has(load_error(model, folder / "none", everything), "; its tensors are none"));
  write_file(folder / "one", R"({"x\u000ay":{"dtype":"U8","shape":[],"data_offsets":[0,1]}})", 1);
  CHECK(has(load_error(model, folder / "one", everything), "; its tensors are x\\x0ay"));
  // One that is taken is enough, by the prefix or by name.
  LoadOptions mapped = everything;
  mapped.names = {{"b.bias", "net.b.bias"}};
  CHECK(load(model, reference, mapped).taken.size() == 1);
  CHECK(load(model, reference, mapped).missing.size() == 3);
}

TEST_CASE("a network without parameters is saved, loaded, inspected, packed and embedded") {
  using Empty = Sequential<Input<5>, Softmax>;
  const TemporaryFolder folder;
  Model<Empty, Adam, MeanSquaredError> model({}, {}, {.seed = 3, .threads = 1});
  const std::vector<float> x{1, 2, 3, 4, 5};
  const auto before = model.predict(x);
  save(model, folder / "f", {{"note", "empty"}});
  CHECK(load(model, folder / "f").at("note") == "empty");
  const LoadReport r = load(model, folder / "f", {.prefix = "x.", .allow_missing = true, .allow_extra = true});
  CHECK(r.taken.empty());
  CHECK(r.missing.empty());
  CHECK(model.predict(x) == before);
  CHECK(has(inspected(folder / "f"), "0 tensors, 0 numbers\n"));
  CHECK(load(model, reference, {.allow_extra = true, .other_network = true}).extra_count == 9);
  CHECK(has(load_error(model, reference, {.other_network = true}), "extra: net.b.bias (2)"));
  M other;
  CHECK(has(error_of([&] { load(other, folder / "f"); }), "missing: a.weight (4x3)"));

  const auto bytes = pack_bytes<Empty>({}, 2);
  write_file_atomically(folder / "p", bytes);
  CHECK(has(inspected(folder / "p"), "0 numbers, padding included; 2 self-tests\n"));
  const auto view = WeightsView<Empty>::from_bytes(bytes);
  REQUIRE(static_cast<bool>(view));
  Inference<Empty> net(view.view);
  CHECK(net.self_test() >= 0);
  CHECK(net.self_test() < 1e-6f);
  std::string arguments[] = {"embed", "empty", folder / "f", "2", "Empty", folder / "out", "empty.hpp"};
  char* argv[7];
  for (int i = 0; i < 7; ++i) argv[i] = arguments[i].data();
  CHECK(embed_main<Empty>(7, argv) == 0);
  CHECK(text_of(folder / "out.bin") == std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  CHECK(has(text_of(folder / "out.hpp"), "using network = Empty;"));
}

TEST_CASE("a fingerprint that is missing or another's is refused unless it is permitted") {
  const TemporaryFolder folder;
  using Other = Sequential<Input<4>, Named<"a", Dense<3>>, Tanh, Named<"b", Dense<2>>>;  // the same names and shapes
  Model<Other, Adam, MeanSquaredError> other({}, {}, {.seed = 7});
  save(other, folder / "other");
  M model;
  CHECK(has(error_of([&] { load(model, folder / "other"); }), "holds the weights of another network: fingerprint"));
  CHECK(load(model, folder / "other", {.other_network = true}).taken.size() == 4);
  CHECK(numbers_of(model) == numbers_of(other));
}

TEST_CASE("a shape whose axes are permuted gets a hint how to put it right") {
  const TemporaryFolder folder;
  const auto dense = [&](const char* shape) {
    write_file(folder / "f",
               std::string(R"({"a.weight":{"dtype":"F32","shape":)") + shape + R"(,"data_offsets":[0,48]}})", 48);
    M model;
    return load_error(model, folder / "f", {.allow_missing = true, .other_network = true});
  };
  CHECK(has(
      dense("[3,4]"),
      "a.weight is 3x4, needed is 4x3; it is transposed, as PyTorch keeps a dense weight: permute its axes by (1, 0)"));
  CHECK(has(dense("[12]"), "needed is 4x3; it has as many numbers in another shape"));
  CHECK(has(dense("[2,6]"), "; it has as many numbers in another shape"));
  CHECK(dense("[4,3]").empty());
  const auto map = [&](const char* name, const char* shape, const std::string& bytes) {
    write_file(
        folder / "f",
        std::string("{\"") + name + R"(":{"dtype":"F32","shape":)" + shape + R"(,"data_offsets":[0,)" + bytes + "]}}",
        std::stoul(bytes));
    Model<Maps, Adam, MeanSquaredError> model;
    return load_error(model, folder / "f", {.allow_missing = true, .other_network = true});
  };
  CHECK(has(map("c.weight", "[4,3,3,3]", "432"),
            "it lies as PyTorch keeps a convolution's weight: permute its axes by (2, 3, 1, 0)"));
  CHECK(has(map("c.weight", "[3,3,4,3]", "432"),
            "; the same extents in another order: permute its axes, for example by (0, 1, 3, 2)"));
  const std::string other = map("c.weight", "[3,3,3,5]", "540");
  CHECK(has(other, "needed is 3x3x3x4"));
  CHECK(!has(other, ";"));
}

TEST_CASE(
    "numbers that are not finite are refused by name and offset, with a type that overflows, and permitted if asked") {
  const TemporaryFolder folder;
  M model, loaded;
  model["a.bias"_p][1] = NAN;
  model["b.weight"_p][4] = -INFINITY;
  save(model, folder / "f");
  const auto before = numbers_of(loaded);
  const std::string e = error_of([&] { load(loaded, folder / "f"); });
  CHECK(has(e, "numbers that are not finite (an option permits them):"));
  CHECK(has(e, ": a.bias[1] is NaN"));
  CHECK(has(e, ": b.weight[4] is -infinite"));
  CHECK(numbers_of(loaded) == before);
  // The offset is where the number stands.
  const std::string file = text_of(folder / "f");
  const std::size_t at = std::stoul(e.substr(e.find("byte ") + 5));
  float number = 0;
  std::memcpy(&number, file.data() + at, 4);
  CHECK(std::isnan(number));
  CHECK(load(loaded, folder / "f", {.non_finite = NonFinite::permit}).taken.size() == 4);
  CHECK(std::isnan(loaded["a.bias"_p][1]));
  const std::string header = R"({"b.bias":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}})";
  std::string text(8, '\0');
  const std::uint64_t length = header.size();
  const double large[2] = {1, 1e39};
  std::memcpy(text.data(), &length, 8);
  text += header + std::string(reinterpret_cast<const char*>(large), 16);
  write_file_atomically(folder / "g", std::as_bytes(std::span(text)));
  CHECK(has(load_error(loaded, folder / "g", {.allow_missing = true, .other_network = true}),
            ": b.bias[1] is infinite as float32"));
}

TEST_CASE("lists of faults are bounded, and control characters in names are printed escaped") {
  const TemporaryFolder folder;
  std::string header = "{";
  for (int i = 0; i < 500; ++i) {
    if (i > 0) header += ',';
    header += "\"\\u001b[2J" + std::to_string(i) + R"(":{"dtype":"F32","shape":[0],"data_offsets":[0,0]})";
  }
  write_file(folder / "f", header + "}", 0);
  M model;
  const std::string e = error_of([&] { load(model, folder / "f"); });
  CHECK(has(e, "extra: \\x1b[2J0 (0)"));
  CHECK(has(e, "  and 484 more"));
  CHECK(std::count(e.begin(), e.end(), '\n') == 21);
  CHECK(e.find('\x1b') == e.npos);
  CHECK(printable("a\nb\x7f\xc2\x85ä") == "a\\x0ab\\x7f\\xc2\\x85ä");
  CHECK(printable(std::string(300, 'x')).size() == 203);
}

TEST_CASE("a header that is wrong anywhere is refused with its offset and the reason") {
  CHECK(header_error("{}").empty());
  CHECK(header_error(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"later":{"x":[1,{"y":2}]}}})", 4).empty());
  CHECK(header_error("").substr(0, 40) == ", byte 0: is no safetensors file: no JSO");
  CHECK(has(header_error("[]"), "is no safetensors file: no JSON object begins at byte 8"));
  CHECK(has(header_error("{"), "byte 9: the header is no JSON object"));
  CHECK(has(header_error("{} x"), "the header is no JSON object"));
  CHECK(has(header_error(R"({"a":1})"), "tensor \"a\" lacks dtype, shape or data_offsets"));
  CHECK(has(header_error(R"({"a":{}})"), "lacks dtype"));
  CHECK(has(header_error(R"({"a":{"dtype":7,"shape":[],"data_offsets":[0,4]}})", 4), "has a dtype that is no string"));
  CHECK(has(header_error(R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4), "not lists of numbers"));
  CHECK(has(header_error(R"({"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}})", 4), "not lists of numbers"));
  CHECK(has(header_error(R"({"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}})", 4), "not lists of numbers"));
  CHECK(
      has(header_error(R"({"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}})", 4), "has two shapes"));
  CHECK(has(header_error(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}})", 4),
            "more than two data_offsets"));
  CHECK(has(header_error(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 4), "lies outside of the file"));
  CHECK(has(header_error(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4), "do not fit its shape"));
  CHECK(has(header_error(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 8),
            "bytes stand behind the last tensor"));
  CHECK(has(header_error(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8), "overlap or leave a hole"));
  CHECK(has(
      header_error(
          R"({"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}})",
          4),
      "overlap"));
  CHECK(has(
      header_error(
          R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}})",
          4),
      "two tensors have one name"));
  CHECK(has(header_error(R"({"__metadata__":[]})"), "__metadata__ is no JSON object"));
  CHECK(has(header_error(R"({"__metadata__":{"k":1}})"), "__metadata__ has a value that is no string: k"));
  CHECK(has(header_error("{\"" + std::string(5'000'000, 'k') + "\":1}"),
            "a text in the header is longer than 4,000,000 bytes"));
  const auto ignored = [](const std::string& value) {
    return header_error("{\"a\":{\"x\":" + value + R"(,"dtype":"U8","shape":[],"data_offsets":[0,1]}})", 1);
  };
  const std::string no_text = "4,000,000 bytes of the header have no text among them";
  CHECK(has(ignored(std::string(5'000'000, '1')), no_text));
  CHECK(has(ignored(std::string(5'000'000, ' ') + "1"), no_text));
  CHECK(has(ignored(std::string(2'500'000, '[') + std::string(2'500'000, ']')), no_text));
  CHECK(has(header_error("{}" + std::string(5'000'000, ' ')), no_text));
  CHECK(ignored(std::string(3'900'000, ' ') + "1").empty());
  CHECK(ignored("\"" + std::string(3'900'000, 'x') + "\"").empty());
  // A quote that is escaped ends no text, a backslash that is escaped escapes none.
  CHECK(has(ignored("\"" + std::string(2'500'000, 'x') + "\\\"" + std::string(2'500'000, 'x') + "\""),
            "a text in the header is longer than 4,000,000 bytes"));
  CHECK(ignored("\"" + std::string(2'500'000, 'x') + "\\\\\"" + std::string(2'500'000, ' ')).empty());
}

TEST_CASE("inspect lists what a file holds, and says of what is no such file that it is none") {
  const TemporaryFolder folder;
  const std::string list = inspected(reference);
  CHECK(has(list, "net.a.weight  4x3  F16\n"));
  CHECK(has(list, "net.b.bias  2\n"));
  CHECK(has(list, "net.steps  scalar  I64\n"));
  CHECK(has(list, "9 tensors, 47 numbers\n"));
  const M model;
  save(model, folder / "f", {{"note", "line\nbreak"}});
  CHECK(has(inspected(folder / "f"), "note: line\\x0abreak\n"));
  for (const std::string text : {"", "short", "A text that is something else.",
                                 "\x7f"
                                 "ELF\x02\x01\x01 and so on"}) {
    write_file_atomically(folder / "t", std::as_bytes(std::span(text)));
    CHECK(has(error_of([&] { inspected(folder / "t"); }), folder / "t" + ", byte 0: is no safetensors file: "));
  }
  CHECK(has(error_of([&] { inspected(folder.path()); }), "is a directory"));
  const std::string packed = "CINCELW\n";
  write_file_atomically(folder / "p", std::as_bytes(std::span(packed)));
  CHECK(error_of([&] { inspected(folder / "p"); }) ==
        folder / "p" + ", byte 8: is cut within the header of packed weights");
}

TEST_CASE("metadata that no load takes are not saved") {
  const TemporaryFolder folder;
  M model;
  const auto saved = [&](const Metadata& m) { return error_of([&] { save(model, folder / "f", m); }); };
  CHECK(saved({{"k", std::string(3'999'998, 'v')}}).empty());
  CHECK(load(model, folder / "f").at("k").size() == 3'999'998);
  const std::string text = folder / "f" + ": cannot be written: a text of the metadata is longer than 4,000,000 bytes";
  CHECK(saved({{"k", std::string(4'000'001, 'v')}}) == text);
  CHECK(saved({{std::string(4'000'001, 'k'), "v"}}) == text);
  CHECK(saved({{"k", std::string(2'100'000, '\n')}}) == text);  // which the file spells as two bytes each
  Metadata many;
  for (int i = 0; i < 3; ++i) many[std::to_string(i)] = std::string(3'990'000, 'v');
  CHECK(saved(many).empty());
  CHECK(load(model, folder / "f").size() == 7);
  for (int i = 0; i < 35'000; ++i) many["n" + std::to_string(i)] = "";
  CHECK(saved(many) == folder / "f" + ": cannot be written: more than 16 MB of metadata");
  CHECK(load(model, folder / "f").size() == 7);
}

TEST_CASE("metadata that is no UTF-8 text is refused with the file's name, and nothing is written") {
  const TemporaryFolder folder;
  const M model;
  CHECK(error_of([&] { save(model, folder / "f", {{"k", "\xff"}}); }) ==
        folder / "f" + ": cannot be written: the metadata is no UTF-8 text");
  CHECK(folder.entries() == 0);
}
