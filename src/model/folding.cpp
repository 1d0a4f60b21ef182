#include "model/folding.h"

#include <algorithm>
#include <utility>

#include "model/builtins.h"

namespace sluice::model {
namespace {

std::optional<double> value_of(syntax::BinaryOp op, double a, double b) {
  switch (op) {
    case syntax::BinaryOp::add: return a + b;
    case syntax::BinaryOp::subtract: return a - b;
    case syntax::BinaryOp::multiply: return a * b;
    case syntax::BinaryOp::divide: return b == 0 ? std::nullopt : std::optional(a / b);
    case syntax::BinaryOp::power: return std::nullopt;
    case syntax::BinaryOp::less: return a < b ? 1 : 0;
    case syntax::BinaryOp::less_equal: return a <= b ? 1 : 0;
    case syntax::BinaryOp::greater: return a > b ? 1 : 0;
    case syntax::BinaryOp::greater_equal: return a >= b ? 1 : 0;
    case syntax::BinaryOp::equal: return a == b ? 1 : 0;
    case syntax::BinaryOp::not_equal: return a != b ? 1 : 0;
    case syntax::BinaryOp::logical_and: return a != 0 && b != 0 ? 1 : 0;
    case syntax::BinaryOp::logical_or: return a != 0 || b != 0 ? 1 : 0;
  }
  return std::nullopt;
}

std::optional<double> value_of(const syntax::Call& call, const Macros& macros) {
  if (is_macro(call, macros)) return std::nullopt;
  const auto builtin = find_builtin(call.name);
  if (!builtin || call.arguments.size() != 2) return std::nullopt;
  const auto a = number_in(call.arguments[0]), b = number_in(call.arguments[1]);
  if (!a || !b) return std::nullopt;
  if (*builtin == Builtin::min) return std::min(*a, *b);
  if (*builtin == Builtin::max) return std::max(*a, *b);
  return std::nullopt;
}

std::optional<double> value_of(const syntax::Unary& unary) {
  const auto value = number_in(unary.operand[0]);
  if (!value) return std::nullopt;
  switch (unary.op) {
    case syntax::UnaryOp::plus: return value;
    case syntax::UnaryOp::minus: return -*value;
    case syntax::UnaryOp::logical_not: return *value == 0 ? 1 : 0;
  }
  return std::nullopt;
}

void fold_choice(syntax::Expr& expr, syntax::Call& call, const Macros& macros) {
  fold(call.arguments[0], macros);
  const auto condition = number_in(call.arguments[0]);
  if (!condition) {
    fold(call.arguments[1], macros);
    fold(call.arguments[2], macros);
    return;
  }
  syntax::Expr taken = std::move(call.arguments[*condition != 0 ? 1 : 2]);
  expr = std::move(taken);
  fold(expr, macros);
}

}  // namespace

bool is_macro(const syntax::Call& call, const Macros& macros) {
  return macros.contains(syntax::key_of(call.name));
}

bool is_choice(const syntax::Call& call, const Macros& macros) {
  if (is_macro(call, macros)) return false;
  const auto builtin = find_builtin(call.name);
  return builtin && *builtin == Builtin::if_then_else && call.arguments.size() == 3;
}

std::optional<double> number_in(const syntax::Expr& expr) {
  const auto* number = std::get_if<syntax::Number>(&expr.node);
  return number != nullptr ? std::optional(number->value) : std::nullopt;
}

void fold(syntax::Expr& expr, const Macros& macros) {
  std::optional<double> value;
  if (auto* unary = std::get_if<syntax::Unary>(&expr.node)) {
    fold(unary->operand[0], macros);
    value = value_of(*unary);
  } else if (auto* binary = std::get_if<syntax::Binary>(&expr.node)) {
    for (syntax::Expr& operand : binary->operands) fold(operand, macros);
    const auto a = number_in(binary->operands[0]), b = number_in(binary->operands[1]);
    if (a && b) value = value_of(binary->op, *a, *b);
  } else if (auto* call = std::get_if<syntax::Call>(&expr.node)) {
    if (is_choice(*call, macros)) return fold_choice(expr, *call, macros);
    for (syntax::Expr& argument : call->arguments) fold(argument, macros);
    value = value_of(*call, macros);
  }
  if (value) expr.node = syntax::Number{*value};
}

}  // namespace sluice::model
