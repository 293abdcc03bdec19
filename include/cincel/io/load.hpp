// Parameters of a network, read from a safetensors file: which tensor each takes, what is wrong with the file, and what
// was taken.
#pragma once

#include <cincel/io/safetensors_header.hpp>
#include <cincel/model/named_parameters.hpp>
#include <cincel/model/non_finite.hpp>

#include <functional>
#include <map>
#include <numeric>
#include <optional>

namespace cincel {
inline namespace CINCEL_ISA {

/// Text that is saved beside the weights: class labels, metrics, what one likes. Files hold at most 16 MB of it, an
/// entry counted as its bytes and 128 more, and at most 4,000,000 bytes as one text.
using Metadata = std::map<std::string, std::string>;

/// What a load takes, beyond a file that `save` wrote for the same network.
///
///     const LoadOptions backbone{.prefix = "backbone.", .allow_missing = true, .other_network = true};
struct LoadOptions {
  std::string prefix = {};                        // stands before each parameter's name in the file
  std::map<std::string, std::string> names = {};  // parameter -> tensor, whole, where it has another name altogether
  bool allow_missing = false;                     // parameters that the file lacks keep their values
  bool allow_extra = false;                       // tensors that no parameter takes are left
  bool other_network = false;                     // takes a file whose fingerprint is missing or another network's
  NonFinite non_finite = NonFinite::refuse;       // numbers that are NaN or infinite
};

/// One parameter and the tensor that it was read from.
struct TakenTensor {
  std::string parameter, tensor, dtype;
};

/// What a load did.
struct LoadReport {
  Metadata metadata;
  std::vector<TakenTensor> taken;
  std::vector<std::string> missing;  // parameters that kept their values
  std::vector<std::string> extra;    // tensors that were left: the first ones, as many as have 64 KiB of name
  std::size_t extra_count = 0;       // and how many there are
};

namespace impl {

/// What is wrong with a file, at most twenty lines of it.
class Faults {
 public:
  void add(const std::string& line) {
    if (++count_ <= most) lines_ += "\n  " + line;
  }
  bool any() const { return count_ > 0; }
  std::string text() const {
    return count_ <= most ? lines_ : lines_ + "\n  and " + std::to_string(count_ - most) + " more";
  }

 private:
  static constexpr std::size_t most = 20;
  std::string lines_;
  std::size_t count_ = 0;
};

inline std::string spell_shape(const std::vector<std::int64_t>& shape) {
  std::string t;
  for (const std::int64_t d : shape) {
    if (!t.empty()) t += 'x';
    t += std::to_string(d);
  }
  return t.empty() ? "scalar" : t;
}

/// Counts metadata against their bound, which keeps a file from asking for more memory than it has bytes.
class MetadataSize {
 public:
  /// Whether the bound holds with an entry more.
  bool add(const std::string& key, const std::string& value) {
    bytes_ += key.size() + value.size() + 128;
    return bytes_ <= 16'000'000;
  }

 private:
  std::size_t bytes_ = 0;
};

/// The order of `is`'s axes that makes `wanted` of it: wanted[i] = is[order[i]]. Empty if there is none.
inline std::vector<std::size_t> axes_order(const std::vector<std::int64_t>& is,
                                           const std::vector<std::int64_t>& wanted) {
  std::vector<std::size_t> order;
  if (is.size() != wanted.size()) return order;
  std::vector<bool> used(is.size());
  for (const std::int64_t d : wanted) {
    std::size_t a = 0;
    while (a < is.size() && (used[a] || is[a] != d)) ++a;
    if (a == is.size()) return {};
    used[a] = true;
    order.push_back(a);
  }
  return order;
}

/// What may help with a shape that does not fit.
inline std::string shape_hint(const std::vector<std::int64_t>& is, const std::vector<std::int64_t>& wanted) {
  const auto volume = [](const auto& shape) {
    return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>{});
  };
  const auto order = axes_order(is, wanted);
  if (!order.empty()) {
    if (is.size() == 4 && is[0] == wanted[3] && is[1] == wanted[2] && is[2] == wanted[0] && is[3] == wanted[1])
      return "; it lies as PyTorch keeps a convolution's weight: permute its axes by (2, 3, 1, 0)";
    if (is.size() == 2) return "; it is transposed, as PyTorch keeps a dense weight: permute its axes by (1, 0)";
    std::string axes;
    for (const std::size_t a : order) {
      if (!axes.empty()) axes += ", ";
      axes += std::to_string(a);
    }
    return "; the same extents in another order: permute its axes, for example by (" + axes + ")";
  }
  return volume(is) == volume(wanted) ? "; it has as many numbers in another shape" : "";
}

/// Which tensors parameters take, and what does not fit. Of the parameters it reads names and shapes alone.
class LoadPlan {
 public:
  LoadPlan(const InputFile& file, const ParameterDescriptions& parameters, const LoadOptions& options)
      : file_(file), network_(parameters.network), params_(parameters.list), options_(options), found_(params_.size()) {
    for (std::size_t p = 0; p < params_.size(); ++p) by_name_[tensor_name(p)].push_back(p);
    check_mapping();
    data_ = read_safetensors_header(
        file, [this](const TensorInfo& t) { offer(t); },
        [this](const std::string& key, const std::string& value) { keep(key, value); });
    for (std::size_t p = 0; p < params_.size(); ++p)
      if (!found_[p]) {
        if (!options.allow_missing) faults_.add("missing: " + described(p) + " (" + spell_shape(shape_of(p)) + ")");
        report_.missing.push_back(name_of(p));
      }
    if (faults_.any()) throw FileError(file.path(), "does not fit the network:" + faults_.text());
    if (!params_.empty() && report_.taken.empty()) refuse_nothing();
    check_fingerprint();
  }

  /// Reads the numbers into `values`, which hold all parameters one after another, a piece at a time; those of parameters
  /// that the file lacks are left.
  void read(float* values) const {
    std::vector<std::byte> piece(std::size_t{1} << 16);
    Faults faults;
    float* next = values;
    for (std::size_t p = 0; p < params_.size(); ++p) {
      float* const to = next;
      next += params_[p].shape.volume();
      const std::optional<Found>& found = found_[p];
      if (!found) continue;
      const Found f = *found;
      const std::uint64_t at_once = piece.size() / f.dtype.bytes, count = (f.end - f.begin) / f.dtype.bytes;
      for (std::uint64_t i = 0; i < count; i += at_once) {
        const auto n = static_cast<std::size_t>((std::min)(at_once, count - i));
        file_.read_at(data_ + f.begin + i * f.dtype.bytes, piece.data(), n * f.dtype.bytes);
        convert_to_float(f.dtype.name, piece.data(), n, to + i);
      }
      const auto n = static_cast<std::int64_t>(count), bad = first_non_finite(to, n);
      if (bad < n && options_.non_finite == NonFinite::refuse)
        faults.add("byte " + std::to_string(data_ + f.begin + static_cast<std::uint64_t>(bad) * f.dtype.bytes) + ": " +
                   spell_non_finite(name_of(p), bad, to[bad]) + (f.dtype.name == "F64" ? " as float32" : ""));
    }
    if (faults.any())
      throw FileError(file_.path(), "has numbers that are not finite (an option permits them):" + faults.text());
  }

  LoadReport report() && { return std::move(report_); }

 private:
  struct Found {
    Dtype dtype;
    std::uint64_t begin, end;
  };

  const std::string& name_of(std::size_t p) const { return params_[p].name; }
  std::vector<std::int64_t> shape_of(std::size_t p) const {
    return {params_[p].shape.d, params_[p].shape.d + params_[p].shape.rank};
  }
  std::string tensor_name(std::size_t p) const {
    const auto mapped = options_.names.find(name_of(p));
    return mapped == options_.names.end() ? options_.prefix + name_of(p) : mapped->second;
  }
  /// A parameter, and what it is called in the file if that differs.
  std::string described(std::size_t p) const {
    const std::string own = name_of(p), tensor = tensor_name(p);
    return own == tensor ? own : own + ", in the file " + printable(tensor);
  }

  void check_mapping() const {
    for (const auto& [parameter, tensor] : options_.names)
      if (std::none_of(params_.begin(), params_.end(), [&](const auto& p) { return p.name == parameter; }))
        throw std::invalid_argument("LoadOptions: the network has no parameter \"" + printable(parameter) + "\"");
  }

  void offer(const TensorInfo& t) {
    const auto takers = by_name_.find(t.name);
    if (takers == by_name_.end()) {
      if (!options_.allow_extra) faults_.add("extra: " + printable(t.name) + " (" + spell_shape(t.shape) + ")");
      ++report_.extra_count;
      extra_bytes_ += t.name.size() + sizeof(std::string);
      if (extra_bytes_ <= std::size_t{1} << 16) report_.extra.push_back(t.name);
      return;
    }
    for (const std::size_t p : takers->second) take(p, t);
  }

  void take(std::size_t p, const TensorInfo& t) {
    found_[p] = Found{t.dtype, t.begin, t.end};
    report_.taken.push_back({name_of(p), t.name, std::string(t.dtype.name)});
    const auto wanted = shape_of(p);
    if (t.shape != wanted)
      faults_.add("misshapen: " + described(p) + " is " + spell_shape(t.shape) + ", needed is " + spell_shape(wanted) +
                  shape_hint(t.shape, wanted));
    else if (!becomes_float(t.dtype.name))
      faults_.add("of another type: " + described(p) + " is " + std::string(t.dtype.name) +
                  ", needed is F32, F16, BF16 or F64");
  }

  void keep(const std::string& key, const std::string& value) {
    if (!metadata_size_.add(key, value)) throw FileError(file_.path(), "has more than 16 MB of metadata");
    report_.metadata[key] = value;
  }

  /// A load that takes nothing is an error whatever the options permit: its prefix is probably misspelt.
  [[noreturn]] void refuse_nothing() const {
    std::string there = report_.extra.empty() ? "none" : "";
    for (std::size_t i = 0; i < report_.extra.size() && i < 3; ++i)
      there += (i == 0 ? "" : ", ") + printable(report_.extra[i]);
    if (report_.extra_count > 3) there += " and " + std::to_string(report_.extra_count - 3) + " more";
    throw FileError(file_.path(), "holds no parameter of the network: the first one was looked for as " +
                                      printable(tensor_name(0)) + " (prefix \"" + printable(options_.prefix) +
                                      "\"); its tensors are " + there);
  }

  void check_fingerprint() const {
    if (options_.other_network) return;
    const std::string own(hex(network_).view());
    const auto found = report_.metadata.find("fingerprint");
    if (found == report_.metadata.end())
      throw FileError(
          file_.path(),
          "says nothing of its network: the fingerprint is missing (LoadOptions::other_network permits that)");
    if (found->second != own)
      throw FileError(file_.path(), "holds the weights of another network: fingerprint " + printable(found->second) +
                                        ", needed is " + own + " (LoadOptions::other_network permits that)");
  }

  const InputFile& file_;
  Fingerprint network_;
  const std::vector<ParameterDescription>& params_;
  const LoadOptions& options_;
  std::map<std::string, std::vector<std::size_t>> by_name_;
  std::vector<std::optional<Found>> found_;
  LoadReport report_;
  MetadataSize metadata_size_;
  std::size_t extra_bytes_ = 0;
  Faults faults_;
  std::uint64_t data_ = 0;
};

inline std::size_t numbers_of(const ParameterDescriptions& parameters) {
  std::int64_t n = 0;
  for (const ParameterDescription& p : parameters.list) n += p.shape.volume();
  return static_cast<std::size_t>(n);
}

/// Reads parameters of these names and shapes into `values`, one after another, which hold what those have that the file
/// lacks.
inline LoadReport read_into(const std::string& path, const ParameterDescriptions& parameters,
                            std::vector<float>& values, const LoadOptions& options) {
  const InputFile file(path);
  LoadPlan plan(file, parameters, options);
  values.resize(numbers_of(parameters));
  plan.read(values.data());
  return std::move(plan).report();
}

}  // namespace impl

/// Reads the parameters of network `Net` into `values`, in their order. With `allow_missing`, `values` holds what
/// parameters have that the file lacks. Throws FileError: for what is no such file, with every tensor that is missing,
/// extra, misshapen or of another type (the first twenty), for another fingerprint or none, for numbers that are not
/// finite, where nothing at all is taken; `values` is as it was then. Needs memory for the parameters, for the
/// metadata, for its longest text or number up to ten times (4 MB at most), for some 30 bytes per tensor of the file,
/// and some 200 KiB.
template <class Net>
[[nodiscard]] LoadReport read_parameters(const std::string& path, std::vector<float>& values,
                                         const LoadOptions& options = {}) {
  return impl::with_memory_for(path, [&] {
    std::vector<float> read;
    if (options.allow_missing) read = values;
    LoadReport report = impl::read_into(path, describe_parameters<Net>(), read, options);
    values = std::move(read);
    return report;
  });
}

/// Loads what `options` say into the spans, and reports what was taken. A load that fails leaves all numbers as they
/// were. Tensors of F16, BF16 and F64 are converted. Throws what `read_parameters` throws, and std::invalid_argument for
/// options that name no parameter.
[[nodiscard]] inline LoadReport load(const NamedParameters<float>& parameters, const std::string& path,
                                     const LoadOptions& options) {
  return impl::with_memory_for(path, [&] {
    std::vector<float> values;
    if (options.allow_missing) {
      values.reserve(impl::numbers_of(parameters.described));
      for (const std::span<float>& numbers : parameters.values)
        values.insert(values.end(), numbers.begin(), numbers.end());
    }
    LoadReport report = impl::read_into(path, parameters.described, values, options);
    const float* next = values.data();
    for (const std::span<float>& numbers : parameters.values) {
      std::copy_n(next, numbers.size(), numbers.begin());
      next += numbers.size();
    }
    return report;
  });
}

}  // namespace CINCEL_ISA
}  // namespace cincel
