// Models saved to and loaded from safetensors (github.com/huggingface/safetensors). Tensors bear Cincel's parameter
// names and Keras's layouts.
#pragma once

#include <cincel/core/version.hpp>
#include <cincel/io/load.hpp>
#include <cincel/io/new_file.hpp>
#include <cincel/train/model.hpp>

#include <bit>

namespace cincel {
inline namespace CINCEL_ISA {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

namespace impl {

/// Throws FileError for metadata that no load takes.
inline void check_metadata(const std::string& path, const Metadata& metadata) {
  MetadataSize size;
  for (const auto& [key, value] : metadata) {
    if (!size.add(key, value)) throw FileError(path, "cannot be written: more than 16 MB of metadata");
    for (const std::string* text : {&key, &value})
      if (nlohmann::json(*text).dump().size() > largest_text)
        throw FileError(path, "cannot be written: a text of the metadata is longer than 4,000,000 bytes");
  }
}

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
    check_metadata(path, metadata);
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
[[nodiscard]] LoadReport load(Model<Net, Optimizer, Loss>& model, const std::string& path, const LoadOptions& options) {
  constexpr std::size_t parameters = ParameterLayout<Net>::count;
  return impl::with_memory_for(path, [&] {
    std::vector<float> values;
    if (options.allow_missing) {
      values.reserve(static_cast<std::size_t>(ParameterLayout<Net>::total));
      for (std::size_t p = 0; p < parameters; ++p)
        values.insert(values.end(), model.parameter(p).begin(), model.parameter(p).end());
    }
    LoadReport report = impl::read_into<Net>(path, values, options);
    for (std::size_t p = 0; p < parameters; ++p)
      std::copy_n(values.begin() + ParameterLayout<Net>::offsets[p], model.parameter(p).size(),
                  model.parameter(p).begin());
    return report;
  });
}

/// Loads what `save` wrote for the same network; returns the metadata.
template <class Net, class Optimizer, class Loss>
Metadata load(Model<Net, Optimizer, Loss>& model, const std::string& path) {
  return load(model, path, LoadOptions{}).metadata;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
