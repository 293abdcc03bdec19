// The command-line program: looks into weights files, augments NumPy arrays and texts.
#include "augment_any.hpp"
#include "inspect.hpp"

#include <cincel/core/version.hpp>

#include <CLI/CLI.hpp>

#include <cstdint>
#include <iostream>
#include <string>

int main(int count, char** argument) {
  CLI::App app("Cincel: neural networks carved at compile time", "cincel");
  app.set_version_flag("--version", cincel::version);
  app.require_subcommand(1);
  std::string path;
  auto* inspection = app.add_subcommand("inspect", "Lists what a safetensors file or a file of packed weights holds");
  inspection->add_option("file", path, "The file")->required();
  cincel::AugmentCommand command;
  std::string text;
  std::int64_t rate = 0;
  bool list = false;
  auto* augmentation = app.add_subcommand("augment",
                                          "Applies one step of augmentation with given numbers to a NumPy array (a "
                                          "picture, a sound, a spectrum) or a text");
  augmentation->add_flag("--list", list, "Names the steps and their parameters");
  augmentation->add_option("--policy", command.policy, "The step");
  augmentation->add_option("--params", command.params, "Its parameters, a JSON object");
  augmentation->add_option(
      "--input", command.input,
      "A picture (H, W) or (H, W, C) of uint8 or float32, a sound (samples,) or (channels, samples) or "
      "a spectrum (frames, bins) or (channels, frames, bins) of float32, .npy; or texts, a line "
      "each, .txt");
  augmentation->add_option("--output", command.output, "Where the result is written, .npy or .txt");
  const auto* rate_given = augmentation->add_option("--rate", rate, "Samples a second of a sound");
  const auto* text_given = augmentation->add_option("--text", text, "A text instead of --input");
  CLI11_PARSE(app, count, argument);
  if (rate_given->count() > 0) command.rate = rate;
  if (text_given->count() > 0) command.text = text;
  try {
    if (inspection->parsed())
      cincel::inspect(path, std::cout);
    else if (list)
      cincel::list_all_steps(std::cout);
    else
      cincel::augment(command, std::cout);
  } catch (const std::exception& e) {
    std::cerr << "cincel: " << e.what() << '\n';
    return 1;
  }
  return 0;
}
