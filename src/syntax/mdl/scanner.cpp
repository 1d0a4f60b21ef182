#include "syntax/mdl/scanner.h"

#include <cmath>
#include <utility>

#include "base/format.h"
#include "base/number.h"
#include "syntax/mdl/characters.h"
#include "syntax/mdl/words.h"
#include "syntax/tree.h"

namespace sluice::syntax::mdl {

namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

char upper(char letter) {
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

bool is_word_blank(char letter) { return letter == ' ' || letter == '_' || letter == '\t'; }

// The bytes of `text` that spell the keyword in any case and with any blanks; 0 if it is another.
std::size_t spelled(std::string_view text, std::string_view keyword) {
  std::size_t at = 0;
  for (const char letter : keyword) {
    if (letter == ' ') {
      if (at >= text.size() || !is_word_blank(text[at])) return 0;
      while (at < text.size() && is_word_blank(text[at])) ++at;
    } else {
      if (at >= text.size() || upper(text[at]) != letter) return 0;
      ++at;
    }
  }
  return at;
}

std::string hint_for(char32_t point) {
  for (const Foreign& foreign : kForeignHints) {
    if (foreign.point == point) return std::string(foreign.hint);
  }
  if (point < 0x20 || point == 0x7F) return "remove it";
  return "a name with special characters stands in double quotes, as in \"R&D\"";
}

}  // namespace

Token Scanner::next() {
  for (;;) {
    skip_blanks();
    if (is_between_fields()) return make(TokenKind::end, position_);
    const char letter = text_[position_];
    if (letter == '"') return scan_quoted_name();
    if (letter == '\'') return scan_text();
    const bool point =
        letter == '.' && position_ + 1 < text_.size() && is_digit(text_[position_ + 1]);
    if (is_digit(letter) || point) return scan_number();
    if (is_name_start(decode_utf8(text_, position_).value)) return scan_name();
    if (std::optional<Token> keyword = scan_keyword()) return *keyword;
    if (std::optional<Token> sign = scan_sign()) return *sign;
    skip_foreign();
  }
}

bool Scanner::is_between_fields() const {
  return at_end() || text_[position_] == '~' || text_[position_] == '|' ||
         is_sketch_mark(text_, position_);
}

void Scanner::skip_blanks() {
  while (!at_end()) {
    std::size_t size = blank_size(text_, position_);
    if (size == 0) size = line_end_size(text_, position_);
    if (size == 0) size = continuation_size(text_, position_);
    if (size == 0 && text_[position_] == '{' && !no_more_comments_) {
      skip_comment();
    } else if (size == 0) {
      return;
    } else {
      position_ += size;
    }
  }
}

void Scanner::skip_comment() {
  const std::size_t close = braces_.partner_of(position_);
  if (close == std::string_view::npos) {
    no_more_comments_ = true;
    fail(Code::unclosed_comment, span_of(position_, position_ + 1), "this \"{\" is never closed",
         "a comment inside an equation stands in { }", "add the \"}\" that belongs to it");
    ++position_;
    return;
  }
  const std::string_view inside = trimmed(text_.substr(position_ + 1, close - position_ - 1));
  if (inside.starts_with("**") && inside.ends_with("**") && inside.size() > 4) {
    const std::size_t first = inside.find_first_not_of("*. \t");
    const std::size_t last = inside.find_last_not_of("* \t");
    if (first <= last) group_ = std::string(inside.substr(first, last - first + 1));
  } else if (key_of(inside) != "utf-8") {
    comments_.push_back(span_of(position_, close + 1));
  }
  position_ = close + 1;
}

std::size_t Scanner::end_of_name() const {
  std::size_t at = position_;
  std::size_t last = position_;
  while (at < text_.size()) {
    const CodePoint point = decode_utf8(text_, at);
    if (is_name_part(text_, at, point)) {
      last = at += point.size;
      continue;
    }
    std::size_t size = blank_size(text_, at);
    if (size == 0) size = continuation_size(text_, at);
    if (size == 0) break;
    at += size;
  }
  return last;
}

Token Scanner::scan_name() {
  const std::size_t begin = position_;
  position_ = end_of_name();
  const std::string_view written = text_.substr(begin, position_ - begin);
  return make(TokenKind::name, begin, fold_blanks(joined_lines(written)));
}

Token Scanner::scan_quoted_name() {
  const std::size_t begin = position_++;
  std::string name;
  while (!at_end() && text_[position_] != '"') {
    const std::size_t skipped = continuation_size(text_, position_);
    if (skipped == 0 && line_end_size(text_, position_) > 0) break;
    const bool escape = skipped == 0 && text_[position_] == '\\' && position_ + 1 < text_.size() &&
                        (text_[position_ + 1] == '"' || text_[position_ + 1] == '\\');
    if (escape) ++position_;
    if (skipped == 0) name.push_back(text_[position_]);
    position_ += skipped == 0 ? 1 : skipped;
  }
  if (at_end() || text_[position_] != '"') {
    fail(Code::unclosed_quote, span_of(begin, begin + 1), "this quoted name is never closed",
         "a name in quotes ends in the line where it begins", "add the closing \"");
    return make(TokenKind::name, begin, fold_blanks(name));
  }
  ++position_;
  if (trimmed(name).empty()) {
    fail(Code::empty_name, span_from(begin), "this name is empty", "",
         "write a name in the quotes");
  }
  return make(TokenKind::name, begin, fold_blanks(name));
}

std::size_t Scanner::end_of_number() const {
  const auto at = [this](std::size_t place) { return place < text_.size() ? text_[place] : '\0'; };
  std::size_t end = position_;
  while (is_digit(at(end)) || at(end) == '.') ++end;
  if (upper(at(end)) != 'E') return end;
  const bool sign = at(end + 1) == '+' || at(end + 1) == '-';
  std::size_t digits = end + (sign ? 2U : 1U);
  if (!is_digit(at(digits))) return end;
  while (is_digit(at(digits))) ++digits;
  return digits;
}

Token Scanner::scan_number() {
  const std::size_t begin = position_;
  position_ = end_of_number();
  const std::string_view written = text_.substr(begin, position_ - begin);
  Token token = make(TokenKind::number, begin);
  const std::optional<double> value = number_in(written);
  token.number = value.value_or(0);
  if (!value || std::isinf(*value)) {
    fail(Code::bad_number, token.span, format("\"{}\" is no number that can be stored", written),
         value ? "the largest is about 1.8e308" : "a number has at most one decimal point",
         value ? "measure it in a larger unit"
               : "write one point, before the decimals, and nothing between the thousands");
  }
  return token;
}

Token Scanner::scan_text() {
  const std::size_t begin = position_;
  const std::size_t close = text_.find_first_of("'\r\n", begin + 1);
  if (close == std::string_view::npos || text_[close] != '\'') {
    fail(Code::unclosed_text, span_of(begin, begin + 1), "this text is never closed",
         "a text in ' ' ends in the line where it begins", "add the closing '");
    position_ = close == std::string_view::npos ? text_.size() : close;
    return make(TokenKind::text, begin);
  }
  position_ = close + 1;
  return make(TokenKind::text, begin, std::string(text_.substr(begin + 1, close - begin - 1)));
}

std::optional<Token> Scanner::scan_keyword() {
  if (text_[position_] != ':') return std::nullopt;
  for (const Sign& keyword : kKeywords) {
    const std::size_t size = spelled(text_.substr(position_), keyword.text);
    if (size == 0) continue;
    const std::size_t begin = position_;
    position_ += size;
    return make(keyword.kind, begin);
  }
  return std::nullopt;
}

std::optional<Token> Scanner::scan_sign() {
  for (const Sign& sign : kSigns) {
    if (!text_.substr(position_).starts_with(sign.text)) continue;
    const std::size_t begin = position_;
    position_ += sign.text.size();
    return make(sign.kind, begin);
  }
  return std::nullopt;
}

void Scanner::skip_foreign() {
  const std::size_t begin = position_;
  const CodePoint point = decode_utf8(text_, position_);
  position_ += point.size;
  if (point.value == U'{') {
    failed_ = true;  // told when it was met
    return;
  }
  const std::string shown = point.value < 0x20 || point.value == 0x7F
                                ? format("U+{:04X}", static_cast<std::uint32_t>(point.value))
                                : std::string(text_.substr(begin, point.size));
  fail(Code::unknown_character, span_from(begin),
       format("\"{}\" cannot stand in an equation", shown), "", hint_for(point.value));
}

Token Scanner::make(TokenKind kind, std::size_t begin, std::string text) const {
  return {kind, span_from(begin), 0, std::move(text)};
}

void Scanner::fail(Code code, Span span, std::string message, std::string reason,
                   std::string hint) {
  failed_ = true;
  complaints_.say(code, span, std::move(message), std::move(reason), std::move(hint));
}

}  // namespace sluice::syntax::mdl
