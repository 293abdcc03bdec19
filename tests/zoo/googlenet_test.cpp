// GoogLeNet against PyTorch in float64.
#include "parity.hpp"

#include <cincel/zoo/googlenet.hpp>

using namespace cincel;

TEST_CASE("GoogLeNet is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::GoogLeNet<>>("GoogLeNet"); }
TEST_CASE("GoogLeNetAux is PyTorch's, with all three outputs") {
  zoo_test::equals_pytorch<zoo::GoogLeNetAux<>>("GoogLeNetAux");
}
