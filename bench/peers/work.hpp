// What the rows compute, as values: a row's name becomes a chain of layers, from which a peer builds the same with its
// engine. A new size of a layer is a new name in a list; a new chain is a line in `networks`.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace peers {

enum class Kind { conv, depthwise, dense, max_pooling, average_pooling, relu, gelu, sigmoid, tanh, softmax };

/// A layer, with the shapes of what it reads and writes. Of a flat value `rows` and `columns` are 1.
struct Layer {
  struct Map {
    long rows = 1, columns = 1, channels = 1;
    long size() const { return rows * columns * channels; }
  };
  Kind kind;
  Map in, out;
  long kernel_rows = 1, kernel_columns = 1, stride = 1;
  /// Zeros before and behind the map, in rows and columns.
  long top = 0, left = 0, bottom = 0, right = 0;

  bool is_pooling() const { return kind == Kind::max_pooling || kind == Kind::average_pooling; }
  bool is_activation() const { return kind >= Kind::relu && kind <= Kind::tanh; }
  /// For engines that pad both sides alike: where Same padding is odd, they have a row more, and a result of the same
  /// size.
  int padded_rows() const { return static_cast<int>(std::max(top, bottom)); }
  int padded_columns() const { return static_cast<int>(std::max(left, right)); }
  long groups() const { return kind == Kind::depthwise ? in.channels : 1; }
  long weights() const {
    if (kind == Kind::dense) return in.size() * out.channels;
    if (kind != Kind::conv && kind != Kind::depthwise) return 0;
    return kernel_rows * kernel_columns * in.channels / groups() * out.channels;
  }
};

struct Work {
  long batch = 1;
  std::vector<Layer> layers;
  bool flat = false;  // the result is one vector for each image

  /// Batch first, channels last.
  std::vector<long> shape() const {
    const Layer::Map& out = layers.back().out;
    return flat ? std::vector<long>{batch, out.size()} : std::vector<long>{batch, out.rows, out.columns, out.channels};
  }
};

namespace detail {

[[noreturn]] inline void unknown(std::string_view what) {
  throw std::invalid_argument("there is no layer " + std::string(what));
}

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A number at the front of `text`, which it takes away; `otherwise` if there is none.
inline long take_number(std::string_view& text, long otherwise) {
  if (text.empty() || !is_digit(text[0])) return otherwise;
  long n = 0;
  for (; !text.empty() && is_digit(text[0]) && n < 1'000'000; text.remove_prefix(1)) n = 10 * n + (text[0] - '0');
  return n;
}
inline bool take(std::string_view& text, std::string_view front) {
  if (text.substr(0, front.size()) != front) return false;
  text.remove_prefix(front.size());
  return true;
}

/// The numbers of "_64_64_56", up to the end of the text.
inline std::vector<long> take_sizes(std::string_view text) {
  std::vector<long> sizes;
  while (take(text, "_")) sizes.push_back(take_number(text, -1));
  if (!text.empty()) unknown(text);
  for (const long size : sizes) {
    if (size < 1) unknown("of size " + std::to_string(size));
  }
  return sizes;
}

inline Kind take_kind(std::string_view& text) {
  for (const auto& [name, kind] :
       {std::pair{"conv", Kind::conv}, std::pair{"depthwise", Kind::depthwise}, std::pair{"dense", Kind::dense},
        std::pair{"max_pooling", Kind::max_pooling}, std::pair{"average_pooling", Kind::average_pooling},
        std::pair{"relu", Kind::relu}, std::pair{"gelu", Kind::gelu}, std::pair{"sigmoid", Kind::sigmoid},
        std::pair{"tanh", Kind::tanh}, std::pair{"softmax", Kind::softmax}}) {
    if (take(text, name)) return kind;
  }
  unknown(text);
}

/// Zeros before and behind: as many as the result of Same padding needs, the odd one behind.
inline void same_padding(long size, long kernel, long stride, long& before, long& behind) {
  const long all = std::max(((size + stride - 1) / stride - 1) * stride + kernel - size, 0L);
  before = all / 2;
  behind = all - before;
}

/// The window of "3x3s2p1": a stride (of convolutions 1, of pooling the kernel) and a padding (of convolutions Same, of
/// pooling none).
inline void take_window(std::string_view& text, Layer& layer) {
  layer.kernel_rows = layer.kernel_columns = take_number(text, 1);
  if (take(text, "x")) layer.kernel_columns = take_number(text, 1);
  layer.stride = take(text, "s") ? take_number(text, 1) : (layer.is_pooling() ? layer.kernel_rows : 1);
  if (take(text, "p")) {
    layer.top = layer.left = layer.bottom = layer.right = take_number(text, 0);
  } else if (!layer.is_pooling()) {
    same_padding(layer.in.rows, layer.kernel_rows, layer.stride, layer.top, layer.bottom);
    same_padding(layer.in.columns, layer.kernel_columns, layer.stride, layer.left, layer.right);
  }
  layer.out.rows = (layer.in.rows + layer.top + layer.bottom - layer.kernel_rows) / layer.stride + 1;
  layer.out.columns = (layer.in.columns + layer.left + layer.right - layer.kernel_columns) / layer.stride + 1;
}

/// One layer of a chain: "conv3x3s2p1_64", "max_pooling2", "dense_10", "relu".
inline Layer layer_of(std::string_view text, Layer::Map in) {
  Layer layer{.kind = take_kind(text), .in = in, .out = in};
  if (layer.kind == Kind::dense) layer.out = {};
  if (layer.kind <= Kind::depthwise || layer.is_pooling()) take_window(text, layer);
  const std::vector<long> sizes = take_sizes(text);
  const bool has_size = layer.kind == Kind::conv || layer.kind == Kind::dense;
  if (sizes.size() != (has_size ? 1 : 0)) unknown(text);
  if (has_size) layer.out.channels = sizes[0];
  return layer;
}

inline Layer::Map take_map(std::string_view& text) {
  Layer::Map map;
  map.rows = take_number(text, 1);
  if (take(text, "x")) map.columns = take_number(text, 1);
  if (take(text, "x")) map.channels = take_number(text, 1);
  return map;
}

/// A chain: "28x28x1 conv3x3p0_32 relu ...".
inline Work chain_of(std::string_view text) {
  Work work;
  Layer::Map map = take_map(text);
  while (take(text, " ")) {
    work.layers.push_back(layer_of(text.substr(0, text.find(' ')), map));
    map = work.layers.back().out;
    work.flat = work.flat || work.layers.back().kind == Kind::dense;
    text.remove_prefix(std::min(text.find(' '), text.size()));
  }
  return work;
}

/// "conv3x3_64_64_56" is the chain "56x56x64 conv3x3_64"; "depthwise3x3_32_112", "max_pooling2_64_112" and
/// "relu_64_112" have channels and a side; "dense_512_10" and "softmax_1000" are flat.
inline Work single_layer(std::string_view text) {
  std::size_t end = 0;  // where the sizes begin
  while (end < text.size() && !(text[end] == '_' && end + 1 < text.size() && is_digit(text[end + 1]))) ++end;
  const std::string layer(text.substr(0, end));
  const std::vector<long> sizes = take_sizes(text.substr(end));
  const auto spell = [](long side, long channels) {
    return std::to_string(side) + "x" + std::to_string(side) + "x" + std::to_string(channels) + " ";
  };
  std::string_view rest = layer;
  const Kind kind = take_kind(rest);
  const std::size_t wanted = kind == Kind::conv ? 3 : kind == Kind::softmax ? 1 : 2;
  if (sizes.size() != wanted) unknown(text);
  if (kind == Kind::conv) return chain_of(spell(sizes[2], sizes[0]) + layer + "_" + std::to_string(sizes[1]));
  if (kind == Kind::dense) return chain_of(spell(1, sizes[0]) + layer + "_" + std::to_string(sizes[1]));
  Work work = chain_of(spell(kind == Kind::softmax ? 1 : sizes[1], sizes[0]) + layer);
  work.flat = kind == Kind::softmax;
  return work;
}

/// "dense_1_8_8_1_tanh": an activation behind every layer but the last.
inline Work small_network(std::string_view text) {
  const std::size_t last = text.rfind('_');
  const std::string activation(text.substr(last + 1));
  const std::vector<long> sizes = take_sizes(text.substr(5, last - 5));
  std::string chain = "1x1x" + std::to_string(sizes.at(0));
  for (std::size_t i = 1; i < sizes.size(); ++i) {
    chain += " dense_" + std::to_string(sizes[i]) + (i + 1 < sizes.size() ? " " + activation : "");
  }
  return chain_of(chain);
}

inline constexpr std::pair<std::string_view, std::string_view> networks[] = {
    {"net/fashion_cnn", "28x28x1 conv3x3p0_32 relu max_pooling2 conv3x3p0_64 relu max_pooling2 dense_10 softmax"},
    {"net/lenet5",
     "32x32x1 conv5x5p0_6 tanh average_pooling2 conv5x5p0_16 tanh average_pooling2 conv5x5p0_120 tanh dense_84 tanh "
     "dense_10 softmax"},
    {"net/alexnet",
     "224x224x3 conv11x11s4p2_64 relu max_pooling3s2 conv5x5_192 relu max_pooling3s2 conv3x3_384 relu conv3x3_256 relu "
     "conv3x3_256 relu max_pooling3s2 dense_4096 relu dense_4096 relu dense_1000 softmax"},
    {"net/vgg16",
     "224x224x3 conv3x3_64 relu conv3x3_64 relu max_pooling2 conv3x3_128 relu conv3x3_128 relu max_pooling2 "
     "conv3x3_256 relu conv3x3_256 relu conv3x3_256 relu max_pooling2 conv3x3_512 relu conv3x3_512 relu conv3x3_512 "
     "relu max_pooling2 conv3x3_512 relu conv3x3_512 relu conv3x3_512 relu max_pooling2 dense_4096 relu dense_4096 "
     "relu dense_1000 softmax"},
    {"net/mlp_784_512_512_10", "1x1x784 dense_512 relu dense_512 relu dense_10 softmax"},
    {"tiny/conv1d_16x3_tanh_x2", "1x16x1 conv1x3p0_16 tanh conv1x3p0_16 tanh"},
};

}  // namespace detail

/// What a row of layers, tiny networks or networks without branches computes; "_b128" behind a name is its batch.
inline Work work_of(std::string_view name) {
  const std::size_t behind = name.rfind("_b");
  if (behind != name.npos && behind + 2 < name.size() && detail::is_digit(name[behind + 2])) {
    std::string_view number = name.substr(behind + 2);
    Work work = work_of(name.substr(0, behind));
    work.batch = detail::take_number(number, 1);
    return work;
  }
  for (const auto& [known, chain] : detail::networks) {
    if (name == known) return detail::chain_of(chain);
  }
  if (detail::take(name, "layer/")) return detail::single_layer(name);
  if (detail::take(name, "tiny/") && name.substr(0, 6) == "dense_") return detail::small_network(name);
  detail::unknown(name);
}

/// Numbers between -scale and scale, the same in every run.
inline std::vector<float> random_numbers(long count, double scale) {
  std::vector<float> numbers(static_cast<std::size_t>(count));
  std::uint32_t state = 12345;
  for (float& x : numbers) {
    state = state * 1664525u + 1013904223u;
    x = static_cast<float>(scale * (static_cast<double>(state >> 8) / (1 << 23) - 1));
  }
  return numbers;
}

/// Weights of a layer that leave the size of its values as it is: neither infinite nor denormal behind many layers.
inline std::vector<float> random_weights(const Layer& layer) {
  const double terms = static_cast<double>(layer.weights() / layer.out.channels);
  return random_numbers(layer.weights(), std::sqrt(6 / terms));
}

/// The rows that every engine of layers can offer.
inline const std::vector<std::string> layer_rows = {
    "layer/conv3x3_64_64_56",    "layer/conv3x3_128_128_28",      "layer/conv3x3_256_256_14",
    "layer/conv3x3_512_512_7",   "layer/conv1x1_64_256_56",       "layer/conv1x1_1024_256_14",
    "layer/conv7x7s2_3_64_224",  "layer/depthwise3x3_32_112",     "layer/depthwise3x3_512_14",
    "layer/dense_4096_4096",     "layer/dense_512_512",           "layer/dense_1600_10",
    "layer/max_pooling2_64_112", "layer/average_pooling2_64_112", "layer/relu_64_112",
    "layer/gelu_64_112",         "layer/sigmoid_64_112",          "layer/tanh_64_112",
    "layer/softmax_1000"};
/// The networks without branches, alone and in batches, of which `networks` has the layers.
inline const std::vector<std::string> network_rows = {
    "net/fashion_cnn", "net/fashion_cnn_b128",       "net/lenet5", "net/mlp_784_512_512_10",
    "net/alexnet",     "net/mlp_784_512_512_10_b16", "net/vgg16",  "net/alexnet_b16"};
inline const std::vector<std::string> tiny_rows = {"tiny/dense_1_8_8_1_tanh", "tiny/dense_1_32_32_1_relu",
                                                   "tiny/dense_16_64_64_10_relu", "tiny/conv1d_16x3_tanh_x2"};

/// One list of names from several.
inline std::vector<std::string> all_of(std::initializer_list<std::vector<std::string>> lists) {
  std::vector<std::string> all;
  for (const std::vector<std::string>& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

}  // namespace peers
