// Maps of very many channels, whose pixels a plan lays a cache line further apart (plan/buffers.hpp).
#include "../laws.hpp"

using namespace cincel;

namespace {

template <class Net>
bool has_such_maps() {
  for (const Step& s : inference_plan<Net>.steps)
    if (s.y.pixel % 512 == 16) return true;
  return false;
}

}  // namespace

TEST_CASE_TEMPLATE("they obey the laws: with a halo, a residual, slices, whatever else reads them", Net,
                   Sequential<Input<2, 3, 1>, Conv2D<1024, 1>, Residual<Sequential<Conv2D<9, 1>, Conv2D<1024, 1>>>,
                              ReLU, Conv2D<9, 1>>,
                   Sequential<Input<4, 5, 1>, Concat<Conv2D<500, 1>, Conv2D<12, 1>>,
                              Concat<Conv2D<9, 1, Stride<2>>, MaxPooling2D<2, CeilMode>>, Conv2D<2, 2>>,
                   Sequential<Input<3, 3, 1>, Conv2D<1024, 1>,
                              Concat<Conv2D<9, 2, Same>, Sequential<DepthwiseConv2D<2, Same>, Conv2D<2, 1>>>,
                              GlobalAveragePooling2D>) {
  CHECK(has_such_maps<Net>());
  laws::obey<Net>();
}
