// The generator behind cincel_embed: checks a weights file against its network, folds and packs it, and writes the
// bytes, an assembler file that includes them, and a header. Runs while a program is built.
#pragma once

#include <cincel/io/safetensors.hpp>

namespace cincel {

namespace detail {

/// Packed bytes with `tests` random inputs and the outputs that plain scalar code gives for them.
template <class Net>
std::vector<std::byte> pack_bytes(const std::vector<float>& parameters, std::uint32_t tests) {
  constexpr auto& plan = inference_plan<Net>;
  constexpr auto in = static_cast<std::size_t>(Net::input_shape.volume()),
                 out = static_cast<std::size_t>(Net::output_shape.volume());
  std::vector<float> floats(static_cast<std::size_t>(plan.weights));
  pack_weights<Net>(parameters.data(), floats.data());
  std::vector<double> weights(floats.begin(), floats.end()), arena(static_cast<std::size_t>(plan.arena));
  for (std::uint32_t t = 0; t < tests; ++t) {
    RandomStream random(t, Purpose::self_test);
    std::vector<double> x(in);
    for (double& v : x) {
      floats.push_back(random.uniform());
      v = static_cast<double>(floats.back());
    }
    Program<Net, scalar_pack<double, 1>>::run({x.data(), weights.data(), arena.data()});
    const double* y = arena.data() + plan.output.offset + plan.output.first();
    for (std::size_t k = 0; k < out; ++k) floats.push_back(static_cast<float>(y[k]));
  }
  PackedHeader h;
  h.fingerprint = Net::fingerprint;
  h.weights = static_cast<std::uint64_t>(plan.weights);
  h.self_tests = tests;
  h.checksum = checksum(reinterpret_cast<const std::byte*>(floats.data()), floats.size());
  std::vector<std::byte> bytes(sizeof h + 4 * floats.size());
  std::memcpy(bytes.data(), &h, sizeof h);
  std::memcpy(bytes.data() + sizeof h, floats.data(), 4 * floats.size());
  return bytes;
}

inline void write_text(const std::string& path, const std::string& text) {
  write_file_atomically(path, std::as_bytes(std::span(text)));
}

inline std::string quoted(const std::string& s) {
  std::string q = "\"";
  for (const char c : s) {
    if (c == '"' || c == '\\') q += '\\';
    q += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return q + "\"";
}

}  // namespace detail

/// main of a generator: argv is NAME, weights file, number of self-tests, network type, output without ending, and
/// the header that declares the network. Writes .bin, .S and .hpp; returns 1 after an error, which it prints.
template <class Net>
int embed_main(int count, char** argument) try {
  if (count != 7) throw std::invalid_argument("usage: NAME WEIGHTS SELF_TESTS NETWORK OUTPUT HEADER");
  const std::string name = argument[1], network = argument[4], output = argument[5];
  std::vector<float> parameters;
  const Metadata metadata = read_parameters<Net>(argument[2], parameters);
  const auto bytes = detail::pack_bytes<Net>(parameters, static_cast<std::uint32_t>(std::stoul(argument[3])));
  write_file_atomically(output + ".bin", bytes);
  const std::string symbol = "cincel_embedded_" + name;
  detail::write_text(
      output + ".S",
      "    .section .rodata\n    .balign 64\n    .globl " + symbol + "\n" + symbol + ":\n    .incbin " +
          detail::quoted(output + ".bin") +
          "\n#if defined __linux__ && defined __ELF__\n    .section .note.GNU-stack,\"\",%progbits\n#endif\n");
  std::string labels, provenance;
  int label_count = 0;
  if (const auto found = metadata.find("labels"); found != metadata.end()) {
    std::string rest = found->second + ",";
    for (std::size_t comma = rest.find(','); comma != rest.npos;
         rest.erase(0, comma + 1), comma = rest.find(','), ++label_count)
      labels += "    " + detail::quoted(rest.substr(0, comma)) + ",\n";
  }
  for (const auto& [key, value] : metadata) provenance += key + "=" + value + "; ";
  detail::write_text(
      output + ".hpp",
      "// Made by cincel_embed from " + std::string(argument[2]) +
          ".\n#pragma once\n\n#include <cincel/inference.hpp>\n#include " + detail::quoted(argument[6]) +
          "\n\nextern \"C\" const std::byte " + symbol + "[];\n\nnamespace " + name + " {\n\nusing network = " +
          network + ";\ninline constexpr std::array<std::string_view, " + std::to_string(label_count) + "> labels{\n" +
          labels + "};\ninline constexpr std::string_view provenance = " + detail::quoted(provenance) +
          ";\n\n/// The embedded weights; the fingerprint was checked while building.\ninline "
          "cincel::WeightsView<network> weights() "
          "noexcept {\n  return cincel::WeightsView<network>::from_bytes({" +
          symbol + ", " + std::to_string(bytes.size()) + "}).view;\n}\n\n}  // namespace " + name + "\n");
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "cincel_embed: %s\n", e.what());
  return 1;
}

}  // namespace cincel
