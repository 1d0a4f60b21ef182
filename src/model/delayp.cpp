#include "model/delayp.h"

#include <algorithm>
#include <utility>

namespace sluice::model {
namespace {

using syntax::Expr;

Expr joined(syntax::BinaryOp op, Expr a, Expr b, Span span) {
  syntax::Binary binary{op, {}};
  binary.operands.push_back(std::move(a));
  binary.operands.push_back(std::move(b));
  return Expr{span, std::move(binary)};
}

Expr applied(std::string function, Expr a, Expr b, Span span) {
  syntax::Call call{std::move(function), {}, {}};
  call.arguments.push_back(std::move(a));
  call.arguments.push_back(std::move(b));
  return Expr{span, std::move(call)};
}

bool calls_it(const Expr& expr) {
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  return (call != nullptr && is_delayp(*call)) || any_part(expr, calls_it);
}

bool any_calls_it(const std::vector<syntax::Equation>& equations) {
  return std::any_of(equations.begin(), equations.end(), [](const syntax::Equation& equation) {
    return equation.right && calls_it(*equation.right);
  });
}

}  // namespace

bool is_delayp(const syntax::Call& call) { return syntax::key_of(call.name) == "delayp"; }

bool calls_delayp(const syntax::Tree& tree) {
  return any_calls_it(tree.equations) ||
         std::any_of(tree.macros.begin(), tree.macros.end(),
                     [](const syntax::Macro& macro) { return any_calls_it(macro.equations); });
}

// As Vensim's reference manual says it: pipeline = INTEG(input - DELAYP, input * delay time).
WrittenDelay write_delayp(const syntax::Call& call, const std::string& name,
                          const syntax::Equation& owner, Span span) {
  const Expr& input = call.arguments[0];
  const Expr& time = call.arguments[1];
  syntax::Equation bare;
  bare.span = bare.name_span = span;
  bare.subscripts = owner.subscripts;
  bare.exceptions = owner.exceptions;
  bare.group = owner.group;
  bare.supplementary = true;
  WrittenDelay written{bare, bare};
  written.delay.name = name;
  written.delay.right = applied("DELAY3", input, time, span);
  written.pipeline.name = std::get<syntax::Reference>(call.arguments[2].node).name;
  Expr out{span, syntax::Reference{name, owner.subscripts}};
  written.pipeline.right =
      applied("INTEG", joined(syntax::BinaryOp::subtract, input, std::move(out), span),
              joined(syntax::BinaryOp::multiply, input, time, span), span);
  return written;
}

}  // namespace sluice::model
