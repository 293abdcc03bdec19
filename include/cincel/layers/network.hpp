// The members by which a list of layers is asked for its facts. They are computed when they are first used, so a
// list that is only part of another one is never checked by itself.
#pragma once

#include <cincel/core/count.hpp>
#include <cincel/core/hash.hpp>
#include <cincel/core/shape.hpp>
#include <cincel/core/window.hpp>

#include <span>

namespace cincel {

template <class Net>
struct NetworkFacts;  // model/facts.hpp
template <class Net>
struct LayerSequence;  // reflection.hpp, which needs Boost.Hana

/// Base of every combinator that can be a whole network. All numbers are of one sample.
template <class Net>
struct Network {
  // The types here are fixed, so that nothing is computed before it is asked for; each initialiser asks for the
  // error itself, because every level in between would cost lines in the compiler's answer.
#define CINCEL_FACT(type, name) \
  static constexpr type name = NetworkFacts<Net>::error::ok ? NetworkFacts<Net>::name : NetworkFacts<Net>::name
  /// What the network reads.
  CINCEL_FACT(Shape, input_shape);
  /// What it makes.
  CINCEL_FACT(Shape, output_shape);
  /// The shape after each layer, in the order of execution, the input first.
  CINCEL_FACT(std::span<const Shape>, layer_shapes);
  /// Trainable numbers, as published counts are.
  CINCEL_FACT(Count, parameter_count);
  /// Numbers that are not trained: moving statistics.
  CINCEL_FACT(Count, non_trainable_count);
  /// Multiply-adds of one inference, as the layers are written.
  CINCEL_FACT(Count, macs);
  /// Multiply-adds that inference really does: pixels that nobody reads are not computed.
  CINCEL_FACT(Count, demanded_macs);
  /// Height and width of the input that one pixel of the last map depends on.
  CINCEL_FACT(Size, receptive_field);
  /// Bytes of the packed weights.
  CINCEL_FACT(Count, weight_bytes);
  /// Bytes of the memory that holds all activations of one inference.
  CINCEL_FACT(Count, arena_bytes);
  /// 128-bit hash of the topology: operators, shapes, names and types of parameters.
  CINCEL_FACT(Fingerprint, fingerprint);
#undef CINCEL_FACT
  /// The layers as a Boost.Hana sequence of types; include <cincel/reflection.hpp>.
  static const LayerSequence<Net> layers;
};

}  // namespace cincel
