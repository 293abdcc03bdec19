// A stand-alone classifier: the network and its weights are in this binary. No exceptions, no RTTI, no allocator.
// Usage: fashion_mnist_classify IMAGES [LABELS] INDEX...   plain IDX files; or: IMAGE.pgm; or: --measure
#include "fashion_model.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace {

using Net = cincel::Inference<fashion_model::network>;

/// Darkness of 28 x 28 pixels in 14 lines of text.
void draw(const float* image) {
  for (int i = 0; i < 28; i += 2) {
    for (int j = 0; j < 28; ++j) {
      const float v = (image[i * 28 + j] + image[(i + 1) * 28 + j]) / 2;
      std::putchar(" .:-=+*#%@"[static_cast<int>(v * 9.99f)]);
    }
    std::putchar('\n');
  }
}

std::size_t best_of(std::span<const float, 10> p) {
  std::size_t best = 0;
  for (std::size_t k = 1; k < 10; ++k) best = p[k] > p[best] ? k : best;
  return best;
}

void print(std::span<const float, 10> p, int label) {
  const std::size_t best = best_of(p);
  std::printf("predicted: %s", fashion_model::labels[best].data());
  if (label >= 0 && label < 10)
    std::printf(", true: %s", fashion_model::labels[static_cast<std::size_t>(label)].data());
  std::puts("");
  for (std::size_t k = 0; k < 10; ++k)
    if (p[k] >= 0.01f)
      std::printf("  %5.1f %% %s\n", 100.0 * static_cast<double>(p[k]), fashion_model::labels[k].data());
}

/// Reads `n` bytes at `at`; false if they are not there.
bool read_at(const char* path, long at, unsigned char* to, std::size_t n) {
  std::FILE* f = std::fopen(path, "rb");
  if (f == nullptr) return false;
  const bool good = std::fseek(f, at, SEEK_SET) == 0 && std::fread(to, 1, n, f) == n;
  std::fclose(f);
  return good;
}

bool load_idx(const char* path, long index, float* image) {
  unsigned char header[16], pixels[784];
  const unsigned char expected[4] = {0, 0, 8, 3};
  if (!read_at(path, 0, header, 16) || std::memcmp(header, expected, 4) != 0 || header[11] != 28 || header[15] != 28 ||
      index < 0 || !read_at(path, 16 + 784 * index, pixels, 784)) {
    std::fprintf(stderr, "%s: has no 28 x 28 image number %ld, or is no plain IDX file\n", path, index);
    return false;
  }
  for (int i = 0; i < 784; ++i) image[i] = static_cast<float>(pixels[i]) / 255.0f;
  return true;
}

bool load_pgm(const char* path, float* image) {
  std::FILE* f = std::fopen(path, "rb");
  int width = 0, height = 0, most = 0;
  unsigned char pixels[784];
  const bool good = f != nullptr && std::fscanf(f, "P5 %d %d %d", &width, &height, &most) == 3 && width == 28 &&
                    height == 28 && most > 0 && most < 256 && std::fgetc(f) != EOF &&
                    std::fread(pixels, 1, 784, f) == 784;
  if (f != nullptr) std::fclose(f);
  if (!good) std::fprintf(stderr, "%s: is no binary 28 x 28 PGM image (P5)\n", path);
  for (int i = 0; good && i < 784; ++i) image[i] = static_cast<float>(pixels[i]) / static_cast<float>(most);
  return good;
}

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

int compare(const void* a, const void* b) {
  const double x = *static_cast<const double*>(a), y = *static_cast<const double*>(b);
  return x < y ? -1 : x > y;
}

/// GFLOP/s of independent multiply-adds in registers.
double fma_peak() {
  using P = cincel::native_pack;
  P acc[10];
  cincel::unroll<10>([&](auto k) { acc[k()] = P(0.0f); });
  P scale(0.999f), one(1.0f);
  constexpr int n = 400'000;
  const double start = now();
  for (int i = 0; i < n; ++i)
    cincel::unroll<10>([&](auto k) { acc[k()] = cincel::multiply_add(acc[k()], scale, one); });
  const double seconds = now() - start;
  float total = 0;
  cincel::unroll<10>([&](auto k) { total += cincel::sum(acc[k()]); });
  return total > 0 ? n * 10.0 * 2.0 * static_cast<double>(P::size) / seconds * 1e-9 : 0;
}

/// Median latency of one image and the limit of the direct FLOPs, rounds of both taken in turn.
int measure(Net& net) {
  static float image[784];
  for (int i = 0; i < 784; ++i) image[i] = static_cast<float>(i % 29) / 29.0f;
  constexpr int rounds = 11, runs = 501;
  static double latency[rounds * runs], peak[rounds];
  float guard = 0;
  for (int r = 0; r < rounds; ++r) {
    peak[r] = fma_peak();
    for (int i = 0; i < runs; ++i) {
      const double start = now();
      guard += net.predict(std::span<const float, 784>(image))[0];
      latency[r * runs + i] = now() - start;
    }
  }
  std::qsort(latency, rounds * runs, sizeof(double), compare);
  std::qsort(peak, rounds, sizeof(double), compare);
  const double macs = static_cast<double>(std::int64_t{fashion_model::network::macs});
  std::printf("latency_us=%.2f limit_us=%.2f\n", latency[rounds * runs / 2] * 1e6, 2e-3 * macs / peak[rounds / 2]);
  return guard >= 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** argument) {
  Net net(fashion_model::weights());
  if (!(net.self_test() <= 1e-4f)) {
    std::fputs("the embedded network does not give the outputs that it was built with\n", stderr);
    return 1;
  }
  if (count == 2 && std::strcmp(argument[1], "--measure") == 0) return measure(net);
  if (count < 2) {
    std::fputs("usage: fashion_mnist_classify IMAGE.pgm | IMAGES LABELS INDEX... | --measure\n", stderr);
    return 2;
  }
  float image[784];
  if (count == 2) {
    if (!load_pgm(argument[1], image)) return 1;
    draw(image);
    print(net.predict(std::span<const float, 784>(image)), -1);
  }
  for (int i = 3; i < count; ++i) {
    char* end = nullptr;
    const long index = std::strtol(argument[i], &end, 10);
    unsigned char label = 255;
    if (*end != 0 || !load_idx(argument[1], index, image)) {
      std::fprintf(stderr, "cannot classify image \"%s\"\n", argument[i]);
      return 1;
    }
    if (!read_at(argument[2], 8 + index, &label, 1)) std::fprintf(stderr, "%s: has no label %ld\n", argument[2], index);
    draw(image);
    print(net.predict(std::span<const float, 784>(image)), label);
  }
  return 0;
}
