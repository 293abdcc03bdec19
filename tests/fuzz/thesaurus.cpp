// Any bytes as a thesaurus, a list of phrases or one of WordNet's files: words in UTF-8, or a FileError that names the file.
#include <cincel/data/wordnet.hpp>

#include "memory_file.hpp"

using namespace cincel;

namespace {

template <class Read>
void try_to(const MemoryFile& file, Read read) {
  try {
    read(file.path());
  } catch (const FileError& e) {
    require(std::string(e.what()).starts_with(file.path()));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t n) {
  const MemoryFile file(bytes, n);
  try_to(file, [&](const std::string& path) { require(read_mythes(path, Language::other).size() <= n); });
  try_to(file, [&](const std::string& path) { require(read_thesaurus(path, Language::other).size() <= n); });
  try_to(file, [&](const std::string& path) { require(read_phrases(path).longest() <= n); });
  try_to(file, [&](const std::string& path) {
    for (const WordNetSynset& s : read_wordnet_synsets(path)) {
      require(s.offset < n && valid_utf8(s.gloss) == s.gloss.size());
      for (const std::string& w : s.words) require(valid_utf8(w) == w.size());
    }
  });
  try_to(file, [&](const std::string& path) {
    for (const auto& e : impl::read_wordnet_index(path, 2)) require(e.senses.size() <= 2);
  });
  try_to(file, [&](const std::string& path) { require(impl::read_wordnet_counts(path).size() <= n); });
  try_to(file, [&](const std::string& path) {
    Thesaurus thesaurus(Language::english);
    impl::read_wordnet_exceptions(path, thesaurus);
  });
  return 0;
}
