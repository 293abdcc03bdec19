// Prints the summary of a network of the zoo and draws it. Usage: zoo_summary NAME [FILE.dot], or without arguments the
// list of names. Where Graphviz's `dot` is installed, FILE.svg is written too.
#include <cincel/model/drawing.hpp>
#include <cincel/model/summary.hpp>
#include <cincel/zoo.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>

using namespace cincel;

namespace {

struct Entry {
  const char* name;
  GraphView graph;
};

const Entry networks[]{{"LeNet5", graph_view<zoo::LeNet5<>>()},
                       {"LeNet5Original", graph_view<zoo::LeNet5Original>()},
                       {"AlexNet", graph_view<zoo::AlexNet<>>()},
                       {"AlexNet2012", graph_view<zoo::AlexNet2012>()},
                       {"VGG16", graph_view<zoo::VGG16<>>()},
                       {"VGG19", graph_view<zoo::VGG19<>>()},
                       {"VGG16BN", graph_view<zoo::VGG16BN<>>()},
                       {"VGG19BN", graph_view<zoo::VGG19BN<>>()},
                       {"GoogLeNet", graph_view<zoo::GoogLeNet<>>()},
                       {"GoogLeNetAux", graph_view<zoo::GoogLeNetAux<>>()},
                       {"ResNet18", graph_view<zoo::ResNet18<>>()},
                       {"ResNet34", graph_view<zoo::ResNet34<>>()},
                       {"ResNet50", graph_view<zoo::ResNet50<>>()},
                       {"ResNet101", graph_view<zoo::ResNet101<>>()},
                       {"ResNet152", graph_view<zoo::ResNet152<>>()},
                       {"ResNet20", graph_view<zoo::ResNet20<>>()},
                       {"DenseNet121", graph_view<zoo::DenseNet121<>>()},
                       {"DenseNet161", graph_view<zoo::DenseNet161<>>()},
                       {"DenseNet169", graph_view<zoo::DenseNet169<>>()},
                       {"DenseNet201", graph_view<zoo::DenseNet201<>>()},
                       {"DenseNet264", graph_view<zoo::DenseNet264<>>()},
                       {"MobileNetV1", graph_view<zoo::MobileNetV1<>>()},
                       {"MobileNetV2", graph_view<zoo::MobileNetV2<>>()},
                       {"MobileNetV3Small", graph_view<zoo::MobileNetV3Small<>>()},
                       {"MobileNetV3Large", graph_view<zoo::MobileNetV3Large<>>()},
                       {"EfficientNetB0", graph_view<zoo::EfficientNetB0<>>()},
                       {"EfficientNetB1", graph_view<zoo::EfficientNetB1<>>()},
                       {"EfficientNetB2", graph_view<zoo::EfficientNetB2<>>()},
                       {"EfficientNetB3", graph_view<zoo::EfficientNetB3<>>()},
                       {"EfficientNetB4", graph_view<zoo::EfficientNetB4<>>()},
                       {"EfficientNetB5", graph_view<zoo::EfficientNetB5<>>()},
                       {"EfficientNetB6", graph_view<zoo::EfficientNetB6<>>()},
                       {"EfficientNetB7", graph_view<zoo::EfficientNetB7<>>()},
                       {"UNet", graph_view<zoo::UNet<>>()},
                       {"UNet2015", graph_view<zoo::UNet2015>()},
                       {"ResNet8", graph_view<zoo::ResNet8<>>()},
                       {"DSCNN", graph_view<zoo::DSCNN<>>()},
                       {"MobileNetTiny", graph_view<zoo::MobileNetTiny<>>()},
                       {"Autoencoder640", graph_view<zoo::Autoencoder640>()}};

/// Writes the drawing; false if it cannot be written.
bool draw(const Entry& e, const std::string& path) {
  std::ofstream file(path);
  file << to_dot(e.graph, e.name);
  file.close();
  if (!file) return false;
  const bool plain =
      path.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/") == path.npos;
  const std::string svg = path.substr(0, path.rfind('.')) + ".svg";
  const bool drawn = plain && std::system("command -v dot >/dev/null 2>&1") == 0 &&
                     std::system(("dot -Tsvg -o " + svg + " " + path).c_str()) == 0;
  std::cout << "wrote " << path << (drawn ? " and " + svg : std::string("; Graphviz's dot would draw it")) << '\n';
  return true;
}

}  // namespace

int main(int count, char** argument) {
  if (count > 3) {
    std::cerr << "usage: zoo_summary NAME [FILE.dot]\n";
    return 2;
  }
  if (count < 2) {
    for (const Entry& e : networks) std::cout << e.name << '\n';
    return 0;
  }
  for (const Entry& e : networks) {
    if (std::string_view(argument[1]) != e.name) continue;
    std::cout << summary(e.graph);
    if (count == 3 && !draw(e, argument[2])) {
      std::cerr << "zoo_summary: " << argument[2] << " cannot be written\n";
      return 1;
    }
    return 0;
  }
  std::cerr << "zoo_summary: no network is called " << argument[1] << "; without arguments it lists them\n";
  return 1;
}
