// Putting trees together. Private to src/convert.
#pragma once

#include <string>
#include <utility>

#include "syntax/tree.h"

namespace sluice::convert {

inline syntax::Expr number(double value, Span span) { return {span, syntax::Number{value}}; }

inline syntax::Expr reference(std::string name, Span span) {
  return {span, syntax::Reference{std::move(name), {}}};
}

template <class... Arguments>
syntax::Expr call(std::string name, Span span, Arguments... arguments) {
  syntax::Call made{std::move(name), {}, {}};
  (made.arguments.push_back(std::move(arguments)), ...);
  return {span, std::move(made)};
}

inline syntax::Expr binary(syntax::BinaryOp op, syntax::Expr left, syntax::Expr right) {
  const Span span = left.span;
  syntax::Binary made{op, {}};
  made.operands.push_back(std::move(left));
  made.operands.push_back(std::move(right));
  return {span, std::move(made)};
}

inline syntax::Expr negative(syntax::Expr operand) {
  const Span span = operand.span;
  syntax::Unary made{syntax::UnaryOp::minus, {}};
  made.operand.push_back(std::move(operand));
  return {span, std::move(made)};
}

inline syntax::Expr choose(syntax::Expr condition, syntax::Expr one, syntax::Expr other) {
  const Span span = condition.span;
  return call("IF THEN ELSE", span, std::move(condition), std::move(one), std::move(other));
}

// Puts an expression in the place of the one that it is made of.
inline void replace(syntax::Expr& expr, syntax::Expr whole) {
  const syntax::Expr kept = std::move(whole);
  expr = kept;
}

// Whether it may be written twice: it draws nothing and remembers nothing.
bool is_repeatable(const syntax::Expr& expr);

// Stocks stand for what they held at the start of a step, which no other program has a word for.
// Whether there were any.
bool take_stocks_as_they_are(syntax::Tree& tree);

}  // namespace sluice::convert
