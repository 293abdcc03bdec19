// The blocks of each architecture, reduced: outputs against double precision, gradients by finite differences.
#include "../laws.hpp"

#include <cincel/zoo.hpp>

using namespace cincel;

namespace {

template <class... L>
using Classifier = Sequential<L..., GlobalAveragePooling2D, Dense<3>>;
constexpr zoo::efficientnet::Scale small{0.1, 0.5, 28, 0.2f, false};

}  // namespace

TEST_CASE_TEMPLATE(
    "a block of the zoo", Net,
    // LeNet-5 of 1998: partial connections, a mean with a coefficient and a bias
    Sequential<Input<7, 6, 6>, zoo::lenet::C3, Tanh, Flatten, Dense<3>>,
    Sequential<Input<7, 6, 6>, zoo::lenet::Subsampling, Flatten, Dense<3>>,
    // AlexNet of 2012: groups and local response normalisation
    Classifier<Input<9, 8, 4>, Conv2D<6, 3, Padding<1>, Groups<2>>, ReLU,
               LocalResponseNormalization<5, 1e-1f, 0.75f, 2.0f>, MaxPooling2D<3, Stride<2>>>,
    Classifier<Input<9, 8, 2>, zoo::vgg::Stage<zoo::vgg::Plain, 2, 4>>,
    Classifier<Input<9, 8, 2>, zoo::vgg::Stage<zoo::vgg::Normed, 2, 4>>,
    Classifier<Input<7, 6, 3>, zoo::googlenet::Inception<2, 2, 3, 1, 2, 2>, zoo::googlenet::Pool>,
    Classifier<Input<9, 8, 3>, zoo::resnet::Down<zoo::resnet::Basic, 4, 2>, zoo::resnet::Same<zoo::resnet::Basic, 4>>,
    Classifier<Input<9, 8, 3>, zoo::resnet::Down<zoo::resnet::Bottleneck, 2, 2>,
               zoo::resnet::Same<zoo::resnet::Bottleneck, 2>>,
    Classifier<Input<9, 8, 4>, zoo::resnet::CifarDown<8>>,
    Classifier<Input<7, 6, 4>, zoo::densenet::Block<2, 2>, zoo::densenet::Transition<4>>,
    Classifier<Input<7, 6, 3>, zoo::mobilenet::Separable1<6, 2>, zoo::mobilenet::Separable1<4>>,
    Classifier<Input<7, 6, 4>, zoo::mobilenet::Stage2<2, 4, 4, 2>>,
    Classifier<Input<7, 6, 4>, zoo::mobilenet::Layer3<zoo::mobilenet::Block3{4, 5, 8, 4, true, true, 1}>,
               zoo::mobilenet::Layer3<zoo::mobilenet::Block3{4, 3, 8, 6, true, false, 2}>>,
    Classifier<Input<7, 6, 8>, zoo::efficientnet::Block<small, 1, 1>::type,
               zoo::efficientnet::Block<small, 2, 0>::type>,
    Classifier<Input<8, 6, 1>, zoo::unet::Level<2, Same, 0, zoo::unet::Twice<4, Same>>>) {
  SUBCASE("outputs") { laws::outputs_agree<Net>(); }
  SUBCASE("gradients") { laws::gradients_agree<Net>(); }
}
