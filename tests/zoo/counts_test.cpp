// Every published parameter count, which the alias of a network asserts where it is used, and the rest of the facts.
#include <doctest/doctest.h>

#include <cincel/zoo.hpp>

#include <cstdio>
#include <vector>

using namespace cincel;

namespace {

struct Row {
  const char* name;
  std::int64_t parameters, kept, macs, arena, lower_bound;
};
template <class Net>
Row row(const char* name) {
  return {name, Net::parameter_count, Net::non_trainable_count, Net::macs, Net::arena_bytes, Net::arena_lower_bound};
}

}  // namespace

TEST_CASE("published parameter counts, and the memory plan of each architecture beside the lower bound") {
  const std::vector<Row> rows{row<zoo::LeNet5<>>("LeNet5"),
                              row<zoo::AlexNet<>>("AlexNet"),
                              row<zoo::VGG16<>>("VGG16"),
                              row<zoo::VGG19<>>("VGG19"),
                              row<zoo::VGG16BN<>>("VGG16BN"),
                              row<zoo::VGG19BN<>>("VGG19BN"),
                              row<zoo::GoogLeNet<>>("GoogLeNet"),
                              row<zoo::GoogLeNetAux<>>("GoogLeNetAux"),
                              row<zoo::ResNet18<>>("ResNet18"),
                              row<zoo::ResNet34<>>("ResNet34"),
                              row<zoo::ResNet50<>>("ResNet50"),
                              row<zoo::ResNet101<>>("ResNet101"),
                              row<zoo::ResNet152<>>("ResNet152"),
                              row<zoo::ResNet20<>>("ResNet20"),
                              row<zoo::DenseNet121<>>("DenseNet121"),
                              row<zoo::DenseNet161<>>("DenseNet161"),
                              row<zoo::DenseNet169<>>("DenseNet169"),
                              row<zoo::DenseNet201<>>("DenseNet201"),
                              row<zoo::DenseNet264<>>("DenseNet264"),
                              row<zoo::MobileNetV1<>>("MobileNetV1"),
                              row<zoo::MobileNetV2<>>("MobileNetV2"),
                              row<zoo::MobileNetV3Small<>>("MobileNetV3Small"),
                              row<zoo::MobileNetV3Large<>>("MobileNetV3Large"),
                              row<zoo::EfficientNetB0<>>("EfficientNetB0"),
                              row<zoo::EfficientNetB1<>>("EfficientNetB1"),
                              row<zoo::EfficientNetB2<>>("EfficientNetB2"),
                              row<zoo::EfficientNetB3<>>("EfficientNetB3"),
                              row<zoo::EfficientNetB4<>>("EfficientNetB4"),
                              row<zoo::EfficientNetB5<>>("EfficientNetB5"),
                              row<zoo::EfficientNetB6<>>("EfficientNetB6"),
                              row<zoo::EfficientNetB7<>>("EfficientNetB7"),
                              row<zoo::UNet<>>("UNet"),
                              row<zoo::ResNet8<>>("ResNet8"),
                              row<zoo::DSCNN<>>("DSCNN"),
                              row<zoo::MobileNetTiny<>>("MobileNetTiny"),
                              row<zoo::Autoencoder640>("Autoencoder640")};
  std::printf("%-18s %12s %10s %15s %12s %8s\n", "network", "parameters", "kept", "multiply-adds", "arena KiB",
              "/bound");
  for (const Row& r : rows) {
    const double share = static_cast<double>(r.arena) / static_cast<double>(r.lower_bound);
    std::printf("%-18s %12lld %10lld %15lld %12.1f %8.3f\n", r.name, static_cast<long long>(r.parameters),
                static_cast<long long>(r.kept), static_cast<long long>(r.macs), static_cast<double>(r.arena) / 1024,
                share);
    CHECK(share < 1.06);
  }
  CHECK(zoo::MobileNetV1<>::non_trainable_count == 21'888);
  CHECK(zoo::ResNet50<>::macs == 4'089'184'256);  // fvcore and torchinfo: 4.09 billion
}
