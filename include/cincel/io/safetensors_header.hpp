// The header of a safetensors file (github.com/huggingface/safetensors): 8 bytes of length, a JSON object, then the
// numbers. It is read as a stream, a tensor at a time: besides what a caller keeps, it needs memory for a few dozen bytes
// per tensor, and for its longest text or number up to ten times.
#pragma once

#include <cincel/core/file.hpp>
#include <cincel/core/shape.hpp>
#include <cincel/io/dtype.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

/// What the header says of one tensor.
struct TensorInfo {
  std::string name;
  Dtype dtype{};
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0, end = 0;  // bytes from the begin of the numbers

  std::uint64_t count() const { return (end - begin) / dtype.bytes; }
};

namespace impl {

/// The one kind of JSON that files are read and written with: each kind is code of its own.
using Json = nlohmann::ordered_json;

/// Most bytes of a header, which is the format's own limit, and of one text in it or of what stands between two texts.
inline constexpr std::uint64_t largest_header = 100'000'000, largest_text = 4'000'000;

/// The bytes of the header one after another.
class HeaderBytes {
 public:
  HeaderBytes(const InputFile& file, std::uint64_t length) : file_(file), end_(8 + length) { fill(); }

  bool at_end() const { return at() == end_; }
  char current() const { return buffer_[used_]; }
  std::uint64_t at() const { return begin_ + used_; }
  /// On to the next byte. Texts, and what stands between them, are measured as they pass: the parser would collect
  /// them whole.
  void next() {
    const char c = current();
    if (c == '"' && !escaped_) {
      in_text_ = !in_text_;
      run_ = 0;
    } else if (++run_ > largest_text) {
      throw FileError(file_.path(), at(),
                      in_text_ ? "a text in the header is longer than 4,000,000 bytes"
                               : "4,000,000 bytes of the header have no text among them");
    }
    escaped_ = in_text_ && c == '\\' && !escaped_;
    if (++used_ == size_) {
      begin_ += size_;
      fill();
    }
  }

 private:
  void fill() {
    used_ = 0;
    size_ = static_cast<std::size_t>(std::min<std::uint64_t>(sizeof buffer_, end_ - begin_));
    file_.read_at(begin_, buffer_, size_);
  }

  const InputFile& file_;
  std::uint64_t begin_ = 8, end_, run_ = 0;
  std::size_t used_ = 0, size_ = 0;
  bool in_text_ = false, escaped_ = false;
  char buffer_[16384];
};

/// The same as a pair of iterators.
struct HeaderIterator {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  HeaderBytes* bytes = nullptr;  // null: the end

  char operator*() const { return bytes->current(); }
  HeaderIterator& operator++() {
    bytes->next();
    return *this;
  }
  HeaderIterator operator++(int) {
    HeaderIterator before = *this;
    ++*this;
    return before;
  }
  bool done() const { return bytes == nullptr || bytes->at_end(); }
  friend bool operator==(const HeaderIterator& a, const HeaderIterator& b) { return a.done() == b.done(); }
};

using OnTensor = std::function<void(const TensorInfo&)>;
using OnText = std::function<void(const std::string& key, const std::string& value)>;

/// Takes the parser's events (nlohmann's SAX interface) and makes tensors and texts of them.
class HeaderEvents {
 public:
  using number_integer_t = Json::number_integer_t;
  using number_unsigned_t = Json::number_unsigned_t;
  using number_float_t = Json::number_float_t;
  using string_t = Json::string_t;
  using binary_t = Json::binary_t;

  HeaderEvents(const InputFile& file, const HeaderBytes& bytes, std::uint64_t numbers, const OnTensor& tensor,
               const OnText& text)
      : file_(file), bytes_(bytes), numbers_(numbers), on_tensor_(tensor), on_text_(text) {}

  bool null() { return value(); }
  bool boolean(bool) { return value(); }
  bool number_integer(number_integer_t) { return value(); }
  bool number_float(number_float_t, const string_t&) { return value(); }
  bool binary(binary_t&) { return value(); }
  bool number_unsigned(number_unsigned_t n) {
    if (depth_ == 3 && list_ == "shape") {
      if (tensor_.shape.size() == 16) wrong("has more than 16 extents");
      if (n > static_cast<std::uint64_t>(max_elements)) wrong("has more than 2^40 numbers");
      tensor_.shape.push_back(static_cast<std::int64_t>(n));
      return true;
    }
    if (depth_ == 3 && list_ == "data_offsets") {
      if (offsets_ == 2) wrong("has more than two data_offsets");
      (offsets_++ == 0 ? tensor_.begin : tensor_.end) = n;
      return true;
    }
    return value();
  }
  bool string(string_t& s) {
    if (depth_ == 2 && in_metadata_ && ignored_ == 0) {
      on_text_(key_, s);
    } else if (depth_ == 2 && key_ == "dtype" && ignored_ == 0) {
      if (tensor_.dtype.bytes != 0) wrong("has two dtypes");
      const auto* known =
          std::find_if(std::begin(dtypes), std::end(dtypes), [&](const Dtype& d) { return d.name == s; });
      if (known == std::end(dtypes)) wrong("is of dtype \"" + printable(s) + "\", which is not known");
      tensor_.dtype = *known;
    } else {
      value();
    }
    return true;
  }
  bool start_object(std::size_t) {
    if (depth_ < 2) {
      ++depth_;
      return true;
    }
    value();
    ++ignored_;
    return true;
  }
  bool key(string_t& k) {
    if (ignored_ > 0) return true;
    key_ = k;
    if (depth_ != 1) return true;
    in_metadata_ = k == "__metadata__";
    tensor_ = TensorInfo{};
    tensor_.name = k;
    has_shape_ = false;
    offsets_ = 0;
    return true;
  }
  bool end_object() {
    if (ignored_ > 0) {
      --ignored_;
    } else if (--depth_ == 1 && !in_metadata_) {
      finish_tensor();
    } else if (depth_ == 1) {
      in_metadata_ = false;
    }
    return true;
  }
  bool start_array(std::size_t) {
    if (depth_ == 2 && !in_metadata_ && ignored_ == 0 && (key_ == "shape" || key_ == "data_offsets")) {
      list_ = key_;
      if (key_ == "shape" && std::exchange(has_shape_, true)) wrong("has two shapes");
      ++depth_;
      return true;
    }
    value();
    ++ignored_;
    return true;
  }
  bool end_array() {
    if (ignored_ > 0)
      --ignored_;
    else
      --depth_;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) {
    throw FileError(file_.path(), bytes_.at(), "the header is no JSON object");
  }

  /// After the last event: the tensors fill the file, without a hole and without sharing bytes, and no name is twice.
  void finish() {
    std::sort(extents_.begin(), extents_.end());
    std::uint64_t at = 0;
    const std::uint64_t data = file_.size() - numbers_;
    for (const Extent& e : extents_) {
      if (e.begin != at) throw FileError(file_.path(), data + at, "the tensors overlap or leave a hole");
      at = e.end;
    }
    if (at != numbers_) throw FileError(file_.path(), data + at, "bytes stand behind the last tensor");
    std::sort(names_.begin(), names_.end());
    if (std::adjacent_find(names_.begin(), names_.end()) != names_.end())
      throw FileError(file_.path(), 8, "two tensors have one name");
  }

 private:
  struct Extent {
    std::uint64_t begin, end;
    friend auto operator<=>(const Extent&, const Extent&) = default;
  };

  [[noreturn]] void fail(const std::string& reason) const { throw FileError(file_.path(), bytes_.at(), reason); }
  [[noreturn]] void wrong(const std::string& reason) const {
    fail("tensor \"" + printable(tensor_.name) + "\" " + reason);
  }

  /// A value where another one was expected, or one of a key that is not known, which is passed over.
  bool value() {
    if (ignored_ > 0) return true;
    if (depth_ == 0) fail("the header is no JSON object");
    if (depth_ == 1 && in_metadata_) fail("__metadata__ is no JSON object");
    if (depth_ == 1) wrong("lacks dtype, shape or data_offsets");
    if (in_metadata_) fail("__metadata__ has a value that is no string: " + printable(key_));
    if (depth_ == 3) wrong("has a shape or data_offsets that are not lists of numbers");
    if (key_ == "dtype") wrong("has a dtype that is no string");
    if (key_ == "shape" || key_ == "data_offsets") wrong("has a shape or data_offsets that are not lists of numbers");
    return true;
  }

  void finish_tensor() {
    const TensorInfo& t = tensor_;
    if (t.dtype.bytes == 0 || !has_shape_ || offsets_ != 2) wrong("lacks dtype, shape or data_offsets");
    std::int64_t volume = 1;
    for (const std::int64_t d : t.shape) volume = volume < 0 ? volume : checked_product(volume, d, max_elements);
    if (volume < 0) wrong("has more than 2^40 numbers");
    if (t.begin > t.end || t.end > numbers_) wrong("lies outside of the file");
    if (t.end - t.begin != t.dtype.bytes * static_cast<std::uint64_t>(volume))
      wrong("has data_offsets that do not fit its shape");
    if (t.end > t.begin) extents_.push_back({t.begin, t.end});
    names_.push_back(std::hash<std::string>{}(t.name));
    on_tensor_(t);
  }

  const InputFile& file_;
  const HeaderBytes& bytes_;
  std::uint64_t numbers_;
  const OnTensor& on_tensor_;
  const OnText& on_text_;
  TensorInfo tensor_;
  std::string key_, list_;
  int depth_ = 0, ignored_ = 0, offsets_ = 0;
  bool in_metadata_ = false, has_shape_ = false;
  std::deque<Extent> extents_;
  std::deque<std::size_t> names_;  // hashes: 24 bytes per tensor in all, whose text in the header has 50 or more
};

}  // namespace impl

/// Reads and checks the whole header: `on_tensor(info)` for each tensor in order of the header, `on_text(key, value)`
/// for each text of the metadata. Returns where the numbers begin. Throws FileError; what was given to the functions
/// before counts only if it does not.
inline std::uint64_t read_safetensors_header(const InputFile& file, const impl::OnTensor& on_tensor,
                                             const impl::OnText& on_text) {
  const auto no_file = [&](const std::string& why) {
    throw FileError(file.path(), 0, "is no safetensors file: " + why);
  };
  if (file.size() < 8) no_file("it has fewer than 8 bytes");
  std::uint64_t length = 0;
  file.read_at(0, &length, 8);
  if (length > file.size() - 8)
    no_file("the header's length, " + std::to_string(length) + ", is more than the file has");
  if (length > impl::largest_header) no_file("a header of " + std::to_string(length) + " bytes is above 100 MB");
  char first = 0;
  if (length > 0) file.read_at(8, &first, 1);
  if (first != '{') no_file("no JSON object begins at byte 8");
  impl::HeaderBytes bytes(file, length);
  impl::HeaderEvents events(file, bytes, file.size() - 8 - length, on_tensor, on_text);
  impl::Json::sax_parse(impl::HeaderIterator{&bytes}, impl::HeaderIterator{}, &events);
  events.finish();
  return 8 + length;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
