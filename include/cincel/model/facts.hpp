// Facts<W>: what the compiler knows of a network, or the sentence that says what is wrong with it.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/graph/fingerprint.hpp>
#include <cincel/graph/wiring_error.hpp>
#include <cincel/layers/network.hpp>
#include <cincel/plan/inference_plan.hpp>
#include <cincel/plan/receptive_field.hpp>

namespace cincel {

namespace detail {
// The types of all facts are spelt out, so that none is computed before it is asked for.
template <class T, auto N>
using Several = std::array<T, static_cast<std::size_t>(N)>;
template <class T, class W>
using OfEachOp = Several<T, graph_counts<W>.ops>;

template <class W>
consteval OfEachOp<ShapeFact, W> shapes_of() {
  OfEachOp<ShapeFact, W> shapes{};
  for (std::size_t i = 0; i < shapes.size(); ++i) shapes[i] = graph_of<W>.ops[i].out;
  return shapes;
}

template <auto N>
consteval Several<ShapeFact, N> facts_of(const fixed_array<Shape, N>& shapes) {
  Several<ShapeFact, N> facts{};
  for (std::size_t i = 0; i < facts.size(); ++i) facts[i] = shapes[i];
  return facts;
}

template <class W>
consteval OfEachOp<LayerFacts, W> layer_facts_of() {
  constexpr auto& g = graph_of<W>;
  const auto fields = receptive_fields(g);
  OfEachOp<LayerFacts, W> facts{};
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const Op& op = g.ops[i];
    std::int64_t trained = 0, kept = 0;
    for (int p = op.param; p < op.param + op.params; ++p) {
      const Param& param = g.params[p];
      (param.trainable ? trained : kept) += param.shape.volume();
    }
    facts[i] = {op.out, trained, kept, op.macs, rounded(fields[i], op.out)};
  }
  return facts;
}

/// Facts of a right network.
template <class W, bool Wired = is_wired<W>>
struct Facts {
  using error = plan_error<W>;
  static constexpr ShapeFact input_shape = graph_counts<W>.input_shape;
  static constexpr ShapeFact output_shape = graph_counts<W>.output_shape;
  static constexpr Several<ShapeFact, graph_counts<W>.inputs> input_shapes =
      facts_of<graph_counts<W>.inputs>(input_shapes_of<W>());
  static constexpr Several<ShapeFact, graph_counts<W>.outputs> output_shapes =
      facts_of<graph_counts<W>.outputs>(output_shapes_of<W>());
  static constexpr Count input_count = graph_counts<W>.inputs, output_count = graph_counts<W>.outputs;
  static constexpr OfEachOp<ShapeFact, W> layer_shapes = shapes_of<W>();
  static constexpr OfEachOp<LayerFacts, W> layer_facts = layer_facts_of<W>();
  static constexpr Count parameter_count = graph_counts<W>.parameters;
  static constexpr Count non_trainable_count = graph_counts<W>.non_trainable;
  static constexpr Count macs = graph_counts<W>.macs;
  static constexpr Count demanded_macs = inference_plan<W>.macs;
  static constexpr SizeFact receptive_field = receptive_field_of(graph_of<W>);
  static constexpr Count weight_bytes = inference_plan<W>.weight_bytes;
  static constexpr Count arena_bytes = inference_plan<W>.arena_bytes;
  static constexpr Count arena_lower_bound = inference_plan<W>.arena_lower_bound;
  static constexpr FingerprintFact fingerprint = fingerprint_of(graph_of<W>);
};

/// Facts of a wrong network: its error, and numbers that agree with everything.
template <class W>
struct Facts<W, false> {
  using error = network_error<W>;
  static constexpr ShapeFact input_shape{}, output_shape{};
  static constexpr FactList<ShapeFact> layer_shapes{}, input_shapes{}, output_shapes{};
  static constexpr FactList<LayerFacts> layer_facts{};
  static constexpr Count input_count{}, output_count{};
  static constexpr Count parameter_count{}, non_trainable_count{}, macs{}, demanded_macs{};
  static constexpr Count weight_bytes{}, arena_bytes{}, arena_lower_bound{};
  static constexpr SizeFact receptive_field{};
  static constexpr FingerprintFact fingerprint{};
};
}  // namespace detail

template <class Net>
struct NetworkFacts : detail::Facts<Net> {};

}  // namespace cincel
