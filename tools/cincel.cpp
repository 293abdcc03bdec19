// The command-line program: looks into weights files, augments NumPy arrays.
#include "augment.hpp"
#include "inspect.hpp"

#include <cincel/core/version.hpp>

#include <CLI/CLI.hpp>

#include <iostream>

int main(int count, char** argument) {
  CLI::App app("Cincel: neural networks carved at compile time", "cincel");
  app.set_version_flag("--version", cincel::version);
  app.require_subcommand(1);
  std::string path;
  auto* inspection = app.add_subcommand("inspect", "Lists what a safetensors file or a file of packed weights holds");
  inspection->add_option("file", path, "The file")->required();
  std::string policy, params = "{}", input, output;
  bool list = false;
  auto* augmentation =
      app.add_subcommand("augment", "Applies one step of augmentation with given numbers to a NumPy array");
  augmentation->add_flag("--list", list, "Names the steps and their parameters");
  augmentation->add_option("--policy", policy, "The step");
  augmentation->add_option("--params", params, "Its parameters, a JSON object");
  augmentation->add_option("--input", input, "An array (H, W) or (H, W, C) of uint8 or float32, .npy");
  augmentation->add_option("--output", output, "Where the result is written, .npy");
  CLI11_PARSE(app, count, argument);
  try {
    if (inspection->parsed())
      cincel::inspect(path, std::cout);
    else if (list)
      cincel::list_steps(std::cout);
    else if (policy.empty() || input.empty() || output.empty())
      throw std::invalid_argument("augment: needs --policy, --input and --output, or --list");
    else
      cincel::augment_file(policy, params, input, output);
  } catch (const std::exception& e) {
    std::cerr << "cincel: " << e.what() << '\n';
    return 1;
  }
  return 0;
}
