// Any bytes before `cincel inspect`: a listing without control characters, or a FileError and nothing printed.
#include "../../tools/inspect.hpp"

#include "memory_file.hpp"

#include <sstream>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t n) {
  const MemoryFile file(bytes, n);
  std::ostringstream out;
  std::string message;
  try {
    cincel::inspect(file.path(), out);
  } catch (const cincel::FileError& e) {
    message = e.what();
    require(message.starts_with(file.path()));
    require(out.str().empty());
  }
  for (const char c : out.str() + message) require(c == '\n' || static_cast<unsigned char>(c) >= ' ');
  return 0;
}
