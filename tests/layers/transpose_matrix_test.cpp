#include <doctest/doctest.h>

#include <cincel/kernels/transpose_matrix.hpp>

#include "../random_network.hpp"

using namespace cincel;

TEST_CASE("matrices of any size are transposed, or added transposed") {
  for (const std::int64_t rows : {1, 3, 4, 16, 17, 20, 33})
    for (const std::int64_t columns : {1, 4, 7, 16, 24, 40}) {
      const std::int64_t pitch = columns + 3, to_pitch = rows + 2;
      const std::vector<float> from = random_numbers(rows * pitch, 1, -1, 1),
                               before = random_numbers(columns * to_pitch, 2, -1, 1);
      std::vector<float> set = before, added = before;
      const kernels::MatrixView<const float> view{from.data(), rows, columns, pitch};
      kernels::transpose_matrix(view, set.data(), to_pitch);
      kernels::transpose_matrix<true>(view, added.data(), to_pitch);
      for (std::int64_t c = 0; c < columns; ++c)
        for (std::int64_t r = 0; r < to_pitch; ++r) {
          const auto at = static_cast<std::size_t>(c * to_pitch + r);
          const float x = r < rows ? *view.at(r, c) : 0.0f;
          CHECK(set[at] == (r < rows ? x : before[at]));
          CHECK(added[at] == before[at] + x);
        }
    }
}
