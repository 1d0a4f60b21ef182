#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "base/format.h"
#include "syntax/expression.h"
#include "syntax/mdl/equation.h"

namespace sluice::syntax::mdl {

namespace {

constexpr std::size_t kMostElements = 100000;

// "layer 12" as "layer " and 12; `digits` keeps the width of numbers with leading zeros.
struct Numbered {
  std::string_view stem;
  std::string_view digits;
  std::size_t number = 0;
};

std::optional<Numbered> split_number(std::string_view name) {
  const std::size_t last = name.find_last_not_of("0123456789");
  const std::size_t stem = last == std::string_view::npos ? 0 : last + 1;
  Numbered result{name.substr(0, stem), name.substr(stem), 0};
  const auto [stop, error] = std::from_chars(
      result.digits.data(), result.digits.data() + result.digits.size(), result.number);
  if (stem == 0 || result.digits.empty() || error != std::errc{}) return std::nullopt;
  return result;
}

class DimensionParser {
 public:
  DimensionParser(const Entry& entry, Complaints& complaints)
      : entry_(entry), cursor_(entry.tokens), complaints_(complaints) {}

  std::optional<Dimension> parse() {
    const Token& name = cursor_.take();
    dimension_.span = entry_.span;
    dimension_.span.begin = name.span.begin;
    dimension_.name = name.text;
    dimension_.note = note_of(entry_, complaints_);
    const bool equivalent = cursor_.take().kind == TokenKind::double_arrow;
    if (!(equivalent ? parse_equivalent() : parse_definition())) return std::nullopt;
    if (!cursor_.at(TokenKind::end)) {
      complain();
      return std::nullopt;
    }
    return std::move(dimension_);
  }

  std::optional<Macro> parse_macro() {
    Macro macro;
    cursor_.take();
    macro.span = entry_.span;
    macro.name = cursor_.peek().text;
    if (!cursor_.take_if(TokenKind::name) || !cursor_.take_if(TokenKind::open_parenthesis)) {
      return complain_of_macro();
    }
    std::vector<Subscript>* names = &macro.inputs;
    while (cursor_.at(TokenKind::name)) {
      names->push_back(as_subscript(cursor_.take()));
      if (cursor_.take_if(TokenKind::colon))
        names = &macro.outputs;
      else if (!cursor_.take_if(TokenKind::comma))
        break;
    }
    if (!cursor_.take_if(TokenKind::close_parenthesis)) return complain_of_macro();
    return macro;
  }

 private:
  static Subscript as_subscript(const Token& name) { return {name.text, false, name.span}; }

  bool parse_equivalent() {
    if (!cursor_.at(TokenKind::name)) return complain();
    dimension_.equivalent_to = cursor_.take().text;
    return true;
  }

  bool parse_definition() {
    do {
      const bool function =
          cursor_.at(TokenKind::name) && cursor_.peek(1).kind == TokenKind::open_parenthesis;
      if (!(function ? parse_function() : parse_elements(dimension_.elements))) return false;
    } while (cursor_.take_if(TokenKind::comma));
    if (!cursor_.take_if(TokenKind::arrow)) return true;
    do {
      if (!parse_mapping()) return false;
    } while (cursor_.take_if(TokenKind::comma));
    return true;
  }

  // "GET DIRECT SUBSCRIPT('file', ...)".
  bool parse_function() {
    std::optional<Expr> call = parse_expression(cursor_, complaints_);
    if (!call) return false;
    dimension_.from_files.push_back({dimension_.elements.size(), std::move(*call)});
    return true;
  }

  // "a", "(a1-a5)" or "a1-a5".
  bool parse_elements(std::vector<Subscript>& elements) {
    const bool open = cursor_.take_if(TokenKind::open_parenthesis);
    if (!cursor_.at(TokenKind::name)) return complain();
    const Token& first = cursor_.take();
    if (cursor_.take_if(TokenKind::minus)) {
      if (!cursor_.at(TokenKind::name)) return complain();
      if (!add_range(first, cursor_.take(), elements)) return false;
    } else {
      elements.push_back(as_subscript(first));
    }
    return !open || cursor_.take_if(TokenKind::close_parenthesis) || complain();
  }

  bool add_range(const Token& first, const Token& last, std::vector<Subscript>& elements) {
    const Span span{first.span.file, first.span.begin, last.span.end};
    const auto from = split_number(first.text);
    const auto to = split_number(last.text);
    if (!from || !to || key_of(from->stem) != key_of(to->stem) || from->number > to->number) {
      complaints_.say(Code::bad_range, span,
                      format("\"{}-{}\" is no range of elements", first.text, last.text),
                      "a range counts up one name with numbers at its end, as in (A1-A5)",
                      "list the elements one by one");
      return false;
    }
    if (to->number - from->number >= kMostElements - std::min(elements.size(), kMostElements)) {
      complaints_.say(Code::bad_range, span,
                      format("a range of more than {} elements", kMostElements), "",
                      "use fewer elements");
      return false;
    }
    for (std::size_t number = from->number; number <= to->number; ++number) {
      const std::size_t width = from->digits.starts_with('0') ? from->digits.size() : 1;
      elements.push_back({format("{}{:0{}}", from->stem, number, width), false, span});
    }
    return true;
  }

  // "other" or "(other: a, b, (c1-c3))".
  bool parse_mapping() {
    Mapping mapping;
    const bool open = cursor_.take_if(TokenKind::open_parenthesis);
    if (!cursor_.at(TokenKind::name)) return complain();
    mapping.target = as_subscript(cursor_.take());
    if (open && cursor_.take_if(TokenKind::colon)) {
      do {
        if (!parse_elements(mapping.elements)) return false;
      } while (cursor_.take_if(TokenKind::comma));
    }
    if (open && !cursor_.take_if(TokenKind::close_parenthesis)) return complain();
    dimension_.mappings.push_back(std::move(mapping));
    return true;
  }

  // Then the entry before may lack its end.
  bool is_on_next_line(Span span) const {
    const Span before = cursor_.previous().span;
    if (before.end > span.begin) return false;
    const auto between = complaints_.text_of({span.file, before.end, span.begin});
    return between.find('\n') != std::string_view::npos && before.begin > entry_.span.begin;
  }

  bool complain() {
    const Token& found = cursor_.peek();
    const bool ended = found.kind == TokenKind::end;
    const Span span = ended ? cursor_.previous().span : found.span;
    const std::string_view where = ended ? "ends after" : "goes wrong at";
    complaints_.say(Code::bad_dimension, span,
                    format("the definition of \"{}\" {} \"{}\"", dimension_.name, where,
                           complaints_.text_of(span)),
                    "a dimension is: name: element, element, (A1-A5) -> other, (other: a, b)",
                    is_on_next_line(span) ? "end the definition before it with ~~|"
                    : ended && complaints_.text_of(span) == ","
                        ? "name the element that follows the comma, or take the comma away"
                    : found.kind == TokenKind::semicolon ? "write commas between the elements"
                    : found.kind == TokenKind::number && dimension_.elements.empty() &&
                            cursor_.peek(1).kind == TokenKind::end
                        ? format("Vensim has no elements that are numbers: write A{0} for an "
                                 "element, here and where it is named, or {1} = {0} for a constant",
                                 complaints_.text_of(span), dimension_.name)
                    : found.kind == TokenKind::number
                        ? "Vensim has no elements that are numbers: write a letter before it, as "
                          "A1, here and where the element is named"
                        : "an element is a name; put one with special characters in double "
                          "quotes");
    return false;
  }

  std::nullopt_t complain_of_macro() {
    const Token& found = cursor_.peek();
    const bool array = found.kind == TokenKind::open_bracket;
    complaints_.say(
        Code::bad_macro, found.kind == TokenKind::end ? entry_.span : found.span,
        array ? "an argument of a macro has no subscripts" : "this macro has no proper heading",
        array ? "a macro is written for one value; called with x[dim] it works out each "
                "element, with a state of its own"
              : "",
        array ? "write the name alone, here and in the macro"
              : "write :MACRO: name(input, input), or (input: output) with further "
                "outputs");
    return std::nullopt;
  }

  const Entry& entry_;
  Cursor cursor_;
  Complaints& complaints_;
  Dimension dimension_;
};

}  // namespace

std::optional<Dimension> parse_dimension(const Entry& entry, Complaints& complaints) {
  return DimensionParser(entry, complaints).parse();
}

std::optional<Macro> parse_macro_header(const Entry& entry, Complaints& complaints) {
  return DimensionParser(entry, complaints).parse_macro();
}

}  // namespace sluice::syntax::mdl
