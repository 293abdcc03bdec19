// What `cincel inspect` prints of a file.
#pragma once

#include <cincel/io/load.hpp>
#include <cincel/model/weights_view.hpp>

#include <ostream>

namespace cincel {

inline void inspect_safetensors(const InputFile& file, std::ostream& out) {
  const auto nothing = [](const auto&...) {};
  read_safetensors_header(file, nothing, nothing);  // nothing is printed of what is damaged further on
  std::uint64_t tensors = 0, numbers = 0;
  const auto text = [&](const std::string& key, const std::string& value) {
    out << printable(key) << ": " << printable(value, 2000) << '\n';
  };
  const auto tensor = [&](const TensorInfo& t) {
    out << printable(t.name) << "  " << impl::spell_shape(t.shape) << (t.dtype.name == "F32" ? "" : "  ")
        << (t.dtype.name == "F32" ? "" : t.dtype.name) << '\n';
    ++tensors;
    numbers += t.count();
  };
  read_safetensors_header(file, tensor, text);
  out << tensors << " tensors, " << numbers << " numbers\n";
}

inline void inspect_packed(const InputFile& file, std::ostream& out) {
  PackedHeader h;
  if (file.size() < sizeof h) throw FileError(file.path(), file.size(), "is cut within the header of packed weights");
  file.read_at(0, &h, sizeof h);
  if (h.byte_order != PackedHeader{}.byte_order)
    throw FileError(file.path(), 12, "packed weights of the other byte order, or damaged ones");
  const std::uint64_t floats = (file.size() - sizeof h) / 4;
  if (file.size() % 4 != 0 || h.weights > floats)
    throw FileError(file.path(), file.size(), "is cut: its header says " + std::to_string(h.weights) + " numbers");
  out << "packed weights, version " << h.version << "\nfingerprint: " << hex(h.fingerprint).view()
      << "\npacked as: " << hex(Fingerprint{h.packing, 0}).view().substr(0, 16) << '\n'
      << h.weights << " numbers, padding included; " << h.self_tests << " self-tests\n";
}

/// Prints what a safetensors file or a file of packed weights holds. Throws FileError; nothing of a damaged file is
/// printed, control characters in it as \xNN.
inline void inspect(const std::string& path, std::ostream& out) {
  const InputFile file(path);
  char magic[sizeof PackedHeader{}.magic] = {};
  file.read_at(0, magic, static_cast<std::size_t>(std::min<std::uint64_t>(sizeof magic, file.size())));
  if (std::memcmp(magic, PackedHeader{}.magic, sizeof magic) == 0) return inspect_packed(file, out);
  inspect_safetensors(file, out);
}

}  // namespace cincel
