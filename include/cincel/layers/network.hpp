// The members by which a list of layers is asked for its facts. They are computed when they are first used, so a
// list that is only part of another one is never checked by itself.
#pragma once

#include <cincel/core/fact.hpp>
#include <cincel/core/hash.hpp>

namespace cincel {

/// What is known of one layer, of one sample. `receptive_field` is of the layer's output: how many rows and columns of
/// the input one pixel, the one with the most, depends on, from the first to the last. A signal has one row; what has no
/// rows and columns depends on all that was read. plan/receptive_field.hpp says where it is not exact.
struct LayerFacts {
  ShapeFact output_shape;
  Count parameter_count, non_trainable_count, macs;
  SizeFact receptive_field;
};

template <class Net>
struct NetworkFacts;  // model/facts.hpp
template <class Net>
struct LayerSequence;  // reflection.hpp, which needs Boost.Hana

/// Base of every combinator that can be a whole network. All numbers are of one sample.
template <class Net>
struct Network {
  using Facts = NetworkFacts<Net>;
  // The types here are fixed, so that nothing is computed before it is asked for; each initialiser asks for the
  // error itself, because every level in between would cost lines in the compiler's answer.
  /// What the network reads.
  static constexpr ShapeFact input_shape = sizeof(typename Facts::error) != 0 ? Facts::input_shape : Facts::input_shape;
  /// What it makes.
  static constexpr ShapeFact output_shape =
      sizeof(typename Facts::error) != 0 ? Facts::output_shape : Facts::output_shape;
  /// All inputs in order of their declaration, and all outputs: the last layer's, then the others.
  static constexpr FactList<ShapeFact> input_shapes =
      sizeof(typename Facts::error) != 0 ? Facts::input_shapes : Facts::input_shapes;
  static constexpr FactList<ShapeFact> output_shapes =
      sizeof(typename Facts::error) != 0 ? Facts::output_shapes : Facts::output_shapes;
  static constexpr Count input_count = sizeof(typename Facts::error) != 0 ? Facts::input_count : Facts::input_count;
  static constexpr Count output_count = sizeof(typename Facts::error) != 0 ? Facts::output_count : Facts::output_count;
  /// The shape after each layer, in the order of execution, the input first.
  static constexpr FactList<ShapeFact> layer_shapes =
      sizeof(typename Facts::error) != 0 ? Facts::layer_shapes : Facts::layer_shapes;
  /// What is known of each layer, in the same order.
  static constexpr FactList<LayerFacts> layer_facts =
      sizeof(typename Facts::error) != 0 ? Facts::layer_facts : Facts::layer_facts;
  /// Trainable numbers, as published counts are.
  static constexpr Count parameter_count =
      sizeof(typename Facts::error) != 0 ? Facts::parameter_count : Facts::parameter_count;
  /// Numbers that are not trained: moving statistics.
  static constexpr Count non_trainable_count =
      sizeof(typename Facts::error) != 0 ? Facts::non_trainable_count : Facts::non_trainable_count;
  /// Multiply-adds of one inference, as the layers are written.
  static constexpr Count macs = sizeof(typename Facts::error) != 0 ? Facts::macs : Facts::macs;
  /// Multiply-adds that inference really does: pixels that nobody reads are not computed.
  static constexpr Count demanded_macs =
      sizeof(typename Facts::error) != 0 ? Facts::demanded_macs : Facts::demanded_macs;
  /// Rows and columns of the input that one pixel of the last map or signal depends on, as in `layer_facts`.
  static constexpr SizeFact receptive_field =
      sizeof(typename Facts::error) != 0 ? Facts::receptive_field : Facts::receptive_field;
  /// Bytes of the packed weights.
  static constexpr Count weight_bytes = sizeof(typename Facts::error) != 0 ? Facts::weight_bytes : Facts::weight_bytes;
  /// Bytes of the memory that holds all activations of one inference, and the least that any plan of it needs: the
  /// largest sum of what is alive at one time.
  static constexpr Count arena_bytes = sizeof(typename Facts::error) != 0 ? Facts::arena_bytes : Facts::arena_bytes;
  static constexpr Count arena_lower_bound =
      sizeof(typename Facts::error) != 0 ? Facts::arena_lower_bound : Facts::arena_lower_bound;
  /// 128-bit hash of the topology: operators, shapes, names and types of parameters.
  static constexpr FingerprintFact fingerprint =
      sizeof(typename Facts::error) != 0 ? Facts::fingerprint : Facts::fingerprint;
  /// The layers as a Boost.Hana sequence of types; include <cincel/reflection.hpp>.
  static const LayerSequence<Net> layers;
};

}  // namespace cincel
