// The command-line program: looks into weights files.
#include <cincel/core/version.hpp>
#include <cincel/io/safetensors.hpp>
#include <cincel/model/weights_view.hpp>

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

using namespace cincel;

void inspect_safetensors(const std::string& path) {
  const impl::Safetensors s = impl::parse_safetensors(path);
  for (const auto& [key, value] : s.metadata) std::cout << key << ": " << value << '\n';
  std::uint64_t numbers = 0;
  for (const auto& [name, tensor] : s.tensors) {
    std::cout << name << "  " << impl::spell_shape(tensor.shape) << '\n';
    numbers += (tensor.end - tensor.begin) / 4;
  }
  std::cout << s.tensors.size() << " tensors, " << numbers << " numbers\n";
}

void inspect_packed(const std::string& path, const std::vector<std::byte>& bytes) {
  PackedHeader h;
  if (bytes.size() < sizeof h) throw std::runtime_error(path + ": is cut within its header");
  std::memcpy(&h, bytes.data(), sizeof h);
  std::cout << "packed weights, packing " << h.packing << "\nfingerprint: " << hex(h.fingerprint).view() << '\n'
            << h.weights << " numbers, padding included; " << h.self_tests << " self-tests\n";
}

void inspect(const std::string& path) {
  const auto bytes = read_file(path);
  if (bytes.size() >= 8 && std::memcmp(bytes.data(), PackedHeader{}.magic, 8) == 0) return inspect_packed(path, bytes);
  inspect_safetensors(path);
}

}  // namespace

int main(int count, char** argument) {
  CLI::App app("Cincel: neural networks carved at compile time", "cincel");
  app.set_version_flag("--version", cincel::version);
  app.require_subcommand(1);
  std::string path;
  auto* inspection = app.add_subcommand("inspect", "Lists what a safetensors file or a file of packed weights holds");
  inspection->add_option("file", path, "The file")->required();
  CLI11_PARSE(app, count, argument);
  try {
    inspect(path);
  } catch (const std::exception& e) {
    std::cerr << "cincel: " << e.what() << '\n';
    return 1;
  }
  return 0;
}
