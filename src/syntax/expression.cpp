#include "syntax/expression.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/format.h"

namespace sluice::syntax {

namespace {

// Binding strengths, as in the header.
constexpr int kAnything = 0;
constexpr int kComparison = 4;
constexpr int kPower = 8;

struct Operator {
  BinaryOp op{};
  int strength = 0;
};

std::optional<Operator> binary_operator(TokenKind kind) {
  switch (kind) {
    case TokenKind::logical_or: return Operator{BinaryOp::logical_or, 1};
    case TokenKind::logical_and: return Operator{BinaryOp::logical_and, 2};
    case TokenKind::less: return Operator{BinaryOp::less, kComparison};
    case TokenKind::less_equal: return Operator{BinaryOp::less_equal, kComparison};
    case TokenKind::greater: return Operator{BinaryOp::greater, kComparison};
    case TokenKind::greater_equal: return Operator{BinaryOp::greater_equal, kComparison};
    case TokenKind::equal: return Operator{BinaryOp::equal, kComparison};
    case TokenKind::not_equal: return Operator{BinaryOp::not_equal, kComparison};
    case TokenKind::plus: return Operator{BinaryOp::add, 5};
    case TokenKind::minus: return Operator{BinaryOp::subtract, 5};
    case TokenKind::times: return Operator{BinaryOp::multiply, 6};
    case TokenKind::divide: return Operator{BinaryOp::divide, 6};
    case TokenKind::power: return Operator{BinaryOp::power, kPower};
    default: return std::nullopt;
  }
}

struct Sign {
  UnaryOp op{};
  int operand_strength = 0;
};

std::optional<Sign> sign_operator(TokenKind kind, int strength) {
  switch (kind) {
    case TokenKind::plus: return Sign{UnaryOp::plus, kPower};
    case TokenKind::minus: return Sign{UnaryOp::minus, kPower};
    case TokenKind::logical_not: return Sign{UnaryOp::logical_not, std::max(strength, kComparison)};
    default: return std::nullopt;
  }
}

Span joined(Span first, Span last) { return {first.file, first.begin, last.end}; }

// "(" that opens the points of a lookup and not an expression: no expression has a comma there.
bool opens_points(const Cursor& cursor, std::size_t ahead = 0) {
  if (cursor.peek(ahead).kind != TokenKind::open_parenthesis) return false;
  std::size_t next = ahead + 1;
  if (cursor.peek(next).kind == TokenKind::open_bracket) return true;
  if (cursor.peek(next).kind == TokenKind::open_parenthesis) {
    return ahead < 2 && opens_points(cursor, next);
  }
  const TokenKind sign = cursor.peek(next).kind;
  if (sign == TokenKind::plus || sign == TokenKind::minus) ++next;
  return cursor.peek(next).kind == TokenKind::number &&
         cursor.peek(next + 1).kind == TokenKind::comma;
}

class ExpressionParser {
 public:
  ExpressionParser(Cursor& cursor, Complaints& complaints)
      : cursor_(cursor), complaints_(complaints) {}

  std::optional<Expr> parse() {
    Result result = parse_operators(kAnything);
    if (!result) return std::nullopt;
    return std::move(result->expr);
  }

 private:
  struct Built {
    Expr expr;
    int height = 1;
  };
  using Result = std::optional<Built>;

  // An operand and all operators after it that bind at least as strongly as `strength`.
  Result parse_operators(int strength) {
    if (depth_ >= kDeepestNesting) return complain_of_depth();
    ++depth_;
    Result left = parse_operand(strength);
    while (left) {
      const std::optional<Operator> next = binary_operator(cursor_.peek().kind);
      if (!next || next->strength < strength) break;
      cursor_.take();
      const bool from_right = next->op == BinaryOp::power;
      Result right = parse_operators(from_right ? next->strength : next->strength + 1);
      left = right ? join(next->op, std::move(*left), std::move(*right)) : std::nullopt;
    }
    --depth_;
    return left;
  }

  Result parse_operand(int strength) {
    const std::optional<Sign> sign = sign_operator(cursor_.peek().kind, strength);
    if (!sign) return parse_value();
    const Span start = cursor_.take().span;
    Result operand = parse_operators(sign->operand_strength);
    if (!operand) return std::nullopt;
    const Span span = joined(start, operand->expr.span);
    if (const auto* number = std::get_if<Number>(&operand->expr.node);
        number != nullptr && sign->op != UnaryOp::logical_not) {
      const double value = sign->op == UnaryOp::minus ? -number->value : number->value;
      return Built{{span, Number{value}}, 1};
    }
    Unary unary{sign->op, {}};
    unary.operand.push_back(std::move(operand->expr));
    return checked({{span, std::move(unary)}, operand->height + 1});
  }

  Result parse_value() {
    switch (const Token& token = cursor_.peek(); token.kind) {
      case TokenKind::number: cursor_.take(); return Built{{token.span, Number{token.number}}, 1};
      case TokenKind::not_available: cursor_.take(); return Built{{token.span, NotAvailable{}}, 1};
      case TokenKind::text: cursor_.take(); return Built{{token.span, Text{token.text}}, 1};
      case TokenKind::name: return parse_name();
      case TokenKind::open_parenthesis: return parse_parenthesis();
      default: return complain_of_missing_value();
    }
  }

  Result parse_parenthesis() {
    const Span open = cursor_.take().span;
    Result inside = parse_operators(kAnything);
    if (!inside || !close(open)) return std::nullopt;
    inside->expr.span = joined(open, cursor_.previous().span);
    return inside;
  }

  Result parse_name() {
    const Token& name = cursor_.take();
    std::vector<Subscript> subscripts;
    if (cursor_.at(TokenKind::open_bracket)) {
      auto read = parse_subscripts(cursor_, complaints_);
      if (!read) return std::nullopt;
      subscripts = std::move(*read);
    }
    if (cursor_.at(TokenKind::open_parenthesis)) return parse_call(name, std::move(subscripts));
    const Span span = joined(name.span, cursor_.previous().span);
    return Built{{span, Reference{name.text, std::move(subscripts)}}, 1};
  }

  Result parse_call(const Token& name, std::vector<Subscript> subscripts) {
    Call call{name.text, std::move(subscripts), {}};
    const Span open = cursor_.take().span;
    int height = 1;
    if (!cursor_.at(TokenKind::close_parenthesis)) {
      do {
        Result argument = parse_argument(name);
        if (!argument) return std::nullopt;
        height = std::max(height, argument->height + 1);
        call.arguments.push_back(std::move(argument->expr));
      } while (cursor_.take_if(TokenKind::comma) || take_before_outputs());
    }
    if (!close(open)) return std::nullopt;
    return checked({{joined(name.span, cursor_.previous().span), std::move(call)}, height});
  }

  // The colon before the outputs of a macro; but ":ANDD:" is a mistyped keyword.
  bool take_before_outputs() {
    const bool keyword =
        cursor_.peek(1).kind == TokenKind::name && cursor_.peek(2).kind == TokenKind::colon;
    return !keyword && cursor_.take_if(TokenKind::colon);
  }

  Result parse_argument(const Token& function) {
    if (cursor_.at(TokenKind::comma) || cursor_.at(TokenKind::close_parenthesis)) {
      complaints_.say(Code::missing_argument, cursor_.peek().span,
                      format("an argument of \"{}\" is missing here", function.text),
                      "nothing stands between two commas, or between a comma and the parenthesis",
                      "write the argument, or remove the comma");
      return std::nullopt;
    }
    if (!opens_points(cursor_)) return parse_operators(kAnything);
    const Span open = cursor_.take().span;
    std::optional<Table> table = parse_points(cursor_, complaints_);
    if (!table || !close(open)) return std::nullopt;
    return Built{{joined(open, cursor_.previous().span), std::move(*table)}, 1};
  }

  bool close(Span open) {
    if (cursor_.take_if(TokenKind::close_parenthesis)) return true;
    if (cursor_.at(TokenKind::end)) {
      complaints_.say(Code::unclosed_parenthesis, open, "this \"(\" is never closed", "",
                      "add the \")\" that belongs to it");
    } else {
      complain_of_leftover(cursor_, complaints_);
    }
    return false;
  }

  Result join(BinaryOp op, Built left, Built right) {
    const Span span = joined(left.expr.span, right.expr.span);
    const int height = std::max(left.height, right.height) + 1;
    Binary binary{op, {}};
    binary.operands.reserve(2);
    binary.operands.push_back(std::move(left.expr));
    binary.operands.push_back(std::move(right.expr));
    return checked({{span, std::move(binary)}, height});
  }

  Result checked(Built built) {
    if (built.height > kTallestTree) return complain_of_depth();
    return built;
  }

  Result complain_of_depth() {
    complaints_.say(
        Code::too_deep, cursor_.peek().span, "this expression is too deep or too long",
        format("parentheses may nest {} deep, and operators and functions build on each "
               "other up to {} times",
               kDeepestNesting, kTallestTree),
        "give a part of it a name of its own");
    return std::nullopt;
  }

  Result complain_of_missing_value() {
    const Token& found = cursor_.peek();
    const Token& before = cursor_.previous();
    if (found.kind == TokenKind::end) {
      complaints_.say(Code::missing_value, before.span,
                      format("the equation ends after \"{}\"", complaints_.text_of(before.span)),
                      "a number, a name or a parenthesis must follow", "complete the equation");
      return std::nullopt;
    }
    const bool swapped = before.kind == TokenKind::equal &&
                         (found.kind == TokenKind::greater || found.kind == TokenKind::less);
    const bool stars = found.kind == TokenKind::times && before.kind == TokenKind::times;
    const char* const hint = stars     ? "a power is written ^"
                             : swapped ? "a comparison is written =, <= or >="
                             : found.kind == TokenKind::equal
                                 ? "a comparison is written =, <= or >="
                             : found.kind == TokenKind::double_equal ? "a comparison is written ="
                                                                     : "";
    complaints_.say(Code::missing_value, found.span,
                    format("expected a value before \"{}\"", complaints_.text_of(found.span)),
                    "here a number, a name or a parenthesis must stand", hint);
    return std::nullopt;
  }

  Cursor& cursor_;
  Complaints& complaints_;
  int depth_ = 0;
};

}  // namespace

std::optional<Expr> parse_expression(Cursor& cursor, Complaints& complaints) {
  return ExpressionParser(cursor, complaints).parse();
}

}  // namespace sluice::syntax
