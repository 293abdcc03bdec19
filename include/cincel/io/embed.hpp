// The generator behind cincel_embed: checks a weights file against its network, folds and packs it, and writes the
// bytes, an assembler file that includes them, and a header. Runs while a program is built.
#pragma once

#include <cincel/core/random.hpp>
#include <cincel/io/load.hpp>
#include <cincel/io/new_file.hpp>
#include <cincel/model/pack_weights.hpp>
#include <cincel/model/weights_view.hpp>
#include <cincel/run/program.hpp>

#include <charconv>
#include <cstdio>
#include <string_view>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {

/// `tests` random inputs and all outputs that plain scalar code gives for them, behind the packed weights.
template <class Net>
void add_self_tests(const std::vector<float>& parameters, std::vector<float>& floats, std::uint32_t tests) {
  constexpr auto& plan = inference_plan<Net>;
  std::vector<double> weights(static_cast<std::size_t>(numbers_in(plan.weight_bytes)));
  pack_weights<Net>(parameters.data(), weights.data());
  std::vector<double> arena(static_cast<std::size_t>(numbers_in(plan.arena_bytes))),
      x(static_cast<std::size_t>(InputLayout<Net>::total));
  for (std::uint32_t t = 0; t < tests; ++t) {
    RandomStream random(t, Purpose::self_test);
    for (double& v : x) {
      floats.push_back(random.uniform());
      v = static_cast<double>(floats.back());
    }
    const auto inputs = InputLayout<Net>::pointers(std::as_const(x).data());
    Program<Net, scalar_pack<double, 1>>::run({inputs.data(), weights.data(), arena.data(), plan.operands.data()});
    for (std::size_t o = 0; o < plan.outputs.size(); ++o) {
      const double* y = numbers_at(arena.data(), plan.outputs[o].offset);
      const std::int64_t n = OutputLayout<Net>::shapes[o].volume();
      for (std::int64_t k = 0; k < n; ++k) floats.push_back(static_cast<float>(y[k]));
    }
  }
}

/// Throws std::invalid_argument if packed weights, or the outputs of self-tests behind them, are not finite.
template <class Net>
void check_packed(const std::vector<float>& floats) {
  constexpr std::int64_t weights = numbers_in(inference_plan<Net>.weight_bytes);
  const auto n = static_cast<std::int64_t>(floats.size());
  std::int64_t at = first_non_finite_packed<Net>(floats.data());
  if (at == weights) at += first_non_finite(floats.data() + at, n - at);
  if (at == n) return;
  if (at < weights)
    throw std::invalid_argument("packing " + packed_name<Net>(at) +
                                " gives a number that is not finite: a variance below 0, or a product that overflows");
  throw std::invalid_argument("self-test " +
                              std::to_string((at - weights) / (WeightsView<Net>::inputs + WeightsView<Net>::outputs)) +
                              " has an output that is not finite");
}

}  // namespace impl

/// The parameters of network `Net` packed as `WeightsView::from_bytes` takes them, with `self_tests` random inputs and
/// the outputs that plain scalar code in double precision gives for them. Throws std::invalid_argument for another
/// number of parameters, and, unless permitted, naming the parameter, for what is not finite.
template <class Net>
std::vector<std::byte> pack_bytes(const std::vector<float>& parameters, std::uint32_t self_tests,
                                  NonFinite non_finite = NonFinite::refuse) {
  constexpr auto& plan = inference_plan<Net>;
  if (parameters.size() != static_cast<std::size_t>(ParameterLayout<Net>::total))
    throw std::invalid_argument("the network has " + std::to_string(ParameterLayout<Net>::total) + " parameters, not " +
                                std::to_string(parameters.size()));
  if (non_finite == NonFinite::refuse && find_non_finite<Net>(parameters.data()))
    throw std::invalid_argument("the weights are not finite: " + describe_non_finite<Net>(parameters.data()));
  std::vector<float> floats(static_cast<std::size_t>(numbers_in(plan.weight_bytes)));
  pack_weights<Net>(parameters.data(), floats.data());
  impl::add_self_tests<Net>(parameters, floats, self_tests);
  if (non_finite == NonFinite::refuse) impl::check_packed<Net>(floats);
  PackedHeader h;
  h.fingerprint = Net::fingerprint;
  h.packing = packing_fingerprint<Net>.high;
  h.weights = static_cast<std::uint64_t>(numbers_in(plan.weight_bytes));
  h.self_tests = self_tests;
  h.checksum = checksum(reinterpret_cast<const std::byte*>(floats.data()), floats.size());
  std::vector<std::byte> bytes(sizeof h + 4 * floats.size());
  std::memcpy(bytes.data(), &h, sizeof h);
  std::memcpy(bytes.data() + sizeof h, floats.data(), 4 * floats.size());
  return bytes;
}

namespace impl {

inline void write_text(const std::string& path, const std::string& text) {
  write_file_atomically(path, std::as_bytes(std::span(text)));
}

/// A C++ string literal; control characters become spaces.
inline std::string string_literal(const std::string& s) {
  std::string q = "\"";
  for (const char c : s) {
    if (c == '"' || c == '\\') q += '\\';
    q += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return q + "\"";
}

inline std::uint32_t parse_self_tests(const std::string& text) {
  std::uint32_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{} || end != text.data() + text.size() || n > 1000)
    throw std::invalid_argument("SELF_TEST must be a number from 0 to 1000, got \"" + text + "\"");
  return n;
}

/// The comma-separated labels of the metadata; none if there are none.
inline std::vector<std::string> labels_of(const Metadata& metadata) {
  std::vector<std::string> labels;
  const auto found = metadata.find("labels");
  if (found == metadata.end() || found->second.empty()) return labels;
  for (std::size_t begin = 0;;) {
    const std::size_t comma = found->second.find(',', begin);
    labels.push_back(found->second.substr(begin, comma - begin));
    if (comma == std::string::npos) return labels;
    begin = comma + 1;
  }
}

/// Labels that are embedded name the classes of the first output: one for each number of it, or for each channel of a
/// map. Throws FileError if their number is another.
template <class Net>
void check_labels(const std::string& path, const Metadata& metadata) {
  const auto n = static_cast<std::int64_t>(labels_of(metadata).size());
  const std::int64_t classes = OutputLayout<Net>::shapes[0].channels();
  if (n != 0 && n != classes)
    throw FileError(path, "its metadata has " + std::to_string(n) + " labels, but the network has " +
                              std::to_string(classes) + " outputs");
}

/// The symbol is hidden from other libraries, so that two of them may embed models of the same name.
inline std::string assembler_text(const std::string& symbol, const std::string& bytes) {
  return "    .section .rodata\n    .balign 64\n    .globl " + symbol + "\n#if defined __ELF__\n    .hidden " + symbol +
         "\n#endif\n" + symbol + ":\n    .incbin " + string_literal(bytes) +
         "\n#if defined __linux__ && defined __ELF__\n    .section .note.GNU-stack,\"\",%progbits\n#endif\n";
}

/// What the header of an embedded network says.
struct EmbeddedText {
  std::string name, network, network_header, weights, symbol, fingerprint;
  std::size_t bytes;
  Metadata metadata;
};

inline std::string header_text(const EmbeddedText& e) {
  const auto labels = labels_of(e.metadata);
  std::string list, provenance;
  for (const std::string& label : labels) list += "    " + string_literal(label) + ",\n";
  for (const auto& [key, value] : e.metadata) provenance += key + "=" + value + "; ";
  return "// Made by cincel_embed from " + printable(e.weights, 4096) +
         ".\n#pragma once\n\n#include <cincel/inference.hpp>\n#include " + string_literal(e.network_header) +
         "\n\n#include <array>\n#include <string_view>\n\nextern \"C\" [[gnu::visibility(\"hidden\")]] const "
         "std::byte " +
         e.symbol + "[];\n\nnamespace " + e.name + " {\n\nusing network = " + e.network +
         ";\nstatic_assert(network::fingerprint == cincel::Fingerprint{" + e.fingerprint +
         "}, \"the network has changed since its weights were embedded\");\n\ninline constexpr "
         "std::array<std::string_view, " +
         std::to_string(labels.size()) + "> labels{\n" + list +
         "};\ninline constexpr std::string_view provenance = " + string_literal(provenance) +
         ";\n\n/// The packed weights with their header, as WeightsView::from_bytes takes them.\n"
         "inline std::span<const std::byte> bytes() noexcept { return {" +
         e.symbol + ", " + std::to_string(e.bytes) +
         "}; }\n\n/// The embedded weights; their fingerprint was checked while building.\n"
         "inline cincel::WeightsView<network> weights() noexcept {\n  return "
         "cincel::WeightsView<network>::from_embedded(bytes());\n}\n\n}  // namespace " +
         e.name + "\n";
}

inline std::string spell(const Fingerprint& f) { return std::to_string(f.high) + "u, " + std::to_string(f.low) + "u"; }

}  // namespace impl

/// main of a generator: argv is NAME, weights file, number of self-tests, network type, output without ending, and
/// the header that declares the network, then any of `non_finite` and `other_network`, which permit what they say
/// (`LoadOptions`). Writes .bin, .S and .hpp; returns 1 after an error, which it prints.
template <class Net>
int embed_main(int count, char** argument) try {
  if (count < 7)
    throw std::invalid_argument("usage: NAME WEIGHTS SELF_TESTS NETWORK OUTPUT HEADER [non_finite] [other_network]");
  LoadOptions options;
  for (int i = 7; i < count; ++i) {
    const std::string_view option = argument[i];
    if (option != "non_finite" && option != "other_network")
      throw std::invalid_argument("unknown option " + std::string(option));
    if (option == "non_finite") options.non_finite = NonFinite::permit;
    if (option == "other_network") options.other_network = true;
  }
  const std::string name = argument[1], weights = argument[2], output = argument[5];
  std::vector<float> parameters;
  const Metadata metadata = read_parameters<Net>(weights, parameters, options).metadata;
  impl::check_labels<Net>(weights, metadata);
  const auto bytes = pack_bytes<Net>(parameters, impl::parse_self_tests(argument[3]), options.non_finite);
  const std::string symbol = "cincel_embedded_" + name;
  write_file_atomically(output + ".bin", bytes);
  impl::write_text(output + ".S", impl::assembler_text(symbol, output + ".bin"));
  impl::write_text(output + ".hpp", impl::header_text({name, argument[4], argument[6], weights, symbol,
                                                       impl::spell(Net::fingerprint), bytes.size(), metadata}));
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "cincel_embed: %s\n", e.what());
  return 1;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
