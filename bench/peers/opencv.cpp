// OpenCV's dnn module: chains of layers are made here, networks with branches are read from the ONNX files that
// `models.py` exports into the folder CINCEL_PEERS_MODELS. A network gets its input in each run, as a user gives it.
#include "peer.hpp"
#include "work.hpp"

#include <opencv2/core/version.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/dnn/layer.hpp>

#include <cstdlib>
#include <filesystem>
#include <memory>

namespace {

using namespace peers;
using cv::dnn::LayerParams;

cv::Mat filled(const std::vector<int>& shape, const std::vector<float>& values) {
  return cv::Mat(shape, CV_32F, const_cast<float*>(values.data())).clone();
}

const char* type_of(Kind kind) {
  switch (kind) {
    case Kind::conv:
    case Kind::depthwise: return "Convolution";
    case Kind::dense: return "InnerProduct";
    case Kind::max_pooling:
    case Kind::average_pooling: return "Pooling";
    case Kind::relu: return "ReLU";
    case Kind::gelu: return "Gelu";
    case Kind::sigmoid: return "Sigmoid";
    case Kind::tanh: return "TanH";
    case Kind::softmax: return "Softmax";
  }
  return "";
}

void set_window(LayerParams& p, const Layer& l) {
  p.set("kernel_h", static_cast<int>(l.kernel_rows));
  p.set("kernel_w", static_cast<int>(l.kernel_columns));
  p.set("stride_h", static_cast<int>(l.stride));
  p.set("stride_w", static_cast<int>(l.stride));
  p.set("pad_h", l.padded_rows());
  p.set("pad_w", l.padded_columns());
}

void set_weights(LayerParams& p, const Layer& l) {
  const int outputs = static_cast<int>(l.out.channels), inputs = static_cast<int>(l.in.channels / l.groups());
  std::vector<int> shape{outputs, inputs, static_cast<int>(l.kernel_rows), static_cast<int>(l.kernel_columns)};
  if (l.kind == Kind::dense) shape = {outputs, static_cast<int>(l.in.size())};
  p.set("num_output", outputs);
  p.set("group", static_cast<int>(l.groups()));
  p.blobs.push_back(filled(shape, random_weights(l)));
  p.blobs.push_back(filled({1, outputs}, random_numbers(outputs, 0.1)));
}

LayerParams parameters_of(const Layer& l) {
  LayerParams p;
  p.type = type_of(l.kind);
  if (l.weights() != 0) set_weights(p, l);
  if (l.kind != Kind::dense && (l.weights() != 0 || l.is_pooling())) set_window(p, l);
  if (l.is_pooling()) {
    p.set("pool", l.kind == Kind::max_pooling ? "max" : "ave");
    p.set("ceil_mode", false);
  }
  return p;
}

/// A network with its input.
struct Network {
  cv::dnn::Net net;
  cv::Mat x, y;

  void start() {
    net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    net.setInput(x);
    y = net.forward();
  }
  std::vector<long> shape() const {
    if (y.dims == 2) return {y.size[0], y.size[1]};
    return {y.size[0], y.size[2], y.size[3], y.size[1]};
  }
};

cv::Mat random_input(const std::vector<int>& shape) {
  long size = 1;
  for (const int n : shape) size *= n;
  return filled(shape, random_numbers(size, 1));
}

Network chain(const Work& work) {
  Network network;
  for (std::size_t i = 0; i < work.layers.size(); ++i) {
    LayerParams p = parameters_of(work.layers[i]);
    network.net.addLayerToPrev(p.type + std::to_string(i), p.type, p);
  }
  const Layer::Map& in = work.layers[0].in;
  const int batch = static_cast<int>(work.batch), channels = static_cast<int>(in.channels);
  const bool flat = work.flat && in.rows * in.columns == 1;
  network.x =
      random_input(flat ? std::vector<int>{batch, channels}
                        : std::vector<int>{batch, channels, static_cast<int>(in.rows), static_cast<int>(in.columns)});
  return network;
}

/// Networks that are no chains.
const std::vector<std::string> branched = {"net/resnet18",    "net/resnet50",     "net/googlenet",
                                           "net/densenet121", "net/mobilenet_v2", "net/efficientnet_b0"};

std::filesystem::path model_file(const std::string& name) {
  const char* folder = std::getenv("CINCEL_PEERS_MODELS");
  return folder == nullptr ? "" : std::filesystem::path(folder) / (name.substr(4) + ".onnx");
}

Row make(const std::string& name, int) {
  const auto network = std::make_shared<Network>();
  double images = 1;
  if (std::find(branched.begin(), branched.end(), name) != branched.end()) {
    network->net = cv::dnn::readNetFromONNX(model_file(name).string());
    network->x = random_input({1, 3, 224, 224});
  } else {
    const Work work = work_of(name);
    *network = chain(work);
    images = static_cast<double>(work.batch);
  }
  network->start();
  const auto run = [network, one_layer = name.substr(0, 6) == "layer/"] {
    if (!one_layer) network->net.setInput(network->x);
    network->y = network->net.forward();
  };
  return {repeat(run), network->shape(), images};
}

std::vector<std::string> rows() {
  std::vector<std::string> names = all_of({network_rows, layer_rows, tiny_rows});
  for (const std::string& name : branched) {
    if (std::filesystem::exists(model_file(name))) names.push_back(name);
  }
  LayerParams none;
  if (!cv::dnn::LayerFactory::createLayerInstance("Gelu", none)) {
    std::erase(names, "layer/gelu_64_112");  // OpenCV before 4.7
  }
  return names;
}

}  // namespace

int main(int arguments, char** values) {
  return serve({"OpenCV " CV_VERSION, rows(), make, [](int threads) { cv::setNumThreads(threads); }}, arguments,
               values);
}
