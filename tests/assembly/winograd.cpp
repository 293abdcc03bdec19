// The products of Winograd's convolutions, for passes whose tiles are cut into two widths. Their transforms keep a whole
// tile, which no set of registers holds.
#include <cincel/inference.hpp>

using namespace cincel;

constexpr kernels::WinogradRows rows_of(std::int64_t pass) {
  const kernels::RowCut cut = kernels::cut_row(pass);
  return {.m = cut.m, .wide = cut.wide != 0, .narrow = cut.narrow != 0};
}
template void kernels::impl::winograd_point<native_pack, rows_of(49), kernels::tile_vectors>(
    const kernels::impl::WinogradPlan<4, float>&, const float*, const float*, std::int64_t, float*);
