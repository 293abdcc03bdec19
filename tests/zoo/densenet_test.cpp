// DenseNet against PyTorch in float64.
#include "parity.hpp"

#include <cincel/zoo/densenet.hpp>

using namespace cincel;

TEST_CASE("DenseNet121 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::DenseNet121<>>("DenseNet121"); }
TEST_CASE("DenseNet161 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::DenseNet161<>>("DenseNet161"); }
TEST_CASE("DenseNet169 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::DenseNet169<>>("DenseNet169"); }
TEST_CASE("DenseNet201 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::DenseNet201<>>("DenseNet201"); }
TEST_CASE("DenseNet264 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::DenseNet264<>>("DenseNet264"); }
