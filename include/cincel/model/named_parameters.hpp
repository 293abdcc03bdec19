// The parameters of a network as named spans: what files are written from and read into.
#pragma once

#include <cincel/core/hash.hpp>
#include <cincel/model/facts.hpp>
#include <cincel/model/layout.hpp>
#include <cincel/model/parameters.hpp>

#include <span>
#include <string>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

/// One parameter: its name, its shape as Keras has it, and where its numbers lie.
template <class T>
struct NamedParameter {
  std::string name;
  Shape shape;
  std::span<T> values;
};

/// All parameters of a network in order of their declaration, and the network's fingerprint.
template <class T>
struct NamedParameters {
  std::vector<NamedParameter<T>> list;
  Fingerprint network;
};

/// Those of network `Net`, whose numbers lie one after another from `values`.
template <class Net, class T>
NamedParameters<T> named_parameters(T* values) {
  NamedParameters<T> all;
  all.network = NetworkFacts<Net>::fingerprint;
  all.list.reserve(ParameterLayout<Net>::count);
  for (std::size_t p = 0; p < ParameterLayout<Net>::count; ++p) {
    const Shape& shape = graph_of<Net>.params[p].shape;
    all.list.push_back({std::string(parameter_names<Net>[p].view()),
                        shape,
                        {values + ParameterLayout<Net>::offsets[p], static_cast<std::size_t>(shape.volume())}});
  }
  return all;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
