// `cincel augment`: finds the step of a name among those on pictures, sounds, spectra and texts.
#pragma once

#include "augment.hpp"
#include "augment_sound.hpp"
#include "augment_spectrum.hpp"
#include "augment_text.hpp"

#include <cincel/io/new_file.hpp>

#include <cstdint>
#include <optional>
#include <ostream>
#include <span>
#include <stdexcept>
#include <string>

namespace cincel {

/// What the command line says.
struct AugmentCommand {
  std::string policy{}, params = "{}", input{}, output{};
  std::optional<std::string> text{};
  std::optional<std::int64_t> rate{};  // samples a second
};

/// The names of all steps with their parameters.
inline void list_all_steps(std::ostream& out) {
  out << "on pictures, --input x.npy --output y.npy:\n";
  list_steps(out);
  out << "\non sounds, --input x.npy --output y.npy --rate HZ:\n";
  list_sound_steps(out);
  list_sound_to_spectrum_steps(out);
  out << "\non spectra, --input x.npy --output y.npy:\n";
  list_spectrum_steps(out);
  out << "\non texts, --input x.txt or --text TEXT, with or without --output y.txt:\n";
  list_text_steps(out);
}

namespace tool {

inline void augment_lines(const NamedTextStep& step, const AugmentCommand& c, std::ostream& out) {
  if (c.text.has_value() == !c.input.empty())
    throw std::invalid_argument("augment " + c.policy + ": needs either --input, a file of text, or --text");
  if (c.rate) throw std::invalid_argument("augment " + c.policy + ": takes no --rate; that is for sounds");
  const std::string changed = augment_text(step, c.params, c.text ? *c.text : read_text(c.input));
  if (c.output.empty()) {
    out << changed << (c.text ? "\n" : "");
  } else {
    NewFile file(c.output);
    file.write(std::as_bytes(std::span(changed)));
    file.commit();
  }
}

}  // namespace tool

/// Does what the command line says; a text without `output` goes to `out`. Throws std::invalid_argument or FileError.
inline void augment(const AugmentCommand& c, std::ostream& out) {
  if (c.policy.empty()) throw std::invalid_argument("augment: needs --policy, --input and --output, or --list");
  if (const NamedTextStep* step = find_text_step(c.policy)) return tool::augment_lines(*step, c, out);
  const std::string what = "augment " + printable(c.policy) + ": ";
  if (c.text) throw std::invalid_argument(what + "takes no --text; it is no step on texts");
  if (c.input.empty() || c.output.empty()) throw std::invalid_argument(what + "needs --input and --output");
  if (const NamedSoundStep* step = find_sound_step(c.policy))
    return augment_sound(*step, c.params, c.input, c.output, c.rate.value_or(0));
  if (const NamedSoundStep* step = find_sound_to_spectrum_step(c.policy))
    return augment_sound(*step, c.params, c.input, c.output, c.rate.value_or(0));
  if (c.rate) throw std::invalid_argument(what + "takes no --rate; it is no step on sounds");
  if (const NamedSoundStep* step = find_spectrum_step(c.policy))
    return augment_spectrum(*step, c.params, c.input, c.output);
  augment_file(c.policy, c.params, c.input, c.output);
}

}  // namespace cincel
