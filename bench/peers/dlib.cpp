// dlib: networks of its templates, single layers by the functions on tensors that its layers call. Its matrix products
// are those of the BLAS that this system has, which is a part of the peer's name, and so are its threads.
#include "peer.hpp"
#include "threads.hpp"
#include "work.hpp"

#include <dlib/dnn.h>
#include <dlib/revision.h>

#include <memory>

namespace {

using namespace peers;
using Image = dlib::matrix<float>;
using In = dlib::input<Image>;

// Convolutions without padding; what dlib calls con pads.
template <long Filters, long Kernel, class Net>
using Conv = dlib::add_layer<dlib::con_<Filters, Kernel, Kernel, 1, 1, 0, 0>, Net>;
template <class Net>
using MaxPool = dlib::max_pool<2, 2, 2, 2, Net>;
template <class Net>
using AvgPool = dlib::avg_pool<2, 2, 2, 2, Net>;

using FashionMaps = MaxPool<dlib::relu<Conv<64, 3, MaxPool<dlib::relu<Conv<32, 3, In>>>>>>;
using FashionCnn = dlib::softmax<dlib::fc<10, FashionMaps>>;
using FashionTraining = dlib::loss_multiclass_log<dlib::fc<10, dlib::dropout<FashionMaps>>>;

using LenetMaps = AvgPool<dlib::htan<Conv<16, 5, AvgPool<dlib::htan<Conv<6, 5, In>>>>>>;
using LenetLogits = dlib::fc<10, dlib::htan<dlib::fc<84, dlib::htan<Conv<120, 5, LenetMaps>>>>>;

using Mlp = dlib::fc<10, dlib::relu<dlib::fc<512, dlib::relu<dlib::fc<512, In>>>>>;

using TinyTanh = dlib::fc<1, dlib::htan<dlib::fc<8, dlib::htan<dlib::fc<8, In>>>>>;
using TinyRelu = dlib::fc<1, dlib::relu<dlib::fc<32, dlib::relu<dlib::fc<32, In>>>>>;
using SmallRelu = dlib::fc<10, dlib::relu<dlib::fc<64, dlib::relu<dlib::fc<64, In>>>>>;

std::vector<long> shape_of(const dlib::tensor& t) {
  if (t.nr() == 1 && t.nc() == 1) return {t.num_samples(), t.k()};
  return {t.num_samples(), t.nr(), t.nc(), t.k()};
}

std::vector<Image> random_images(long count, long rows, long columns) {
  const std::vector<float> numbers = random_numbers(count * rows * columns, 1);
  std::vector<Image> images(static_cast<std::size_t>(count), Image(rows, columns));
  std::size_t next = 0;
  for (Image& image : images) {
    for (float& pixel : image) pixel = numbers[next++];
  }
  return images;
}

template <class Net>
Row predictions(long batch, long rows, long columns) {
  const auto net = std::make_shared<Net>();
  const std::vector<Image> images = random_images(batch, rows, columns);
  dlib::resizable_tensor x;
  net->to_tensor(images.begin(), images.end(), x);
  const std::vector<long> shape = shape_of(net->forward(x));
  return {repeat([net, x] { net->forward(x); }), shape, static_cast<double>(batch)};
}

template <class Net>
Row training_steps(long batch, long rows, long columns) {
  const auto net = std::make_shared<Net>();
  const std::vector<Image> images = random_images(batch, rows, columns);
  dlib::resizable_tensor x;
  net->to_tensor(images.begin(), images.end(), x);
  std::vector<unsigned long> labels;
  for (long i = 0; i < batch; ++i) labels.push_back(static_cast<unsigned long>(i % 10));
  std::vector<dlib::adam> solvers(Net::num_computational_layers, dlib::adam(0, 0.9f, 0.999f));
  const auto step = [net, x, labels, solvers]() mutable {
    net->compute_parameter_gradients(x, labels.begin());
    net->update_parameters(solvers, 1e-3);
  };
  return {repeat(step), {batch, 10}};
}

const std::map<std::string, Row (*)()> networks = {
    {"net/fashion_cnn", [] { return predictions<FashionCnn>(1, 28, 28); }},
    {"net/fashion_cnn_b128", [] { return predictions<FashionCnn>(128, 28, 28); }},
    {"net/lenet5", [] { return predictions<dlib::softmax<LenetLogits>>(1, 32, 32); }},
    {"train/fashion_cnn_b128", [] { return training_steps<FashionTraining>(128, 28, 28); }},
    {"train/lenet5_b128", [] { return training_steps<dlib::loss_multiclass_log<LenetLogits>>(128, 32, 32); }},
    {"train/mlp_784_512_512_10_b128", [] { return training_steps<dlib::loss_multiclass_log<Mlp>>(128, 28, 28); }},
    {"tiny/dense_1_8_8_1_tanh", [] { return predictions<TinyTanh>(1, 1, 1); }},
    {"tiny/dense_1_32_32_1_relu", [] { return predictions<TinyRelu>(1, 1, 1); }},
    {"tiny/dense_16_64_64_10_relu", [] { return predictions<SmallRelu>(1, 1, 16); }},
};

dlib::resizable_tensor filled(long samples, long k, long rows, long columns, const std::vector<float>& values) {
  dlib::resizable_tensor t(samples, k, rows, columns);
  std::copy(values.begin(), values.end(), t.host_write_only());
  return t;
}

dlib::resizable_tensor filled(const Layer::Map& map) {
  return filled(1, map.channels, map.rows, map.columns, random_numbers(map.size(), 1));
}

Row conv_row(const Layer& l) {
  const auto conv = std::make_shared<dlib::tt::tensor_conv>();
  const auto x = filled(l.in);
  const auto w = filled(l.out.channels, l.in.channels, l.kernel_rows, l.kernel_columns, random_weights(l));
  const auto bias = filled(1, l.out.channels, 1, 1, random_numbers(l.out.channels, 0.1));
  const int stride = static_cast<int>(l.stride);
  conv->setup(x, w, stride, stride, l.padded_rows(), l.padded_columns());
  dlib::resizable_tensor y;
  (*conv)(false, y, x, w, bias);
  return {repeat([=]() mutable { (*conv)(false, y, x, w, bias); }), shape_of(y)};
}

Row dense_row(const Layer& l) {
  const auto x = filled(l.in);
  const auto w = filled(l.in.size(), l.out.channels, 1, 1, random_weights(l));
  const auto bias = filled(1, l.out.channels, 1, 1, random_numbers(l.out.channels, 0.1));
  dlib::resizable_tensor y(1, l.out.channels);
  const auto product = [=]() mutable {
    dlib::tt::gemm(0, y, 1, x, false, w, false);
    dlib::tt::add(1, y, 1, bias);
  };
  return {repeat(product), shape_of(y)};
}

Row pooling_row(const Layer& l) {
  const auto pooling = std::make_shared<dlib::tt::pooling>();
  const int rows = static_cast<int>(l.kernel_rows), columns = static_cast<int>(l.kernel_columns);
  const int stride = static_cast<int>(l.stride);
  if (l.kind == Kind::max_pooling) {
    pooling->setup_max_pooling(rows, columns, stride, stride, 0, 0);
  } else {
    pooling->setup_avg_pooling(rows, columns, stride, stride, 0, 0);
  }
  const auto x = filled(l.in);
  dlib::resizable_tensor y;
  (*pooling)(y, x);
  return {repeat([=]() mutable { (*pooling)(y, x); }), shape_of(y)};
}

Row pointwise_row(const Layer& l) {
  void (*function)(dlib::tensor&, const dlib::tensor&) = nullptr;
  switch (l.kind) {
    case Kind::relu: function = dlib::tt::relu; break;
    case Kind::gelu: function = dlib::tt::gelu; break;
    case Kind::sigmoid: function = dlib::tt::sigmoid; break;
    case Kind::softmax: function = dlib::tt::softmax; break;
    default: function = dlib::tt::tanh;
  }
  const auto x = filled(l.in);
  return {repeat([=, y = x]() mutable { function(y, x); }), shape_of(x)};
}

Row make(const std::string& name, int) {
  if (const auto network = networks.find(name); network != networks.end()) return network->second();
  const Layer layer = work_of(name).layers[0];
  if (layer.kind == Kind::conv) return conv_row(layer);
  if (layer.kind == Kind::dense) return dense_row(layer);
  return layer.is_pooling() ? pooling_row(layer) : pointwise_row(layer);
}

void set_threads(int threads) {
  if (!set_by("openblas_set_num_threads", threads) && threads > 1) {
    throw std::runtime_error("dlib has no threads of its own, and " + blas_name() + " has none: install OpenBLAS");
  }
}

}  // namespace

int main(int arguments, char** values) {
  std::vector<std::string> names;
  for (const auto& [name, make_network] : networks) names.push_back(name);
  for (const std::string& name : layer_rows) {
    if (name.find("depthwise") == name.npos) names.push_back(name);  // dlib has none
  }
  const std::string name =
      "dlib " + std::to_string(DLIB_MAJOR_VERSION) + "." + std::to_string(DLIB_MINOR_VERSION) + " with " + blas_name();
  return serve({name, names, make, set_threads}, arguments, values);
}
