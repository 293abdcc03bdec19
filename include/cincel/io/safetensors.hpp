// safetensors (github.com/huggingface/safetensors): 8 bytes of length, a JSON header, the numbers. Read with full
// checking, written atomically. Tensors bear Cincel's parameter names and Keras's layouts.
#pragma once

#include <cincel/core/version.hpp>
#include <cincel/io/file.hpp>
#include <cincel/model/parameters.hpp>
#include <cincel/train/model.hpp>

#include <nlohmann/json.hpp>

#include <bit>
#include <map>

namespace cincel::inline CINCEL_ISA {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

/// Text that is saved beside the weights: class labels, metrics, what one likes.
using Metadata = std::map<std::string, std::string>;

namespace impl {

struct TensorEntry {
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0, end = 0;
};

struct Safetensors {
  std::map<std::string, TensorEntry> tensors;
  Metadata metadata;
  std::vector<std::byte> bytes;
  std::uint64_t data = 0;  // where the numbers begin
};

inline Safetensors parse_safetensors(const std::string& path) {
  Safetensors s;
  s.bytes = read_file(path);
  const auto fail = [&](std::uint64_t at, const std::string& reason) {
    throw std::runtime_error(path + ", byte " + std::to_string(at) + ": " + reason);
  };
  std::uint64_t length = 0;
  if (s.bytes.size() < 8) fail(0, "is no safetensors file: shorter than 8 bytes");
  std::memcpy(&length, s.bytes.data(), 8);
  if (length > s.bytes.size() - 8)
    fail(0, "the header's length, " + std::to_string(length) + ", is more than the file has");
  s.data = 8 + length;
  const std::uint64_t numbers = s.bytes.size() - s.data;
  const char* text = reinterpret_cast<const char*>(s.bytes.data()) + 8;
  const auto header = nlohmann::json::parse(text, text + length, nullptr, false);
  if (!header.is_object()) fail(8, "the header is no JSON object");
  std::map<std::uint64_t, std::uint64_t> extents;
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      if (!entry.is_object()) fail(8, "__metadata__ is no JSON object");
      for (const auto& [key, value] : entry.items()) {
        if (!value.is_string()) fail(8, "__metadata__ has a value that is no string: " + key);
        s.metadata[key] = value.get<std::string>();
      }
      continue;
    }
    const auto wrong = [&](const char* reason) { fail(8, "tensor \"" + name + "\" " + reason); };
    if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") || !entry.contains("data_offsets"))
      wrong("lacks dtype, shape or data_offsets");
    if (entry["dtype"] != "F32") wrong("is not of dtype F32");
    const auto& offsets = entry["data_offsets"];
    if (!entry["shape"].is_array() || !offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
        !offsets[1].is_number_unsigned())
      wrong("has a shape or data_offsets that are not lists of numbers");
    TensorEntry t{{}, offsets[0].get<std::uint64_t>(), offsets[1].get<std::uint64_t>()};
    std::int64_t volume = 1;
    for (const auto& d : entry["shape"]) {
      if (!d.is_number_unsigned()) wrong("has an extent that is no number");
      t.shape.push_back(d.get<std::int64_t>());
      volume = checked_product(volume, t.shape.back(), max_elements);
    }
    if (volume < 0) wrong("has more than 2^40 numbers");
    if (t.begin > t.end || t.end > numbers) wrong("lies outside of the file");
    if (t.end - t.begin != 4 * static_cast<std::uint64_t>(volume)) wrong("has data_offsets that do not fit its shape");
    if (t.end > t.begin && !extents.emplace(t.begin, t.end).second) wrong("overlaps another");
    s.tensors.emplace(name, std::move(t));
  }
  std::uint64_t at = 0;
  for (const auto& [begin, end] : extents) {
    if (begin != at) fail(s.data + at, "the tensors overlap or leave a hole");
    at = end;
  }
  if (at != numbers) fail(s.data + at, "bytes stand behind the last tensor");
  return s;
}

inline std::string spell_shape(const std::vector<std::int64_t>& shape) {
  std::string t;
  for (const std::int64_t d : shape) {
    if (!t.empty()) t += 'x';
    t += std::to_string(d);
  }
  return t.empty() ? "scalar" : t;
}

}  // namespace impl

/// Saves the parameters with the network's fingerprint, seed, version and `metadata`. Throws std::runtime_error.
template <class Net, class Optimizer, class Loss>
void save(const Model<Net, Optimizer, Loss>& model, const std::string& path, Metadata metadata = {}) {
  constexpr auto& params = graph_of<Net>.params;
  metadata["format"] = "cincel";
  metadata["fingerprint"] = hex(Net::fingerprint).view();
  metadata["cincel_version"] = version;
  metadata["seed"] = std::to_string(model.seed());
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
  std::string text = header.dump();
  text.resize(static_cast<std::size_t>(round_up(static_cast<std::int64_t>(text.size()), 8)), ' ');
  std::vector<std::byte> bytes(8 + text.size() + at);
  const std::uint64_t length = text.size();
  std::memcpy(bytes.data(), &length, 8);
  std::memcpy(bytes.data() + 8, text.data(), text.size());
  std::byte* to = bytes.data() + 8 + text.size();
  for (std::size_t i = 0; i < params.size(); ++i) {
    const auto values = model.parameter(i);
    std::memcpy(to, values.data(), values.size_bytes());
    to += values.size_bytes();
  }
  write_file_atomically(path, bytes);
}

/// Reads the parameters of network `Net` in their order. Throws std::runtime_error with every tensor that is
/// missing, extra or misshapen, or if the fingerprint is another network's. Returns the metadata.
template <class Net>
Metadata read_parameters(const std::string& path, std::vector<float>& values) {
  constexpr auto& params = graph_of<Net>.params;
  const impl::Safetensors s = impl::parse_safetensors(path);
  std::string wrong;
  std::vector<float> read;
  for (std::size_t i = 0; i < params.size(); ++i) {
    const std::string name(parameter_names<Net>[i].view());
    const std::vector<std::int64_t> shape(params[i].shape.d, params[i].shape.d + params[i].shape.rank);
    const auto found = s.tensors.find(name);
    if (found == s.tensors.end()) {
      wrong += "\n  missing: " + name + " (" + impl::spell_shape(shape) + ")";
    } else if (found->second.shape != shape) {
      wrong += "\n  misshapen: " + name + " is " + impl::spell_shape(found->second.shape) + ", needed is " +
               impl::spell_shape(shape);
    } else {
      const std::size_t old = read.size();
      read.resize(old + (found->second.end - found->second.begin) / 4);
      std::memcpy(read.data() + old, s.bytes.data() + s.data + found->second.begin, 4 * (read.size() - old));
    }
  }
  for (const auto& [name, tensor] : s.tensors) {
    bool known = false;
    for (const Text& n : parameter_names<Net>) known = known || n.view() == name;
    if (!known) wrong += "\n  extra: " + name + " (" + impl::spell_shape(tensor.shape) + ")";
  }
  if (!wrong.empty()) throw std::runtime_error(path + " does not fit the network:" + wrong);
  const auto fingerprint = s.metadata.find("fingerprint");
  if (fingerprint != s.metadata.end() && fingerprint->second != hex(Net::fingerprint).view())
    throw std::runtime_error(path + " holds the weights of another network: fingerprint " + fingerprint->second +
                             ", needed is " + std::string(hex(Net::fingerprint).view()));
  values = std::move(read);
  return s.metadata;
}

/// Loads what `save` wrote; a load that fails leaves the model as it was.
template <class Net, class Optimizer, class Loss>
Metadata load(Model<Net, Optimizer, Loss>& model, const std::string& path) {
  std::vector<float> values;
  Metadata metadata = read_parameters<Net>(path, values);
  std::copy(values.begin(), values.end(), model.parameter(0).data());
  return metadata;
}

}  // namespace cincel::inline CINCEL_ISA
