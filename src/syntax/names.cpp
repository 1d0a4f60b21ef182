#include "base/unicode.h"
#include "syntax/tree.h"

namespace sluice::syntax {

namespace {

bool is_space(char32_t point) {
  return point == U' ' || point == U'\t' || point == U'_' || point == U'\r' || point == U'\n' ||
         point == U'\u00A0';
}

template <class Change>
std::string folded(std::string_view name, Change change) {
  std::string result;
  bool pending = false;
  for (std::size_t at = 0; at < name.size();) {
    const CodePoint point = decode_utf8(name, at);
    at += point.size;
    if (is_space(point.value)) {
      pending = !result.empty();
      continue;
    }
    if (pending) result.push_back(' ');
    pending = false;
    append_utf8(result, change(point.value));
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
