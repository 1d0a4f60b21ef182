#include "syntax/mdl/characters.h"

#include <string>

#include "base/format.h"

namespace sluice::syntax::mdl {

namespace {

bool is_ascii_letter(char32_t point) {
  return (point >= U'a' && point <= U'z') || (point >= U'A' && point <= U'Z');
}

bool is_digit(char32_t point) { return point >= U'0' && point <= U'9'; }

bool is_dash_or_curly_quote(char32_t point) { return point >= 0x2010 && point <= 0x201F; }

// Never part of a name: blanks and the signs of reckoning that a text pasted from a page may hold.
bool is_foreign_sign(char32_t point) {
  return point == 0x00A0 || point == 0x00D7 || point == 0x00F7 || point == 0xFEFF ||
         (point >= 0x2000 && point <= 0x200F) || (point >= 0x2200 && point <= 0x22FF) ||
         point == 0xFFFD;
}

bool is_foreign_letter(char32_t point) {
  return point >= 0x80 && !is_foreign_sign(point) && !is_dash_or_curly_quote(point);
}

bool is_blank_or_end(std::string_view text, std::size_t at) {
  return at >= text.size() || blank_size(text, at) > 0 || line_end_size(text, at) > 0;
}

}  // namespace

bool is_name_start(char32_t point) {
  return is_ascii_letter(point) || point == U'_' || is_foreign_letter(point);
}

bool is_name_part(std::string_view text, std::size_t at, CodePoint point) {
  if (is_name_start(point.value) || is_digit(point.value)) return true;
  if (point.value == U'$' || point.value == U'\'') return true;
  return is_dash_or_curly_quote(point.value) && at > 0 && text[at - 1] != ' ' &&
         text[at - 1] != '\t' && !is_blank_or_end(text, at + point.size);
}

std::size_t blank_size(std::string_view text, std::size_t at) {
  if (text[at] == ' ' || text[at] == '\t' || text[at] == '\f' || text[at] == '\v') return 1;
  if (text.substr(at, 2) == "\u00A0") return 2;
  return text.substr(at, 3) == "\uFEFF" ? 3 : 0;
}

std::size_t line_end_size(std::string_view text, std::size_t at) {
  if (text[at] == '\n') return 1;
  if (text[at] != '\r') return 0;
  return text.substr(at, 2) == "\r\n" ? 2 : 1;
}

std::size_t continuation_size(std::string_view text, std::size_t at) {
  if (text[at] != '\\') return 0;
  std::size_t next = at + 1;
  while (next < text.size() && blank_size(text, next) > 0) next += blank_size(text, next);
  if (next >= text.size() || line_end_size(text, next) == 0) return 0;
  next += line_end_size(text, next);
  while (next < text.size() && text[next] == '\t') ++next;
  return next - at;
}

bool is_sketch_mark(std::string_view text, std::size_t at) {
  constexpr std::size_t kMostBackslashes = 3;
  std::size_t after = at;
  while (after < text.size() && text[after] == '\\' && after - at < kMostBackslashes) ++after;
  return after > at && text.substr(after, 6) == "---///";
}

std::string_view trimmed(std::string_view text) { return sluice::trimmed(text, " \t\r\n\f\v"); }

std::string joined_lines(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t skipped = continuation_size(text, at);
    if (skipped == 0) result.push_back(text[at]);
    at += skipped == 0 ? 1 : skipped;
  }
  return result;
}

}  // namespace sluice::syntax::mdl
