#include "base/unicode.h"
#include "syntax/tree.h"

namespace sluice::syntax {

namespace {

bool is_space(char32_t point) {
  return point == U' ' || point == U'\t' || point == U'_' || point == U'\r' || point == U'\n' ||
         point == U'\u00A0';
}

// Most names are ASCII, and models ask for a great many.
CodePoint point_at(std::string_view name, std::size_t at) {
  const auto byte = static_cast<unsigned char>(name[at]);
  return byte < 0x80 ? CodePoint{byte, 1} : decode_utf8(name, at);
}

template <class Change>
std::string folded(std::string_view name, Change change) {
  std::string result;
  result.reserve(name.size());
  bool pending = false;
  for (std::size_t at = 0; at < name.size();) {
    const CodePoint point = point_at(name, at);
    at += point.size;
    if (is_space(point.value)) {
      pending = !result.empty();
      continue;
    }
    if (pending) result.push_back(' ');
    pending = false;
    const char32_t changed = change(point.value);
    if (changed < 0x80) {
      result.push_back(static_cast<char>(changed));
    } else {
      append_utf8(result, changed);
    }
  }
  return result;
}

}  // namespace

std::string key_of(std::string_view name) {
  return folded(name, [](char32_t point) { return to_lower(point); });
}

std::string fold_blanks(std::string_view name) {
  return folded(name, [](char32_t point) { return point; });
}

}  // namespace sluice::syntax
