// The parts of expressions that are lists: subscripts and the points of a lookup; and what is said
// of a token that is left over.
#include <string>
#include <utility>

#include "base/format.h"
#include "base/unicode.h"
#include "syntax/expression.h"

namespace sluice::syntax {

namespace {

constexpr const char* kPointsHint =
    "write the points as (x1,y1),(x2,y2),... or first all x and then all y";

std::nullopt_t complain_of_subscript(const Cursor& cursor, Complaints& complaints, Span open,
                                     std::string_view expected) {
  const Token& found = cursor.peek();
  if (found.kind == TokenKind::end) {
    complaints.say(Code::unclosed_bracket, open, "this \"[\" is never closed", "",
                   "add the \"]\" that belongs to it");
    return std::nullopt;
  }
  const std::string_view text = complaints.text_of(found.span);
  const bool reckons = found.kind == TokenKind::plus || found.kind == TokenKind::minus;
  complaints.say(Code::bad_subscript, found.span,
                 format("expected {} before \"{}\"", expected, text),
                 "a subscript is the name of a dimension or of an element",
                 reckons ? "to reach a neighbour, map a subrange or use VECTOR ELM MAP" : "");
  return std::nullopt;
}

std::nullopt_t complain_of_points(const Cursor& cursor, Complaints& complaints) {
  const Token& found = cursor.peek();
  const Span span = found.kind == TokenKind::end ? cursor.previous().span : found.span;
  complaints.say(
      Code::bad_points, span,
      found.kind == TokenKind::end
          ? std::string("the points of this lookup are not complete")
          : format("\"{}\" cannot stand in the points of a lookup", complaints.text_of(span)),
      found.kind == TokenKind::end ? "a parenthesis is not closed" : "points are numbers",
      kPointsHint);
  return std::nullopt;
}

std::string without_blanks(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    const bool kept = letter > ' ' && letter != '\\';  // a backslash goes on to the next line
    if (kept) result.push_back(letter);
  }
  return result;
}

// "[(0,0)-(10,10),(1,2)]": the drawing range of the graph editor says nothing about the function.
bool take_drawing_range(Cursor& cursor, Complaints& complaints, std::string& frame) {
  if (!cursor.at(TokenKind::open_bracket)) return true;
  const Span open = cursor.peek().span;
  cursor.take();
  Span inside = cursor.peek().span;
  while (!cursor.at(TokenKind::close_bracket)) {
    if (cursor.at(TokenKind::end)) {
      complain_of_subscript(cursor, complaints, open, "\"]\"");
      return false;
    }
    cursor.take();
  }
  inside.end = std::max(inside.begin, cursor.peek().span.begin);
  frame = without_blanks(complaints.text_of(inside));
  cursor.take();
  cursor.take_if(TokenKind::comma);
  return true;
}

std::optional<std::pair<double, double>> parse_pair(Cursor& cursor, Complaints& complaints) {
  if (!cursor.take_if(TokenKind::open_parenthesis)) return complain_of_points(cursor, complaints);
  const std::optional<double> x = parse_signed_number(cursor);
  if (!x || !cursor.take_if(TokenKind::comma)) return complain_of_points(cursor, complaints);
  const std::optional<double> y = parse_signed_number(cursor);
  if (!y || !cursor.take_if(TokenKind::close_parenthesis)) {
    return complain_of_points(cursor, complaints);
  }
  return std::pair(*x, *y);
}

std::optional<Table> parse_pairs(Cursor& cursor, Complaints& complaints) {
  Table table;
  do {
    const auto point = parse_pair(cursor, complaints);
    if (!point) return std::nullopt;
    table.points.push_back(*point);
  } while (cursor.take_if(TokenKind::comma));
  return table;
}

std::optional<Table> parse_inputs_then_outputs(Cursor& cursor, Complaints& complaints) {
  const Span first = cursor.peek().span;
  std::vector<double> numbers;
  do {
    const std::optional<double> number = parse_signed_number(cursor);
    if (!number) return complain_of_points(cursor, complaints);
    numbers.push_back(*number);
  } while (cursor.take_if(TokenKind::comma));
  if (numbers.size() % 2 != 0) {
    complaints.say(Code::odd_points, {first.file, first.begin, cursor.previous().span.end},
                   format("this lookup has {} numbers, and they do not pair up", numbers.size()),
                   "the first half are the inputs x, the second half the outputs y", kPointsHint);
    return std::nullopt;
  }
  Table table;
  const std::size_t half = numbers.size() / 2;
  for (std::size_t i = 0; i < half; ++i) table.points.emplace_back(numbers[i], numbers[half + i]);
  return table;
}

// ":ANDD:" where a line has it, else ":".
std::string_view word_at_colon(Span colon, const Complaints& complaints) {
  constexpr std::size_t kLongestWord = 30;
  const std::string_view line = complaints.line_from(colon);
  const std::size_t next = line.substr(0, kLongestWord).find(':', 1);
  return line.substr(0, next == std::string_view::npos ? 1 : next + 1);
}

std::string unknown_keyword_hint(std::string_view word) {
  static const std::vector<std::string> kKeywords{
      ":AND:", ":OR:",          ":NOT:",           ":NA:",           ":EXCEPT:",
      ":RAW:", ":INTERPOLATE:", ":HOLD BACKWARD:", ":LOOK FORWARD:", ":IS:"};
  const std::string meant = did_you_mean(word, kKeywords);
  return meant.empty() ? "the logical operators are :AND:, :OR: and :NOT:" : meant;
}

// As other languages write a choice.
bool begins_with_then(std::string_view text) {
  const std::string lower = to_lower(text.substr(0, 5));
  return lower == "then" || lower == "then ";
}

// "AND x" is read as one name.
std::string logical_hint(std::string_view name) {
  const std::string key = key_of(name);
  for (const char* const word : {"and", "or", "not"}) {
    const bool is_it = key == word || key.starts_with(format("{} ", word));
    if (!is_it) continue;
    std::string written(word);
    for (char& letter : written) letter = static_cast<char>(letter - 'a' + 'A');
    return format("the logical \"{}\" is written :{}:", word, written);
  }
  return {};
}

std::string operator_hint(const Cursor& cursor, const Complaints& complaints) {
  const Span before = cursor.previous().span;
  const Span between{before.file, before.end, cursor.peek().span.begin};
  if (cursor.previous().kind == TokenKind::text) return "check the quotes '";
  if (begins_with_then(complaints.text_of(cursor.peek().span))) {
    return "a choice is written IF THEN ELSE(condition, value where it is true, value where it is "
           "false)";
  }
  std::string logical = logical_hint(complaints.text_of(cursor.peek().span));
  if (!logical.empty()) return logical;
  if (complaints.text_of(between).find_first_of("\r\n") == std::string_view::npos) {
    return "write *, + or another operator between them";
  }
  return "write an operator between them; or end the first entry with ~~|; or, where a name goes "
         "on "
         "in the next line, end the first line with a \\";
}

void complain_of_colon(Span colon, Complaints& complaints) {
  const std::string_view word = word_at_colon(colon, complaints);
  const Span span{colon.file, colon.begin, colon.begin + static_cast<std::uint32_t>(word.size())};
  if (word.size() > 1) {
    complaints.say(Code::unknown_keyword, span, format("\"{}\" is no keyword", word), "",
                   unknown_keyword_hint(word));
  } else {
    complaints.say(Code::missing_operator, span, "\":\" cannot stand here",
                   "it belongs to keywords such as :AND: and to the definition of a dimension");
  }
}

}  // namespace

std::optional<double> parse_signed_number(Cursor& cursor) {
  const TokenKind first = cursor.peek().kind;
  const bool has_sign = first == TokenKind::minus || first == TokenKind::plus;
  if (cursor.peek(has_sign ? 1 : 0).kind != TokenKind::number) return std::nullopt;
  if (has_sign) cursor.take();
  const double value = cursor.take().number;
  return first == TokenKind::minus ? -value : value;
}

std::optional<std::vector<Subscript>> parse_subscripts(Cursor& cursor, Complaints& complaints) {
  const Span open = cursor.take().span;
  std::vector<Subscript> subscripts;
  do {
    if (!cursor.at(TokenKind::name)) {
      return complain_of_subscript(cursor, complaints, open, "a subscript");
    }
    const Token& name = cursor.take();
    const bool each = cursor.take_if(TokenKind::bang);
    subscripts.push_back({name.text, each, name.span});
  } while (cursor.take_if(TokenKind::comma));
  if (!cursor.take_if(TokenKind::close_bracket)) {
    return complain_of_subscript(cursor, complaints, open, "\",\" or \"]\"");
  }
  return subscripts;
}

std::optional<Table> parse_points(Cursor& cursor, Complaints& complaints) {
  const bool doubled = cursor.at(TokenKind::open_parenthesis) &&
                       (cursor.peek(1).kind == TokenKind::open_parenthesis ||
                        cursor.peek(1).kind == TokenKind::open_bracket);
  if (doubled) cursor.take();
  std::string frame;
  if (!take_drawing_range(cursor, complaints, frame)) return std::nullopt;
  const bool pairs = cursor.at(TokenKind::open_parenthesis);
  std::optional<Table> table =
      pairs ? parse_pairs(cursor, complaints) : parse_inputs_then_outputs(cursor, complaints);
  if (table && doubled && !cursor.take_if(TokenKind::close_parenthesis)) {
    return complain_of_points(cursor, complaints);
  }
  if (table && !cursor.at(TokenKind::close_parenthesis)) {
    return complain_of_points(cursor, complaints);
  }
  if (table) table->frame = std::move(frame);
  return table;
}

void complain_of_leftover(const Cursor& cursor, Complaints& complaints) {
  const Token& found = cursor.peek();
  const std::string_view text = complaints.text_of(found.span);
  switch (found.kind) {
    case TokenKind::close_parenthesis:
      complaints.say(Code::unopened_parenthesis, found.span, "this \")\" closes nothing", "",
                     "remove it, or add the \"(\" that belongs to it");
      return;
    case TokenKind::bang:
      complaints.say(Code::missing_operator, found.span, "\"!\" is no operator", "",
                     "not equal is written <>; a \"!\" stands only after a subscript");
      return;
    case TokenKind::double_equal:
      complaints.say(Code::missing_operator, found.span, "\"==\" is no operator of expressions", "",
                     "a comparison is written =");
      return;
    case TokenKind::colon: complain_of_colon(found.span, complaints); return;
    case TokenKind::comma:
      complaints.say(Code::missing_operator, found.span, format("\"{}\" cannot stand here", text),
                     "it separates arguments, subscripts and the numbers of a list",
                     "check the parentheses before it");
      return;
    case TokenKind::semicolon:
      complaints.say(Code::missing_operator, found.span, format("\"{}\" cannot stand here", text),
                     "it ends the rows of a table of numbers",
                     "write a comma between arguments, as in MAX(1, 2)");
      return;
    default:
      complaints.say(Code::missing_operator, found.span,
                     format("expected an operator before \"{}\"", text),
                     "two values stand side by side", operator_hint(cursor, complaints));
  }
}

}  // namespace sluice::syntax
