// What sequences refuse and what they allow, each condition from both sides, when this file is compiled.
#include "policies.hpp"

using namespace cincel;

namespace {

template <class... Step>
inline constexpr bool allowed = impl::SequenceFault<Step...>::text.empty();
template <class I, class... Step>
inline constexpr bool suits = [] {
  Shape s;
  return impl::sequence_shape_fault<impl::Chain<Step...>, I>(s).empty();
}();

// Both sides of each condition.
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
static_assert(allowed<> && !allowed<int> && !allowed<OneOf<>> && !allowed<OneOf<int>>);
static_assert(allowed<RandomCrop<1>> && !allowed<RandomCrop<0>> && !allowed<CropCenter<3, -1>> && !allowed<Resize<0>>);
static_assert(allowed<Pad<0>> && !allowed<Pad<-1>> && !allowed<Pad<5000>>);
static_assert(allowed<RandomAffine<180_deg>> && !allowed<RandomAffine<181_deg>> && !allowed<RandomAffine<20>>);
static_assert(!allowed<RandomAffine<1_deg, 1.5>> && !allowed<RandomAffine<1_deg, 0, 0, 1>>);
static_assert(!allowed<RandomAffine<1_deg, 0, 2, 1>> && !allowed<RandomAffine<1_deg, 0, 1, 1, 90_deg>>);
static_assert(allowed<Perspective<0.95>> && !allowed<Perspective<1>> && !allowed<Perspective<nan>>);
static_assert(allowed<Transpose<0>> && !allowed<Transpose<1.1>> && !allowed<Sometimes<-0.1, Invert>>);
static_assert(!allowed<Sometimes<nan, Invert>> && !allowed<RandomResizedCrop<8, 8, 0.9, 0.8>>);
static_assert(!allowed<RandomResizedCrop<8, 8, 0.1, 1, 0, 1>> && !allowed<RandomResizedCrop<8, 8, 0.1, 1.1>>);
static_assert(allowed<Hue<0.5>> && !allowed<Hue<0.51>> && !allowed<Contrast<-1, 1>> && !allowed<Saturation<2, 1>>);
static_assert(allowed<Posterize<1, 8>> && !allowed<Posterize<0>> && !allowed<Posterize<4, 9>>);
static_assert(allowed<Solarize<0, 1>> && !allowed<Solarize<1.1>> && !allowed<Gamma<0, 1>> && !allowed<Gamma<nan, 1>>);
static_assert(allowed<GaussianBlur<1>> && !allowed<GaussianBlur<4>> && !allowed<GaussianBlur<3, 0, 1>>);
static_assert(!allowed<MedianBlur<2>> && !allowed<MedianBlur<33>> && !allowed<MotionBlur<0>>);
static_assert(allowed<Normalize<0, 1>> && !allowed<Normalize<0, 0>> && !allowed<Normalize<1>> && !allowed<Normalize<>>);
static_assert(!allowed<GaussNoise<-1>> && !allowed<SaltAndPepper<2>> && !allowed<ShotNoise<0.5>> &&
              !allowed<ShotNoise<400>>);
static_assert(!allowed<RandomErasing<0.5, 0.2>> && !allowed<Cutout<0>> && !allowed<CoarseDropout<2, 1>>);
static_assert(allowed<Elastic<>> && !allowed<Elastic<50, 0>> && !allowed<GridDistortion<0>> &&
              !allowed<GridDistortion<5, 1>>);
static_assert(allowed<Clahe<>> && !allowed<Clahe<0, 4>> && !allowed<Clahe<1, 4, 0>>);
static_assert(allowed<LabClahe<>> && !allowed<LabClahe<0, 4>> && !allowed<LabClahe<2, 1>> &&
              !allowed<LabClahe<1, 4, 65>>);
static_assert(allowed<JpegCompression<1, 100>> && allowed<JpegCompression<75>> && !allowed<JpegCompression<0, 50>>);
static_assert(!allowed<JpegCompression<50, 101>> && !allowed<JpegCompression<60, 40>>);
static_assert(allowed<RandAugment<1, 30>> && !allowed<RandAugment<0>> && !allowed<RandAugment<2, 31>>);
static_assert(!allowed<SomeOf<3, Invert, Equalize>> && !allowed<SomeOf<0, Invert>> && allowed<SomeOf<1, Invert>>);
static_assert(!allowed<OneOf<Sometimes<0, Invert>, HorizontalFlip<0>>> &&
              allowed<OneOf<Sometimes<0, Invert>, Equalize>>);
static_assert(!allowed<Fill::wrap, Fill::nearest> && !allowed<White<0>> && !allowed<MaskFill<nan>>);
static_assert(!allowed<Sequence<Invert, SmoothMasks>> && allowed<Sequence<Invert>, SmoothMasks>);
static_assert(!allowed<Rotation<200_deg>> && !allowed<OneOf<Zoom<1>, Invert>>);
// Pictures.
using Wide = Image<9, 7, 3>;
static_assert(suits<Wide, RandomCrop<9, 7>> && !suits<Wide, RandomCrop<9, 8>>);
static_assert(!suits<Wide, CropCenter<5>, RandomCrop<6>> && suits<Wide, Pad<1>, RandomCrop<11, 9>>);
static_assert(!suits<Wide, Transpose<0.5>> && suits<Image<9, 9, 2>, Transpose<0.5>> && !suits<Wide, QuarterTurns>);
static_assert(!suits<Wide, Sometimes<0.5, Resize<3>>> && suits<Wide, Sometimes<1, Resize<3>>>);
static_assert(!suits<Wide, OneOf<Resize<3>, Resize<4>>> && suits<Wide, OneOf<Resize<3>, RandomCrop<3>>>);
static_assert(!suits<Wide, SomeOf<1, Resize<3>, Invert>> && !suits<Wide, Clahe<>> && suits<Wide, Clahe<1, 4, 7>>);
static_assert(!suits<Wide, LabClahe<>> && suits<Wide, LabClahe<1, 4, 7>> && !suits<Image<9, 9, 2>, LabClahe<1, 4, 2>>);
static_assert(!suits<Wide, GridDistortion<8>> && suits<Wide, GridDistortion<7>>);
static_assert(!suits<Image<9, 9, 2>, Invert> && !suits<Image<9, 9, 5>, RandAugment<>> &&
              suits<Image<9, 9, 4>, Hue<0.1>>);
static_assert(suits<Image<9, 7, 4>, JpegCompression<50>> && !suits<Image<9, 7, 2>, JpegCompression<50>>);
static_assert(!suits<Image<9, 9, 1>, Normalize<0, 0, 0, 1, 1, 1>> && !suits<Image<3, 9, 1>, Perspective<>>);

}  // namespace
