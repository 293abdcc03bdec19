// Models saved to and loaded from safetensors (github.com/huggingface/safetensors). Tensors bear Cincel's parameter
// names and Keras's layouts.
#pragma once

#include <cincel/core/version.hpp>
#include <cincel/io/load.hpp>
#include <cincel/io/new_file.hpp>
#include <cincel/train/model.hpp>

#include <bit>

namespace cincel::inline CINCEL_ISA {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

namespace impl {

/// The header as JSON, padded to a multiple of 8 bytes.
template <class Net>
std::string header_of(const std::string& path, const Metadata& metadata) {
  constexpr auto& params = graph_of<Net>.params;
  nlohmann::ordered_json header;
  header["__metadata__"] = metadata;
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < params.size(); ++i) {
    const Shape& s = params[i].shape;
    const std::uint64_t end = at + 4 * static_cast<std::uint64_t>(s.volume());
    header[std::string(parameter_names<Net>[i].view())] = {
        {"dtype", "F32"}, {"shape", std::vector<std::int64_t>(s.d, s.d + s.rank)}, {"data_offsets", {at, end}}};
    at = end;
  }
  try {
    std::string text = header.dump();
    text.resize(static_cast<std::size_t>(round_up(static_cast<std::int64_t>(text.size()), 8)), ' ');
    return text;
  } catch (const nlohmann::json::exception&) {
    throw FileError(path, "cannot be written: the metadata is no UTF-8 text");
  }
}

}  // namespace impl

/// Saves the parameters with the network's fingerprint, seed, version and `metadata`. The file is replaced whole or not
/// at all (`NewFile`). Throws FileError.
template <class Net, class Optimizer, class Loss>
void save(const Model<Net, Optimizer, Loss>& model, const std::string& path, Metadata metadata = {}) {
  metadata["format"] = "cincel";
  metadata["fingerprint"] = hex(Net::fingerprint).view();
  metadata["cincel_version"] = version;
  metadata["seed"] = std::to_string(model.seed());
  const std::string header = impl::header_of<Net>(path, metadata);
  const std::uint64_t length = header.size();
  NewFile file(path);
  file.write(std::as_bytes(std::span(&length, 1)));
  file.write(std::as_bytes(std::span(header)));
  for (std::size_t i = 0; i < graph_of<Net>.params.size(); ++i) file.write(std::as_bytes(model.parameter(i)));
  file.commit();
}

/// Loads what `options` say, and reports what was taken. A load that fails leaves the model as it was. Tensors of F16,
/// BF16 and F64 are converted. Throws what `read_parameters` throws, and std::invalid_argument for options that name
/// no parameter.
template <class Net, class Optimizer, class Loss>
LoadReport load(Model<Net, Optimizer, Loss>& model, const std::string& path, const LoadOptions& options) {
  float* own = model.parameter(0).data();
  std::vector<float> values;
  if (options.allow_missing) values.assign(own, own + ParameterLayout<Net>::total);
  LoadReport report = impl::read_into<Net>(path, values, options);
  std::copy(values.begin(), values.end(), own);
  return report;
}

/// Loads what `save` wrote for the same network; returns the metadata.
template <class Net, class Optimizer, class Loss>
Metadata load(Model<Net, Optimizer, Loss>& model, const std::string& path) {
  return load(model, path, LoadOptions{}).metadata;
}

}  // namespace cincel::inline CINCEL_ISA
