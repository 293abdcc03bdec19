// oneDNN, by its primitives: it chooses the formats of maps and weights, weights are brought into them beforehand, and
// an activation is part of the convolution or dense layer before it. A single layer reads and writes maps as it likes
// them; a network reads a plain image. Written for oneDNN 2.6 (Debian 12) and 3 (Debian 13).
#include "peer.hpp"
#include "threads.hpp"
#include "work.hpp"

#include <dnnl.hpp>

#include <cstring>
#include <memory>
#include <unordered_map>

namespace {

using namespace peers;
using dnnl::algorithm;
using dnnl::memory;
using dnnl::prop_kind;
using Dims = memory::dims;
using Tag = memory::format_tag;

// What differs between the two versions.
#if DNNL_VERSION_MAJOR >= 3
using Pooling = dnnl::pooling_forward;
using SoftmaxOf = dnnl::softmax_forward;

template <class Primitive, class... Arguments>
auto describe(const dnnl::engine& engine, const dnnl::primitive_attr& attributes, const Arguments&... arguments) {
  return typename Primitive::primitive_desc(engine, arguments..., attributes);
}
auto describe_activation(const dnnl::engine& engine, algorithm function, const memory::desc& map) {
  return dnnl::eltwise_forward::primitive_desc(engine, prop_kind::forward_inference, function, map, map, 0.0f, 0.0f);
}
void append(dnnl::post_ops& operations, algorithm function) { operations.append_eltwise(function, 0.0f, 0.0f); }
#else
using Pooling = dnnl::pooling_v2_forward;
using SoftmaxOf = dnnl::softmax_v2_forward;

template <class Primitive, class... Arguments>
auto describe(const dnnl::engine& engine, const dnnl::primitive_attr& attributes, const Arguments&... arguments) {
  return typename Primitive::primitive_desc(typename Primitive::desc(arguments...), attributes, engine);
}
auto describe_activation(const dnnl::engine& engine, algorithm function, const memory::desc& map) {
  return dnnl::eltwise_forward::primitive_desc({prop_kind::forward_inference, function, map, 0.0f, 0.0f}, engine);
}
void append(dnnl::post_ops& operations, algorithm function) { operations.append_eltwise(1.0f, function, 0.0f, 0.0f); }
#endif

algorithm function_of(Kind kind) {
  switch (kind) {
    case Kind::relu: return algorithm::eltwise_relu;
    case Kind::gelu: return algorithm::eltwise_gelu_erf;
    case Kind::sigmoid: return algorithm::eltwise_logistic;
    default: return algorithm::eltwise_tanh;
  }
}

memory::desc described(const Dims& dims, Tag tag) { return {dims, memory::data_type::f32, tag}; }
Tag plain(const Dims& dims) {
  const Tag tags[] = {Tag::a, Tag::ab, Tag::abc, Tag::abcd, Tag::abcde};
  return tags[dims.size() - 1];
}

/// A chain of primitives, one behind the other in one stream.
class Network {
 public:
  Network(const Work& work, bool plain_input) : batch_(work.batch), plain_input_(plain_input) {
    for (std::size_t i = 0; i < work.layers.size(); ++i) {
      const bool fused = i + 1 < work.layers.size() && work.layers[i + 1].is_activation();
      const Layer& layer = work.layers[i];
      dnnl::primitive_attr attributes;
      if (fused && layer.weights() != 0) {
        dnnl::post_ops operations;
        append(operations, function_of(work.layers[++i].kind));
        attributes.set_post_ops(operations);
      }
      add(layer, attributes);
    }
    run();  // what a primitive makes when it is first run
  }

  void run() {
    for (Step& step : steps_) step.primitive.execute(stream_, step.arguments);
    stream_.wait();
  }

 private:
  struct Step {
    dnnl::primitive primitive;
    std::unordered_map<int, memory> arguments;
  };

  void add(const Layer& layer, const dnnl::primitive_attr& attributes) {
    if (layer.kind == Kind::dense) return add_dense(layer, attributes);
    if (layer.is_pooling()) return add_pooling(layer);
    if (layer.is_activation()) return add_activation(layer);
    if (layer.kind == Kind::softmax) return add_softmax(layer);
    add_conv(layer, attributes);
  }

  Dims dims_of(const Layer::Map& map) const { return {batch_, map.channels, map.rows, map.columns}; }

  void add_conv(const Layer& l, const dnnl::primitive_attr& attributes) {
    Dims kernel{l.out.channels, l.in.channels / l.groups(), l.kernel_rows, l.kernel_columns};
    if (l.kind == Kind::depthwise) {
      kernel[0] = 1;
      kernel.insert(kernel.begin(), l.groups());
    }
    const auto d = describe<dnnl::convolution_forward>(
        engine_, attributes, prop_kind::forward_inference, algorithm::convolution_direct,
        described(dims_of(l.in), Tag::any), described(kernel, Tag::any), described({l.out.channels}, Tag::a),
        described(dims_of(l.out), Tag::any), Dims{l.stride, l.stride}, Dims{l.top, l.left}, Dims{l.bottom, l.right});
    add_weighted(d, dnnl::convolution_forward(d), l, kernel);
  }

  /// A map of several pixels is not made flat: the weights have its shape.
  void add_dense(const Layer& l, const dnnl::primitive_attr& attributes) {
    flat_ = flat_ || (steps_.empty() && l.in.rows * l.in.columns == 1);
    const Dims in = flat_ ? Dims{batch_, l.in.channels} : dims_of(l.in);
    Dims kernel = in;
    kernel[0] = l.out.channels;
    const auto d = describe<dnnl::inner_product_forward>(
        engine_, attributes, prop_kind::forward_inference, described(in, Tag::any), described(kernel, Tag::any),
        described({l.out.channels}, Tag::a), described({batch_, l.out.channels}, Tag::any));
    add_weighted(d, dnnl::inner_product_forward(d), l, kernel);
    flat_ = true;
  }

  template <class Description>
  void add_weighted(const Description& d, const dnnl::primitive& primitive, const Layer& l, const Dims& kernel) {
    const memory weights = reordered(filled(described(kernel, plain(kernel)), random_weights(l)), d.weights_desc());
    const memory bias = filled(described({l.out.channels}, Tag::a), random_numbers(l.out.channels, 0.1));
    take_input(d.src_desc());
    const memory out(d.dst_desc(), engine_);
    steps_.push_back(
        {primitive, {{DNNL_ARG_SRC, map_}, {DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_BIAS, bias}, {DNNL_ARG_DST, out}}});
    map_ = out;
  }

  void add_pooling(const Layer& l) {
    take_any_input(dims_of(l.in));
    const auto d = describe<Pooling>(
        engine_, dnnl::primitive_attr(), prop_kind::forward_inference,
        l.kind == Kind::max_pooling ? algorithm::pooling_max : algorithm::pooling_avg_exclude_padding, map_.get_desc(),
        described(dims_of(l.out), Tag::any), Dims{l.stride, l.stride}, Dims{l.kernel_rows, l.kernel_columns},
        Dims{0, 0}, Dims{l.top, l.left}, Dims{l.bottom, l.right});
    add_plain(Pooling(d), d.dst_desc());
  }

  void add_activation(const Layer& l) {
    take_any_input(dims_of(l.in));
    const auto d = describe_activation(engine_, function_of(l.kind), map_.get_desc());
    add_plain(dnnl::eltwise_forward(d), d.dst_desc());
  }

  void add_softmax(const Layer& l) {
    take_any_input({batch_, l.in.channels});
    const auto d = describe<SoftmaxOf>(engine_, dnnl::primitive_attr(), prop_kind::forward_inference,
                                       algorithm::softmax_accurate, map_.get_desc(), map_.get_desc(), 1);
    add_plain(SoftmaxOf(d), d.dst_desc());
  }

  void add_plain(const dnnl::primitive& primitive, const memory::desc& result) {
    const memory out(result, engine_);
    steps_.push_back({primitive, {{DNNL_ARG_SRC, map_}, {DNNL_ARG_DST, out}}});
    map_ = out;
  }

  /// Of a layer that takes any format; a map comes with its channels last.
  void take_any_input(const Dims& dims) {
    if (steps_.empty()) take_input(described(dims, dims.size() == 4 ? Tag::acdb : Tag::ab));
  }

  /// The next layer wants its input so: a single layer gets it, in a network it is brought into that format.
  void take_input(const memory::desc& wanted) {
    if (steps_.empty()) {
      const Dims dims = dims_from(wanted);
      const memory image = filled(described(dims, plain(dims)), random_numbers(size_of(dims), 1));
      map_ = plain_input_ ? image : reordered(image, wanted);
    }
    if (map_.get_desc() == wanted) return;
    const memory in = map_, out(wanted, engine_);
    steps_.push_back({dnnl::reorder(in, out), {{DNNL_ARG_FROM, in}, {DNNL_ARG_TO, out}}});
    map_ = out;
  }

  static Dims dims_from(const memory::desc& description) {
#if DNNL_VERSION_MAJOR >= 3
    return description.get_dims();
#else
    return description.dims();
#endif
  }
  static long size_of(const Dims& dims) {
    long size = 1;
    for (const auto n : dims) size *= n;
    return size;
  }

  memory filled(const memory::desc& description, const std::vector<float>& values) {
    memory result(description, engine_);
    std::memcpy(result.get_data_handle(), values.data(), values.size() * sizeof(float));
    return result;
  }

  memory reordered(const memory& from, const memory::desc& wanted) {
    if (from.get_desc() == wanted) return from;
    memory in = from, out(wanted, engine_);
    dnnl::reorder(in, out).execute(stream_, in, out);
    stream_.wait();
    return out;
  }

  long batch_;
  bool plain_input_;
  bool flat_ = false;  // the map is a vector
  dnnl::engine engine_{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream_{engine_};
  memory map_;
  std::vector<Step> steps_;
};

Row make(const std::string& name, int) {
  const Work work = work_of(name);
  const auto network = std::make_shared<Network>(work, name.substr(0, 6) != "layer/");
  return {repeat([network] { network->run(); }), work.shape(), static_cast<double>(work.batch)};
}

void set_threads(int threads) {
  if (!set_by("omp_set_num_threads", threads) && threads > 1) {
    throw std::runtime_error("this oneDNN does not use OpenMP, so that its threads cannot be set");
  }
}

}  // namespace

int main(int arguments, char** values) {
  const dnnl_version_t& v = *dnnl_version();
  const std::string name =
      "oneDNN " + std::to_string(v.major) + "." + std::to_string(v.minor) + "." + std::to_string(v.patch);
  return serve({name, all_of({network_rows, layer_rows, tiny_rows}), make, set_threads}, arguments, values);
}
