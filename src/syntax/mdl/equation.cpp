#include "syntax/mdl/equation.h"

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "syntax/expression.h"

namespace sluice::syntax::mdl {

namespace {

std::optional<DataMode> data_mode(TokenKind kind) {
  switch (kind) {
    case TokenKind::interpolate: return DataMode::interpolate;
    case TokenKind::hold_backward: return DataMode::hold_backward;
    case TokenKind::look_forward: return DataMode::look_forward;
    case TokenKind::raw: return DataMode::raw;
    default: return std::nullopt;
  }
}

class EquationParser {
 public:
  EquationParser(const Entry& entry, Complaints& complaints)
      : entry_(entry), cursor_(entry.tokens), complaints_(complaints) {}

  std::optional<Equation> parse() {
    equation_.span = entry_.span;
    if (!parse_left() || !parse_rest()) return std::nullopt;
    if (cursor_.at(TokenKind::ignore)) return complain_of_ignored(), std::nullopt;
    if (!cursor_.at(TokenKind::end)) {
      complain_of_leftover(cursor_, complaints_);
      return std::nullopt;
    }
    equation_.note = note_of(entry_, complaints_);
    equation_.supplementary = entry_.supplementary;
    read_unit(entry_, complaints_, equation_);
    return std::move(equation_);
  }

 private:
  bool parse_left() {
    const Token& name = cursor_.take();
    if (name.kind != TokenKind::name) return complain_of_name(name);
    equation_.name = name.text;
    equation_.name_span = name.span;
    if (cursor_.at(TokenKind::open_bracket)) {
      auto subscripts = parse_subscripts(cursor_, complaints_);
      if (!subscripts || !check_left(*subscripts)) return false;
      equation_.subscripts = std::move(*subscripts);
    }
    for (;;) {
      if (cursor_.at(TokenKind::except)) {
        if (!parse_exceptions()) return false;
      } else if (const auto mode = data_mode(cursor_.peek().kind)) {
        equation_.data_mode = *mode;
        cursor_.take();
      } else {
        return true;
      }
    }
  }

  // "x = a * 2 :IGNORE: b": what the equation shall read some day.
  void complain_of_ignored() {
    complaints_.say(Code::missing_operator, cursor_.peek().span,
                    format("the equation of \"{}\" is not settled: what it shall read stands "
                           "behind :IGNORE:",
                           equation_.name),
                    "Vensim runs such a model only in part",
                    "settle the equation, or take :IGNORE: and what follows it away");
  }

  bool check_left(const std::vector<Subscript>& subscripts) {
    const auto marked = std::ranges::find_if(subscripts, &Subscript::each);
    if (marked == subscripts.end()) return true;
    complaints_.say(Code::bad_subscript, marked->span,
                    format("\"{}!\" cannot stand on the left-hand side", marked->name),
                    "a \"!\" marks what a sum or another reduction runs over", "remove the \"!\"");
    return false;
  }

  bool parse_exceptions() {
    const Span keyword = cursor_.take().span;
    do {
      if (!cursor_.at(TokenKind::open_bracket)) {
        complaints_.say(Code::bad_exception, keyword,
                        ":EXCEPT: needs subscripts in brackets after it",
                        "it says which elements other equations define",
                        "write :EXCEPT: [a], or [a,b],[c,d] for several");
        return false;
      }
      auto exception = parse_subscripts(cursor_, complaints_);
      if (!exception) return false;
      equation_.exceptions.push_back(std::move(*exception));
    } while (cursor_.take_if(TokenKind::comma));
    return true;
  }

  bool parse_rest() {
    switch (cursor_.peek().kind) {
      case TokenKind::end: equation_.kind = EquationKind::data; return true;
      case TokenKind::equal: return parse_right(EquationKind::ordinary);
      case TokenKind::double_equal: return parse_right(EquationKind::unchangeable);
      case TokenKind::data_equal: return parse_right(EquationKind::data);
      case TokenKind::text_equal: return parse_right(EquationKind::text);
      case TokenKind::open_parenthesis: return parse_lookup();
      default: return complain_of_sign();
    }
  }

  bool parse_right(EquationKind kind) {
    equation_.kind = kind;
    const Token& sign = cursor_.take();
    if (cursor_.at(TokenKind::end)) {
      complaints_.say(
          Code::missing_right_side, sign.span,
          format("the equation of \"{}\" has no right-hand side", equation_.name), "",
          "write an expression after the sign, or leave out the sign for a data variable");
      return false;
    }
    if (starts_number_list()) return parse_number_list();
    if (starts_tabbed_array()) return parse_tabbed_array();
    equation_.right = parse_expression(cursor_, complaints_);
    return equation_.right.has_value() && check_list_end();
  }

  bool starts_number_list() const {
    const TokenKind first = cursor_.peek().kind;
    const std::size_t number = first == TokenKind::plus || first == TokenKind::minus ? 1 : 0;
    const TokenKind value = cursor_.peek(number).kind;
    const TokenKind after = cursor_.peek(number + 1).kind;
    return (value == TokenKind::number || value == TokenKind::not_available) &&
           (after == TokenKind::comma || after == TokenKind::semicolon);
  }

  std::optional<double> take_list_number() {
    if (cursor_.take_if(TokenKind::not_available)) return kNotAvailable;
    const std::optional<double> value = parse_signed_number(cursor_);
    if (!value) complain_of_list();
    return value;
  }

  bool parse_number_list() {
    const Span first = cursor_.peek().span;
    NumberList list;
    std::size_t row = 0;
    for (;;) {
      const std::optional<double> value = take_list_number();
      if (!value) return false;
      list.values.push_back(*value);
      ++row;
      if (cursor_.take_if(TokenKind::comma)) continue;
      list.row_lengths.push_back(std::exchange(row, 0));
      if (!cursor_.take_if(TokenKind::semicolon) || cursor_.at(TokenKind::end)) break;
    }
    if (!cursor_.at(TokenKind::end)) return complain_of_list();
    set_right(first, std::move(list));
    return true;
  }

  bool starts_tabbed_array() const {
    return cursor_.at(TokenKind::name) && key_of(cursor_.peek().text) == "tabbed array" &&
           cursor_.peek(1).kind == TokenKind::open_parenthesis;
  }

  // Numbers with blanks between them; a row ends where its line ends.
  bool parse_tabbed_array() {
    const Span first = cursor_.take().span;
    cursor_.take();
    NumberList list;
    std::size_t row = 0;
    while (!cursor_.take_if(TokenKind::close_parenthesis)) {
      if (row > 0 && is_on_new_line()) list.row_lengths.push_back(std::exchange(row, 0));
      const std::optional<double> value = take_list_number();
      if (!value) return false;
      list.values.push_back(*value);
      ++row;
    }
    if (row > 0) list.row_lengths.push_back(row);
    if (list.values.empty()) return complain_of_list();
    set_right(first, std::move(list));
    return true;
  }

  bool is_on_new_line() const {
    const Span before = cursor_.previous().span;
    const std::string_view between =
        complaints_.text_of({before.file, before.end, cursor_.peek().span.begin});
    return between.find_first_of("\r\n") != std::string_view::npos &&
           between.find('\\') == std::string_view::npos;
  }

  // "name( points )" or "name( GET ... LOOKUPS(...) )".
  bool parse_lookup() {
    equation_.kind = EquationKind::lookup;
    const Span open = cursor_.take().span;
    const Span first = cursor_.peek().span;
    if (cursor_.at(TokenKind::name)) {
      equation_.right = parse_expression(cursor_, complaints_);
      if (!equation_.right) return false;
    } else {
      std::optional<Table> table = parse_points(cursor_, complaints_);
      if (!table) return false;
      set_right(first, std::move(*table));
    }
    if (cursor_.take_if(TokenKind::close_parenthesis)) return true;
    complaints_.say(Code::unclosed_parenthesis, open, "this \"(\" is never closed", "",
                    "add the \")\" that belongs to it");
    return false;
  }

  template <class Node>
  void set_right(Span first, Node node) {
    const Span span{first.file, first.begin, cursor_.previous().span.end};
    equation_.right = Expr{span, std::move(node)};
  }

  bool check_list_end() {
    if (!cursor_.at(TokenKind::comma) && !cursor_.at(TokenKind::semicolon)) return true;
    return complain_of_list();
  }

  bool complain_of_list() {
    const Token& found = cursor_.peek();
    const Span span = found.kind == TokenKind::end ? cursor_.previous().span : found.span;
    complaints_.say(Code::bad_number_list, span,
                    found.kind == TokenKind::end
                        ? std::string("this list of numbers is not complete")
                        : format("\"{}\" cannot stand here", complaints_.text_of(span)),
                    "a list for the elements of a variable holds numbers only, with , between them "
                    "and ; after each row",
                    "give each element an equation of its own where it needs an expression");
    return false;
  }

  bool complain_of_name(const Token& found) {
    const bool empty = found.kind == TokenKind::end;
    complaints_.say(Code::missing_name, empty ? entry_.span : found.span,
                    empty ? std::string("this entry has no equation")
                          : format("expected the name of a variable before \"{}\"",
                                   complaints_.text_of(found.span)),
                    "an entry is: equation ~ unit ~ comment |",
                    empty ? "remove it"
                          : "a name begins with a letter; put other names in double quotes, as in "
                            "\"2025 stock\"");
    return false;
  }

  bool complain_of_sign() {
    const Token& found = cursor_.peek();
    complaints_.say(Code::missing_equal, found.span,
                    format("expected \"=\" after \"{}\", but found \"{}\"", equation_.name,
                           complaints_.text_of(found.span)),
                    "an equation is: name = expression",
                    "a name with special characters stands in double quotes, as in \"R&D\"");
    return false;
  }

  const Entry& entry_;
  Cursor cursor_;
  Complaints& complaints_;
  Equation equation_;
};

}  // namespace

Defined defined_by(const Entry& entry) {
  const auto is_check = [](const Token& token) { return token.kind == TokenKind::reality_check; };
  if (std::ranges::any_of(entry.tokens, is_check)) return Defined::reality_check;
  const bool named = entry.tokens.size() > 2 && entry.tokens[0].kind == TokenKind::name;
  const TokenKind second = named ? entry.tokens[1].kind : TokenKind::end;
  const bool defines = second == TokenKind::colon || second == TokenKind::double_arrow;
  return defines ? Defined::dimension : Defined::equation;
}

std::optional<Equation> parse_equation(const Entry& entry, Complaints& complaints) {
  return EquationParser(entry, complaints).parse();
}

}  // namespace sluice::syntax::mdl
