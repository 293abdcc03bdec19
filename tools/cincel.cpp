// The command-line program: looks into weights files.
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
  CLI11_PARSE(app, count, argument);
  try {
    cincel::inspect(path, std::cout);
  } catch (const std::exception& e) {
    std::cerr << "cincel: " << e.what() << '\n';
    return 1;
  }
  return 0;
}
