// A stand-alone classifier: the network and its weights are in this binary. No exceptions, no RTTI, no allocator.
#include "fashion_model.hpp"
#include "pgm.hpp"

#include <cincel/profile/machine_limits.hpp>

#include <cstdio>
#include <cstdlib>

namespace {

constexpr const char* usage =
    "usage: fashion_mnist_classify [OPTION...] IMAGES INDEX...   images of a plain IDX file\n"
    "       fashion_mnist_classify [OPTION...] FILE.pgm...       binary 28 x 28 PGM images\n"
    "       fashion_mnist_classify [OPTION...] --measure         latency, and the limit of this machine\n"
    "options: --labels FILE    plain IDX file of labels, to show the true class\n"
    "         --weights FILE   packed weights to use instead of the embedded ones\n";

using Net = cincel::Inference<fashion_model::network>;
using Image = std::array<float, Net::inputs>;
static_assert(fashion_model::labels.size() == Net::outputs, "the weights file has no label for each class");
constexpr int side = 28;

struct Arguments {
  const char *labels = nullptr, *weights = nullptr;
  bool measure = false;
  std::span<char*> rest;
};

/// False, after a message, for an option that is not known or lacks its value.
bool parse(std::span<char*> arguments, Arguments& a) {
  std::size_t i = 1;
  for (; i < arguments.size() && arguments[i][0] == '-'; ++i) {
    const std::string_view option = arguments[i];
    if (option == "--measure") {
      a.measure = true;
    } else if ((option == "--labels" || option == "--weights") && i + 1 < arguments.size()) {
      (option == "--labels" ? a.labels : a.weights) = arguments[++i];
    } else {
      std::fprintf(stderr, "fashion_mnist_classify: unknown option, or one without its value: %s\n%s", arguments[i],
                   usage);
      return false;
    }
  }
  a.rest = arguments.subspan(i);
  if (!a.measure && a.rest.empty()) std::fputs(usage, stderr);
  return a.measure || !a.rest.empty();
}

/// Darkness of the pixels in half as many lines of text.
void draw(const Image& image) {
  for (std::size_t i = 0; i < side; i += 2) {
    for (std::size_t j = 0; j < side; ++j) {
      const float v = (image[i * side + j] + image[(i + 1) * side + j]) / 2;
      std::putchar(" .:-=+*#%@"[static_cast<int>(v * 9.99f)]);
    }
    std::putchar('\n');
  }
}

const char* label_of(std::size_t k) { return fashion_model::labels[k].data(); }

void classify(Net& net, const Image& image, int label) {
  const auto p = net.predict(image);
  const auto best = static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
  draw(image);
  std::printf("predicted: %s", label_of(best));
  if (label >= 0) std::printf(", true: %s", label_of(static_cast<std::size_t>(label)));
  std::puts("");
  for (std::size_t k = 0; k < p.size(); ++k)
    if (p[k] >= 0.01f) std::printf("  %5.1f %% %s\n", 100.0 * static_cast<double>(p[k]), label_of(k));
}

/// Reads `n` bytes at `at`; false if they are not there.
bool read_at(const char* path, long at, unsigned char* to, std::size_t n) {
  std::FILE* f = std::fopen(path, "rb");
  if (f == nullptr) return false;
  const bool good = std::fseek(f, at, SEEK_SET) == 0 && std::fread(to, 1, n, f) == n;
  std::fclose(f);
  return good;
}

bool load_idx(const char* path, long index, Image& image) {
  unsigned char header[16], pixels[side * side];
  const unsigned char images_of_bytes[4] = {0, 0, 8, 3};
  const bool good = read_at(path, 0, header, 16) && std::memcmp(header, images_of_bytes, 4) == 0 &&
                    header[11] == side && header[15] == side && read_at(path, 16 + 784 * index, pixels, sizeof pixels);
  if (!good) std::fprintf(stderr, "%s: has no 28 x 28 image number %ld, or is no plain IDX file\n", path, index);
  for (std::size_t i = 0; good && i < image.size(); ++i) image[i] = static_cast<float>(pixels[i]) / 255.0f;
  return good;
}

/// Label `index`, -1 if there is no such file, -2 after a message if it has no such label.
int load_label(const char* path, long index) {
  unsigned char label = 0;
  if (path == nullptr) return -1;
  if (read_at(path, 8 + index, &label, 1) && label < fashion_model::labels.size()) return label;
  std::fprintf(stderr, "%s: has no label number %ld below %zu\n", path, index, fashion_model::labels.size());
  return -2;
}

bool load_pgm(const char* path, Image& image) {
  std::array<unsigned char, 4096> bytes;
  std::FILE* f = std::fopen(path, "rb");
  const std::size_t n = f == nullptr ? 0 : std::fread(bytes.data(), 1, bytes.size(), f);
  if (f != nullptr) std::fclose(f);
  const bool good = parse_pgm(std::span(bytes).first(n), side, image);
  if (!good) std::fprintf(stderr, "%s: is no binary 28 x 28 PGM image (P5)\n", path);
  return good;
}

bool ends_in_pgm(std::string_view path) { return path.size() > 4 && path.substr(path.size() - 4) == ".pgm"; }

int classify_all(Net& net, const Arguments& a) {
  Image image;
  if (ends_in_pgm(a.rest[0])) {
    for (const char* path : a.rest) {
      if (!load_pgm(path, image)) return 1;
      classify(net, image, -1);
    }
    return 0;
  }
  if (a.rest.size() < 2) return std::fputs(usage, stderr), 2;
  for (const char* text : a.rest.subspan(1)) {
    char* end = nullptr;
    const long index = std::strtol(text, &end, 10);
    if (end == text || *end != 0 || index < 0 || index > 100'000'000)
      return std::fprintf(stderr, "\"%s\" is no number of an image\n", text), 2;
    const int label = load_label(a.labels, index);
    if (label == -2 || !load_idx(a.rest[0], index, image)) return 1;
    classify(net, image, label);
  }
  return 0;
}

/// Median latency of one image and the limit of the direct FLOPs, rounds of both taken in turn.
int measure(Net& net) {
  constexpr std::size_t rounds = 21, runs = 301;
  static double latency[rounds * runs], peak[rounds];
  static Image image;
  for (std::size_t i = 0; i < image.size(); ++i) image[i] = static_cast<float>(i % 29) / 29.0f;
  float guard = 0;
  for (std::size_t r = 0; r < rounds; ++r) {
    peak[r] = cincel::profile::multiply_add_peak();
    for (std::size_t i = 0; i < runs; ++i) {
      const double start = cincel::profile::now();
      guard += net.predict(image)[0];
      latency[r * runs + i] = cincel::profile::now() - start;
    }
  }
  const double flops = 2.0 * static_cast<double>(std::int64_t{fashion_model::network::macs});
  std::printf("latency_us=%.2f limit_us=%.2f\n", cincel::profile::median(latency) * 1e6,
              flops / cincel::profile::median(peak) * 1e6);
  return guard >= 0 ? 0 : 1;
}

using Weights = cincel::WeightsView<fashion_model::network>;

/// The weights of a file, which stay in a static buffer; an error is printed.
Weights::Result load_weights(const char* path) {
  alignas(64) static std::byte buffer[1 << 20];
  std::FILE* f = std::fopen(path, "rb");
  const std::size_t n = f == nullptr ? 0 : std::fread(buffer, 1, sizeof buffer, f);
  if (f != nullptr) std::fclose(f);
  const Weights::Result r = Weights::from_bytes({buffer, n});
  if (f == nullptr)
    std::fprintf(stderr, "%s: cannot be opened\n", path);
  else if (!r)
    std::fprintf(stderr, "%s, byte %llu: %s\n", path, static_cast<unsigned long long>(r.offset),
                 cincel::describe(r.error));
  return r;
}

}  // namespace

int main(int count, char** argument) {
  Arguments a;
  if (!parse({argument, static_cast<std::size_t>(count)}, a)) return 2;
  Weights weights = fashion_model::weights();
  if (a.weights != nullptr) {
    const Weights::Result r = load_weights(a.weights);
    if (!r) return 1;
    weights = r.view;
  }
  Net net(weights);
  if (!(net.self_test() <= 1e-4f)) {
    std::fputs("the network does not give the outputs that were stored with its weights\n", stderr);
    return 1;
  }
  return a.measure ? measure(net) : classify_all(net, a);
}
