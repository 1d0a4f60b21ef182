#include <cmath>
#include <utility>

#include "base/format.h"
#include "base/number.h"
#include "base/unicode.h"
#include "syntax/tree.h"
#include "syntax/xmile/tokens.h"

namespace sluice::syntax::xmile {

namespace {

struct Sign {
  std::string_view text;
  Word word;
};
// Longer ones first.
constexpr Sign kSigns[] = {
    {"<>", Word::not_equal},
    {"!=", Word::not_equal},
    {"<=", Word::less_equal},
    {">=", Word::greater_equal},
    {"==", Word::equal},
    {"//", Word::safe_divide},
    {"<", Word::less},
    {">", Word::greater},
    {"=", Word::equal},
    {"+", Word::plus},
    {"-", Word::minus},
    {"*", Word::times},
    {"/", Word::divide},
    {"^", Word::power},
    {"(", Word::open_parenthesis},
    {")", Word::close_parenthesis},
    {"[", Word::open_bracket},
    {"]", Word::close_bracket},
    {",", Word::comma},
    {";", Word::semicolon},
    {".*", Word::dot_star},
    {":", Word::colon},
    {"'", Word::transpose},
    {"@", Word::at},
};
constexpr Sign kKeywords[] = {
    {"and", Word::logical_and}, {"or", Word::logical_or}, {"not", Word::logical_not},
    {"mod", Word::modulo},      {"if", Word::if_},        {"then", Word::then_},
    {"else", Word::else_},
};

// In files that Vensim wrote.
constexpr Sign kVensimWords[] = {
    {":na:", Word::number},
    {":and:", Word::logical_and},
    {":or:", Word::logical_or},
    {":not:", Word::logical_not},
};

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' ||
         letter == '$' || static_cast<unsigned char>(letter) >= 0x80;
}

std::string hint_for(char32_t point) {
  switch (point) {
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212: return "type the minus sign - of the keyboard";
    case 0x201C:
    case 0x201D: return "type the straight quote \"";
    case U'&': return "the logical \"and\" is written AND";
    case U'|': return "the logical \"or\" is written OR";
    case U'!': return "not equal is written <>";
    case U'?': return "\"???\" is what a converter leaves of an equation that it could not read";
    default: return "a name with special characters stands in double quotes, as in \"R&D\"";
  }
}

class Scanner {
 public:
  Scanner(const Text& text, Complaints& complaints) : text_(text), complaints_(complaints) {}

  Tokens scan() {
    while (skip_blanks()) {
      const char letter = value()[at_];
      if (is_digit(letter) || (letter == '.' && is_digit(letter_at(at_ + 1)))) {
        take_number();
      } else if (letter == '"' || (letter == '.' && letter_at(at_ + 1) != '*') || starts_name()) {
        take_name();
      } else if (!take_sign()) {
        skip_foreign();
      }
    }
    add(Word::end, value().size());
    return std::move(result_);
  }

 private:
  const std::string& value() const { return text_.value; }
  char letter_at(std::size_t at) const { return at < value().size() ? value()[at] : '\0'; }

  // A dash or a curly quote is no letter, though it lies beyond ASCII.
  bool starts_name() const {
    if (!is_letter(value()[at_])) return false;
    const char32_t point = decode_utf8(value(), at_).value;
    return !(point >= 0x2010 && point <= 0x201F) && point != 0x2212 && point != 0xFFFD;
  }

  bool skip_blanks() {
    while (at_ < value().size()) {
      const char letter = value()[at_];
      const bool no_break = value().compare(at_, 2, "\xC2\xA0") == 0;
      // Older files write a line end so.
      const bool line_end = letter == '\\' && letter_at(at_ + 1) == 'n';
      if (letter == '{') {
        skip_comment();
      } else if (no_break || line_end) {
        at_ += 2;
      } else if (letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n') {
        ++at_;
      } else {
        return true;
      }
    }
    return false;
  }

  void skip_comment() {
    const std::size_t close = value().find('}', at_);
    if (close == std::string::npos) {
      fail(Code::unclosed_comment, at_, at_ + 1, "this \"{\" is never closed",
           "a comment inside an equation stands in { }", "add the \"}\" that belongs to it");
      at_ = value().size();
      return;
    }
    at_ = close + 1;
  }

  void take_number() {
    const std::size_t begin = at_;
    while (is_digit(letter_at(at_)) || letter_at(at_) == '.') ++at_;
    if (letter_at(at_) == 'e' || letter_at(at_) == 'E') {
      const bool sign = letter_at(at_ + 1) == '+' || letter_at(at_ + 1) == '-';
      std::size_t digits = at_ + (sign ? 2U : 1U);
      if (is_digit(letter_at(digits))) {
        while (is_digit(letter_at(digits))) ++digits;
        at_ = digits;
      }
    }
    const std::string_view written = std::string_view(value()).substr(begin, at_ - begin);
    const auto number = number_in(written);
    add(Word::number, begin).number = number.value_or(0);
    if (number && !std::isinf(*number)) return;
    fail(Code::bad_number, begin, at_, format("\"{}\" is no number that can be stored", written),
         number ? "the largest is about 1.8e308" : "a number has at most one decimal point",
         number ? "measure it in a larger unit"
                : "write one point, before the decimals, and nothing between the thousands");
  }

  void take_name() {
    const std::size_t begin = at_;
    std::vector<std::string> path;
    if (value()[at_] == '.') {
      path.emplace_back();
      ++at_;
    }
    bool quoted = false;
    for (bool more = true; more;) {
      quoted = letter_at(at_) == '"';
      path.push_back(quoted ? take_quoted() : take_plain());
      const char next = letter_at(at_ + 1);
      more = letter_at(at_) == '.' && (is_letter(next) || next == '"');
      if (more) ++at_;
    }
    if (path.size() == 1 && !quoted && take_keyword(path[0], begin)) return;
    if (path.back().empty()) {
      fail(Code::empty_name, begin, std::max(at_, begin + 1), "this name is empty", "",
           "write a name in the quotes");
    }
    add(Word::name, begin).path = std::move(path);
  }

  // An apostrophe between letters belongs to the name; behind it, it may turn an array over.
  std::string take_plain() {
    const std::size_t begin = at_;
    const auto is_part = [&](std::size_t at) {
      return is_letter(letter_at(at)) || is_digit(letter_at(at));
    };
    while (is_part(at_) || (letter_at(at_) == '\'' && at_ > begin && is_part(at_ + 1))) {
      at_ += decode_utf8(value(), at_).size;
    }
    return fold_blanks(std::string_view(value()).substr(begin, at_ - begin));
  }

  std::string take_quoted() {
    const std::size_t begin = at_++;
    while (at_ < value().size() && value()[at_] != '"') at_ += value()[at_] == '\\' ? 2U : 1U;
    if (at_ >= value().size()) {
      at_ = value().size();
      fail(Code::unclosed_quote, begin, begin + 1, "this quoted name is never closed", "",
           "add the closing \"");
      return name_in(value().substr(begin) + "\"");
    }
    ++at_;
    return name_in(std::string_view(value()).substr(begin, at_ - begin));
  }

  bool take_keyword(const std::string& name, std::size_t begin) {
    const std::string lower = to_lower(name);
    for (const Sign& keyword : kKeywords) {
      if (keyword.text != lower) continue;
      add(keyword.word, begin);
      return true;
    }
    return false;
  }

  bool take_vensim_word() {
    constexpr std::size_t kLongest = 6;
    const std::string rest = to_lower(std::string_view(value()).substr(at_, kLongest));
    for (const Sign& word : kVensimWords) {
      if (!rest.starts_with(word.text)) continue;
      const std::size_t begin = at_;
      at_ += word.text.size();
      add(word.word, begin).number = kNotAvailable;
      return true;
    }
    return false;
  }

  bool take_sign() {
    const std::string_view rest = std::string_view(value()).substr(at_);
    if (text_.is_of_vensim && rest.starts_with(':') && take_vensim_word()) return true;
    for (const Sign& sign : kSigns) {
      if (!rest.starts_with(sign.text)) continue;
      const std::size_t begin = at_;
      at_ += sign.text.size();
      add(sign.word, begin);
      return true;
    }
    return false;
  }

  void skip_foreign() {
    const std::size_t begin = at_;
    const CodePoint point = decode_utf8(value(), at_);
    at_ += point.size;
    while (point.value == U'?' && letter_at(at_) == '?') ++at_;
    const std::string shown = point.value < 0x20
                                  ? format("U+{:04X}", static_cast<std::uint32_t>(point.value))
                                  : value().substr(begin, at_ - begin);
    fail(Code::unknown_character, begin, at_, format("\"{}\" cannot stand in an equation", shown),
         "", hint_for(point.value));
  }

  Token& add(Word word, std::size_t begin) {
    result_.tokens.push_back({word, text_.span(begin, std::max(at_, begin)), 0, {}});
    return result_.tokens.back();
  }

  void fail(Code code, std::size_t begin, std::size_t end, std::string message,
            std::string reason = {}, std::string hint = {}) {
    result_.sound = false;
    complaints_.say(code, text_.span(begin, end), std::move(message), std::move(reason),
                    std::move(hint));
  }

  const Text& text_;
  Complaints& complaints_;
  std::size_t at_ = 0;
  Tokens result_;
};

}  // namespace

Tokens scan(const Text& text, Complaints& complaints) { return Scanner(text, complaints).scan(); }

std::string name_in(std::string_view written) {
  const auto is_blank = [](char letter) {
    return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
  };
  while (!written.empty() && is_blank(written.front())) written.remove_prefix(1);
  while (!written.empty() && is_blank(written.back())) written.remove_suffix(1);
  if (written.size() > 1 && written.front() == '"' && written.back() == '"') {
    written = written.substr(1, written.size() - 2);
  }
  std::string name;
  for (std::size_t at = 0; at < written.size(); ++at) {
    const bool escape = written[at] == '\\' && at + 1 < written.size() &&
                        (written[at + 1] == 'n' || written[at + 1] == '"' ||
                         written[at + 1] == '\\' || written[at + 1] == 't');
    if (!escape) {
      name.push_back(written[at]);
      continue;
    }
    ++at;
    name.push_back(written[at] == 'n' || written[at] == 't' ? ' ' : written[at]);
  }
  return fold_blanks(name);
}

}  // namespace sluice::syntax::xmile
