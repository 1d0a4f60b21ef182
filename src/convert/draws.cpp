#include "convert/draws.h"

#include <algorithm>

#include "base/format.h"
#include "model/builtins.h"

namespace sluice::convert {
namespace {

bool draws(const model::Expr& expr) {
  const auto* call = std::get_if<model::Call>(&expr.node);
  return (call != nullptr && model::is_drawn(call->builtin)) ||
         any_part(expr, [](const model::Expr& part) { return draws(part); });
}

bool draws(const model::Variable& variable) {
  return std::ranges::any_of(variable.equations,
                             [](const model::Equation& equation) { return draws(equation.right); });
}

// The rate of a stock becomes a flow.
bool draws_in_rate(const model::Variable& variable) {
  return std::ranges::any_of(variable.equations, [](const model::Equation& equation) {
    const auto* integral = std::get_if<model::Call>(&equation.right.node);
    return integral != nullptr && integral->builtin == model::Builtin::integ &&
           draws(integral->arguments.at(0));
  });
}

}  // namespace

Diagnostics tell_of_other_draws(const model::Model& model, const Names& names, bool as_xmile) {
  Diagnostics said;
  const auto tell = [&](const model::Variable& variable, const std::string& shown,
                        const std::string& wanted) {
    said.push_back(make_diagnostic(
        Code::writing_changed, model.sources.place_of(variable.span),
        format("\"{}\" draws other numbers in what is written", shown),
        format("draws follow from names, and its own there, \"{}\", is taken", wanted),
        "give what is called so another name first, to get the same numbers"));
  };
  for (const auto& id : names.moved()) {
    const model::Variable& variable = model.at(id);
    if (draws(variable)) tell(variable, names.of(id), without_signs(variable.name));
  }
  for (const auto& id : names.renamed()) {
    if (draws(model.at(id))) tell(model.at(id), model.at(id).name, model.at(id).name);
  }
  for (const model::Variable& variable : model.variables) {
    const std::string flow = format("{} net flow", without_signs(variable.name));
    if (as_xmile && model.find(flow) && draws_in_rate(variable))
      tell(variable, variable.name, flow);
  }
  return said;
}

}  // namespace sluice::convert
