// Pictures a second that Keras's policy makes on one core, 32x32x3 and 224x224x3, float32: medians of rounds. The line is
// for machines.
#include <cincel/augment.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

using namespace cincel;

namespace {

using Policy = Augment<Rotation<20_deg>, WidthShift<0.2>, HeightShift<0.2>, Shear<20_deg>, Zoom<0.2>, HorizontalFlip<>>;

/// The median of 9 rounds of a tenth of a second.
template <class Picture>
double pictures_per_second() {
  std::vector<float> x(Picture::size), y(Picture::size);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i * 37 % 256) / 255;
  const std::span<const float, Picture::size> from(x);
  const std::span<float, Picture::size> to(y);
  std::vector<double> rates;
  std::uint32_t sample = 0;
  for (int round = 0; round < 9; ++round) {
    const auto start = std::chrono::steady_clock::now();
    double seconds = 0;
    int n = 0;
    for (; seconds < 0.1; ++n) {
      Policy::apply<Picture>(Policy::draw(1, 0, sample++), from, to);
      seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }
    rates.push_back(n / seconds);
  }
  std::sort(rates.begin(), rates.end());
  return rates[rates.size() / 2];
}

}  // namespace

int main() {
  std::printf("images_per_s_32=%.0f images_per_s_224=%.0f\n", pictures_per_second<Image<32, 32, 3>>(),
              pictures_per_second<Image<224, 224, 3>>());
}
