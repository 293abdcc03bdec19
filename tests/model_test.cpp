// Floors 6 and 7: fit, saving, loading, data files.
#include <doctest/doctest.h>

#include <cincel/io/safetensors.hpp>
#include <cincel/training.hpp>

#include "random_network.hpp"

#include <filesystem>

using namespace cincel;

namespace {

using Net =
    Sequential<Input<6, 6, 1>, Named<"stem", Conv2D<8, 3>>, BatchNormalization<>, ReLU, Flatten, Dense<2>, Softmax>;
using Other = Sequential<Input<6, 6, 1>, Named<"stem", Conv2D<9, 3>>, ReLU, Flatten, Dense<2>, Softmax>;

/// Images whose class is the brighter half.
struct Halves {
  std::vector<float> x = random_numbers(400 * 36, 8, 0, 1);
  std::vector<std::uint8_t> y;
  Halves() {
    for (std::size_t i = 0; i < 400; ++i) {
      y.push_back(static_cast<std::uint8_t>(i % 2));
      for (std::size_t k = 0; k < 18; ++k) x[i * 36 + 18 * (i % 2) + k] += 0.6f;
    }
  }
};

std::string temporary(const char* name) {
  return (std::filesystem::temp_directory_path() / (std::to_string(getpid()) + name)).string();
}

void write(const std::string& path, const std::vector<unsigned char>& bytes) {
  write_file_atomically(path, std::as_bytes(std::span(bytes)));
}

template <class F>
std::string error_of(F f) {
  try {
    f();
  } catch (const std::exception& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a model learns, and one thread and two give the same bits") {
  const Halves data;
  Model<Net> one({}, {}, {.seed = 3, .threads = 1}), two({}, {}, {.seed = 3, .threads = 2});
  const FitOptions options{.batch_size = 32, .epochs = 6, .validation_split = 0.1f, .shuffle = true, .verbose = false};
  const History h = one.fit(data.x, data.y, options);
  two.fit(data.x, data.y, options);
  CHECK(h.size() == 6);
  CHECK(h.back().loss < h.front().loss);
  CHECK(one.evaluate(data.x, data.y).accuracy() > 0.9);
  for (std::size_t i = 0; i < 6; ++i)
    CHECK(std::equal(one.parameter(i).begin(), one.parameter(i).end(), two.parameter(i).begin()));
  CHECK(one.predict(data.x) == two.predict(data.x));
}

TEST_CASE("parameters have compile-time names") {
  Model<Net> m;
  CHECK(m["stem.weight"_p].size() == 72);
  CHECK(m["batch_normalization.moving_variance"_p][0] == 1.0f);
  CHECK(m["dense.bias"_p].size() == 2);
}

TEST_CASE("saved and loaded is kept; a wrong file lists all that is wrong and changes nothing") {
  const std::string path = temporary("weights.safetensors");
  Model<Net> a({}, {}, {.seed = 5}), b({}, {}, {.seed = 6});
  save(a, path, {{"labels", "left,right"}});
  const Metadata metadata = load(b, path);
  CHECK(metadata.at("labels") == "left,right");
  CHECK(metadata.at("seed") == "5");
  for (std::size_t i = 0; i < 6; ++i)
    CHECK(std::equal(a.parameter(i).begin(), a.parameter(i).end(), b.parameter(i).begin()));

  Model<Other> other;
  const std::vector<float> before(other["stem.weight"_p].begin(), other["stem.weight"_p].end());
  const std::string error = error_of([&] { load(other, path); });
  CHECK(error.find("misshapen: stem.weight is 3x3x1x8, needed is 3x3x1x9") != error.npos);
  CHECK(error.find("extra: batch_normalization.gamma (8)") != error.npos);
  CHECK(error.find("misshapen: dense.weight") != error.npos);
  CHECK(std::equal(before.begin(), before.end(), other["stem.weight"_p].begin()));

  auto bytes = read_file(path);
  for (const std::size_t n : {std::size_t{0}, std::size_t{5}, std::size_t{100}, bytes.size() - 1}) {
    write_file_atomically(path, std::span(bytes).first(n));
    CHECK(error_of([&] { load(b, path); }).find(path) != std::string::npos);
  }
  std::filesystem::remove(path);
}

TEST_CASE("a safetensors file that is damaged anywhere is refused or read, and changes nothing on refusal") {
  const std::string path = temporary("fuzz.safetensors");
  Model<Net> a({}, {}, {.seed = 5});
  save(a, path);
  const auto good = read_file(path);
  RandomStream random(3, Purpose::self_test);
  int refused = 0;
  for (int round = 0; round < 400; ++round) {
    auto bytes = good;
    // Mostly the header, where a wrong byte can do most.
    for (int k = 0; k < 3; ++k)
      bytes[random.below(static_cast<std::uint32_t>(std::min<std::size_t>(bytes.size(), 900)))] =
          static_cast<std::byte>(random.below(256));
    if (round % 5 == 0) bytes.resize(random.below(static_cast<std::uint32_t>(bytes.size())));
    write_file_atomically(path, bytes);
    Model<Net> b({}, {}, {.seed = 6});
    const std::vector<float> before(b["stem.weight"_p].begin(), b["stem.weight"_p].end());
    const std::string error = error_of([&] { load(b, path); });
    if (error.empty()) continue;
    ++refused;
    CHECK(error.find(path) != error.npos);
    CHECK(std::equal(before.begin(), before.end(), b["stem.weight"_p].begin()));
  }
  CHECK(refused > 300);
  std::filesystem::remove(path);
}

TEST_CASE("a header that asks for absurd lengths is refused before memory is asked for") {
  const std::string path = temporary("absurd.safetensors");
  const auto file = [&](const std::string& header, std::uint64_t length) {
    std::vector<unsigned char> bytes(8);
    std::memcpy(bytes.data(), &length, 8);
    bytes.insert(bytes.end(), header.begin(), header.end());
    write(path, bytes);
    Model<Net> m;
    return error_of([&] { load(m, path); });
  };
  CHECK(file("{}", 0xffffffffffffffffu).find("is more than the file has") != std::string::npos);
  const std::string huge =
      R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,18446744073709551615]}})";
  CHECK(file(huge, huge.size()).find("more than 2^40 numbers") != std::string::npos);
  const std::string deep(100'000, '[');
  CHECK(file(deep, deep.size()).find("no JSON object") != std::string::npos);
  const std::string unknown = R"({"a":{"dtype":"F17","shape":[1],"data_offsets":[0,2]}})";
  CHECK(file(unknown, unknown.size()).find("is of dtype \"F17\", which is not known") != std::string::npos);
  std::filesystem::remove(path);
}

TEST_CASE("summary is Keras's table") {
  const std::string s = Model<Net>::summary();
  CHECK(s.find("│ stem (Conv2D)                            │ (None, 4, 4, 8)        │              80 │") != s.npos);
  CHECK(s.find("│ batch_normalization (BatchNormalization) │ (None, 4, 4, 8)        │              32 │") != s.npos);
  CHECK(s.find(" Total params: 370 (1.45 KB)\n Trainable params: 354 (1.38 KB)\n Non-trainable params: 16 (64.00 B)") !=
        s.npos);
}

TEST_CASE("IDX files that are cut, mislabelled or mismatched are refused with file, offset and reason") {
  const std::string images = temporary("images"), labels = temporary("labels");
  write(images, {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51, 102, 255});
  write(labels, {0, 0, 8, 1, 0, 0, 0, 2, 7, 9});
  const LabelledImages d = read_labelled_images(images, labels);
  CHECK(d.images == std::vector<float>{0.0f, 0.2f, 0.4f, 1.0f});
  CHECK(d.labels == std::vector<std::uint8_t>{7, 9});
  CHECK(error_of([&] { read_labelled_images(labels, labels); }).find("holds no images") != std::string::npos);
  write(labels, {0, 0, 8, 1, 0, 0, 0, 3, 7, 9, 1});
  CHECK(error_of([&] { read_labelled_images(images, labels); }).find("has 2 images") != std::string::npos);
  write(labels, {0, 0, 8, 1, 0, 0, 0, 3, 7, 9});
  CHECK(error_of([&] { read_idx(labels); }) ==
        labels + ", byte 8: ends within its values: it says that it holds 3 bytes, more than the 2 that follow");
  write(labels, {0, 0, 8, 1, 255, 255, 255, 255, 7});
  CHECK(error_of([&] { read_idx(labels); }).find("ends within its values") != std::string::npos);
  write(labels, {'n', 'o', 't', 'h', 'i', 'n', 'g'});
  CHECK(error_of([&] { read_idx(labels); }).find("no IDX file") != std::string::npos);
  CHECK(error_of([] { read_idx("/nowhere"); }) == "/nowhere: cannot be opened: No such file or directory");
  std::filesystem::remove(images);
  std::filesystem::remove(labels);
}

TEST_CASE("an IDX file may be gz") {
  const std::string path = temporary("labels.gz");
  const unsigned char bytes[] = {0, 0, 8, 1, 0, 0, 0, 3, 7, 9, 1};
  gzFile f = gzopen(path.c_str(), "wb");
  gzwrite(f, bytes, sizeof bytes);
  gzclose(f);
  CHECK(read_idx(path).values == std::vector<std::uint8_t>{7, 9, 1});
  auto packed = read_file(path);
  packed.resize(packed.size() - 12);  // without its end and checksum
  write_file_atomically(path, packed);
  CHECK(error_of([&] { read_idx(path); }).find(path) != std::string::npos);
  std::filesystem::remove(path);
}

TEST_CASE("categorical cross-entropy of one-hot targets is the sparse one") {
  const Halves data;
  std::vector<float> one_hot;
  for (const std::uint8_t label : data.y)
    one_hot.insert(one_hot.end(), {label == 0 ? 1.0f : 0.0f, label == 1 ? 1.0f : 0.0f});
  Model<Net, SGD> sparse(SGD{.learning_rate = 0.1f});
  Model<Net, SGD, CategoricalCrossentropy> dense(SGD{.learning_rate = 0.1f});
  const BatchResult a = sparse.train_on_batch(data.x, data.y), b = dense.train_on_batch(data.x, one_hot);
  CHECK(a.mean_loss() == doctest::Approx(b.mean_loss()).epsilon(1e-6));
  CHECK(a.correct == b.correct);
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t k = 0; k < sparse.parameter(i).size(); ++k)
      CHECK(sparse.parameter(i)[k] == doctest::Approx(dense.parameter(i)[k]).epsilon(1e-5));
  one_hot[0] = 2;
  CHECK(error_of([&] { dense.train_on_batch(data.x, one_hot); }).find("CategoricalCrossentropy") != std::string::npos);
}

TEST_CASE("cross-entropy of large logits is finite") {
  const double z[] = {1000, -1000, 0};
  double dz[3];
  const std::uint8_t label = 1;
  CHECK(SparseCategoricalCrossentropy{}(z, &label, Shape(3), dz, 1.0).loss == doctest::Approx(2000));
  CHECK(dz[0] == doctest::Approx(1));
  CHECK(dz[1] == doctest::Approx(-1));
  CHECK(dz[2] == 0);
}

TEST_CASE("sizes that do not fit are refused") {
  Model<Net> m;
  const std::vector<float> x(36);
  const std::vector<std::uint8_t> two(2), wrong{9};
  CHECK(error_of([&] { m.fit(x, two); }) == "x has 1 samples, but y has 2 targets; each sample has 1");
  CHECK(error_of([&] { m.fit(x, wrong); }).find("label 9 of sample 0") != std::string::npos);
  CHECK(error_of([&] { m.predict(std::vector<float>(35)); }).find("no whole samples of 36") != std::string::npos);
  CHECK(error_of([] { Model<Net> bad(Adam{.epsilon = 0}); }).find("epsilon") != std::string::npos);
  Model<Sequential<Input<3>, Dense<2>>, SGD, MeanSquaredError> pairs;
  const std::vector<float> ten(30);
  for (const std::size_t n : {0u, 10u, 19u, 21u, 22u, 40u})
    CHECK(error_of([&] { pairs.fit(ten, std::vector<float>(n)); }) ==
          "x has 10 samples, but y has " + std::to_string(n) + " targets; each sample has 2");
  CHECK(pairs.evaluate(ten, std::vector<float>(20)).samples == 10);
  // A label of another type than the loss's is looked at within the call: what was computed before is not applied.
  m.compute_gradients(x, std::vector<std::uint8_t>{1});
  CHECK(error_of([&] { m.compute_gradients(x, std::vector<int>{300}); }).find("label 300") != std::string::npos);
  CHECK(error_of([&] { m.apply_gradients(); }).find("there are no gradients") != std::string::npos);
  CHECK(error_of([] { Model<Net> bad({}, {}, {.threads = 100'000}); }).find("threads: 100000") != std::string::npos);
}
