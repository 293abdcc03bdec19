// OpenCV's warpAffine beside the affine policies of augmentation: the same pictures, borders and ranges, bilinear. Its
// matrices are drawn before the time is taken; it reads at places that are rounded to 1/32 pixel.
#include "peer.hpp"

#include <opencv2/core.hpp>
#include <opencv2/core/version.hpp>
#include <opencv2/imgproc.hpp>

#include <cstdint>
#include <memory>

namespace {

using namespace peers;

/// Numbers of [0, 1), the same in every run.
class Dice {
 public:
  double number() {
    state_ = state_ * 1664525u + 1013904223u;
    return static_cast<double>(state_ >> 8) / (1 << 24);
  }
  double within(double low, double high) { return low + (high - low) * number(); }

 private:
  std::uint32_t state_ = 12345;
};

/// From a pixel of the result to its place in the picture, about the middle: turned by up to 20 degrees, moved by a fifth
/// of the side, sheared by 20 degrees, each axis scaled by 0.8 to 1.2, mirrored half of the times.
cv::Matx23d drawn_matrix(Dice& dice, int side) {
  const double degree = std::acos(-1.0) / 180, turn = dice.within(-20, 20) * degree,
               slant = dice.within(-20, 20) * degree;
  const double x = dice.within(-0.2, 0.2) * side, y = dice.within(-0.2, 0.2) * side, middle = side / 2.0 - 0.5;
  const double wide = dice.within(0.8, 1.2) * (dice.number() < 0.5 ? -1 : 1), high = dice.within(0.8, 1.2);
  const cv::Matx22d turned(std::cos(turn), -std::sin(turn), std::sin(turn), std::cos(turn));
  const cv::Matx22d sheared(1, -std::sin(slant), 0, std::cos(slant)), scaled(wide, 0, 0, high);
  const cv::Matx22d m = turned * sheared * scaled;
  const cv::Vec2d moved = turned * cv::Vec2d(x, y) + cv::Vec2d(middle, middle) - m * cv::Vec2d(middle, middle);
  return {m(0, 0), m(0, 1), moved[0], m(1, 0), m(1, 1), moved[1]};
}

struct Pictures {
  cv::Mat from, to;
  std::vector<cv::Matx23d> matrices;
  std::size_t next = 0;
};

/// "augment/keras_32x32" or "augment/affine_32x32": behind the border stands the nearest pixel.
Row make(const std::string& name, int) {
  const int side = std::stoi(name.substr(name.rfind('x') + 1));
  const auto p = std::make_shared<Pictures>();
  Dice dice;
  p->from.create(side, side, CV_32FC3);
  for (int i = 0; i < side; ++i)
    for (int k = 0; k < 3 * side; ++k) p->from.ptr<float>(i)[k] = static_cast<float>(dice.number());
  for (int i = 0; i < 64; ++i) p->matrices.push_back(drawn_matrix(dice, side));
  const auto run = [p, side] {
    const cv::Matx23d& m = p->matrices[p->next++ % p->matrices.size()];
    cv::warpAffine(p->from, p->to, m, {side, side}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  };
  return {repeat(run), {1, side, side, 3}};
}

}  // namespace

int main(int arguments, char** values) {
  const std::vector<std::string> rows = {"augment/keras_32x32", "augment/keras_224x224", "augment/affine_32x32",
                                         "augment/affine_224x224"};
  return serve({"OpenCV warpAffine " CV_VERSION, rows, make, [](int threads) { cv::setNumThreads(threads); }},
               arguments, values);
}
