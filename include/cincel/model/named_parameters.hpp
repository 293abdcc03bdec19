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

/// What a file says of one parameter: its name, and its shape as Keras has it.
struct ParameterDescription {
  std::string name;
  Shape shape;
};

/// All parameters of a network in order of their declaration, and the network's fingerprint: all that is known before
/// there are numbers.
struct ParameterDescriptions {
  std::vector<ParameterDescription> list;
  Fingerprint network;
};

/// Those of network `Net`.
template <class Net>
ParameterDescriptions describe_parameters() {
  ParameterDescriptions all;
  all.network = NetworkFacts<Net>::fingerprint;
  all.list.reserve(ParameterLayout<Net>::count);
  for (std::size_t p = 0; p < ParameterLayout<Net>::count; ++p)
    all.list.push_back({std::string(parameter_names<Net>[p].view()), graph_of<Net>.params[p].shape});
  return all;
}

/// Parameters and where the numbers of each lie.
template <class T>
struct NamedParameters {
  ParameterDescriptions described;
  std::vector<std::span<T>> values;
};

/// Those of network `Net`, whose numbers lie one after another in `values`.
template <class Net, class T>
NamedParameters<T> named_parameters(std::span<T> values) {
  NamedParameters<T> all{describe_parameters<Net>(), {}};
  all.values.reserve(all.described.list.size());
  for (std::size_t p = 0; p < all.described.list.size(); ++p)
    all.values.push_back(values.subspan(static_cast<std::size_t>(ParameterLayout<Net>::offsets[p]),
                                        static_cast<std::size_t>(all.described.list[p].shape.volume())));
  return all;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
