// Parameters saved to and loaded from safetensors (github.com/huggingface/safetensors). Tensors bear Cincel's parameter
// names and Keras's layouts.
#pragma once

#include <cincel/core/version.hpp>
#include <cincel/io/load.hpp>
#include <cincel/io/new_file.hpp>
#include <cincel/model/named_parameters.hpp>

#include <bit>
#include <concepts>

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
      if (Json(*text).dump().size() > largest_text)
        throw FileError(path, "cannot be written: a text of the metadata is longer than 4,000,000 bytes");
  }
}

/// The header as JSON, padded to a multiple of 8 bytes.
inline std::string header_of(const std::string& path, const ParameterDescriptions& parameters,
                             const Metadata& metadata) {
  Json header;
  header["__metadata__"] = metadata;
  std::uint64_t at = 0;
  for (const ParameterDescription& p : parameters.list) {
    const std::uint64_t end = at + 4 * static_cast<std::uint64_t>(p.shape.volume());
    header[p.name] = {{"dtype", "F32"},
                      {"shape", std::vector<std::int64_t>(p.shape.d, p.shape.d + p.shape.rank)},
                      {"data_offsets", {at, end}}};
    at = end;
  }
  try {
    check_metadata(path, metadata);
    std::string text = header.dump();
    text.resize(static_cast<std::size_t>(round_up(static_cast<std::int64_t>(text.size()), 8)), ' ');
    return text;
  } catch (const Json::exception&) {
    throw FileError(path, "cannot be written: the metadata is no UTF-8 text");
  }
}

}  // namespace impl

/// Saves parameters with the network's fingerprint, the version and `metadata`. The file is replaced whole or not at all
/// (`NewFile`). Throws FileError.
inline void save(const NamedParameters<const float>& parameters, const std::string& path, Metadata metadata = {}) {
  metadata["format"] = "cincel";
  metadata["fingerprint"] = hex(parameters.described.network).view();
  metadata["cincel_version"] = version;
  const std::string header = impl::header_of(path, parameters.described, metadata);
  const std::uint64_t length = header.size();
  NewFile file(path);
  file.write(std::as_bytes(std::span(&length, 1)));
  file.write(std::as_bytes(std::span(header)));
  for (const std::span<const float>& numbers : parameters.values) file.write(std::as_bytes(numbers));
  file.commit();
}

namespace impl {
/// What has parameters and the seed that it was made with: a `Model`.
template <class M>
concept Trained = requires(M& trained, const M& saved) {
  { trained.named_parameters() } -> std::same_as<NamedParameters<float>>;
  { saved.named_parameters() } -> std::same_as<NamedParameters<const float>>;
  { saved.seed() } -> std::convertible_to<std::uint64_t>;
};
}  // namespace impl

/// The same of all that a model has, with its seed.
template <impl::Trained M>
void save(const M& model, const std::string& path, Metadata metadata = {}) {
  metadata["seed"] = std::to_string(model.seed());
  save(model.named_parameters(), path, std::move(metadata));
}

/// Loads what `options` say into a model, as into its parameters.
template <impl::Trained M>
[[nodiscard]] LoadReport load(M& model, const std::string& path, const LoadOptions& options) {
  return load(model.named_parameters(), path, options);
}

/// Loads what `save` wrote for the same network; returns the metadata.
template <impl::Trained M>
Metadata load(M& model, const std::string& path) {
  return load(model, path, LoadOptions{}).metadata;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
