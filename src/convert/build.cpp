#include "convert/build.h"

#include <algorithm>

#include "model/builtins.h"

namespace sluice::convert {

bool is_repeatable(const syntax::Expr& expr) {
  if (const auto* unary = std::get_if<syntax::Unary>(&expr.node)) {
    return is_repeatable(unary->operand.at(0));
  }
  if (const auto* joined = std::get_if<syntax::Binary>(&expr.node)) {
    return std::ranges::all_of(joined->operands, is_repeatable);
  }
  const auto* made = std::get_if<syntax::Call>(&expr.node);
  if (made == nullptr) return true;
  const auto builtin = model::find_builtin(made->name);
  const auto kind = builtin ? model::info_of(*builtin).builtin_class
                            : model::BuiltinClass::elementary;  // of a lookup
  const bool plain =
      kind == model::BuiltinClass::elementary || kind == model::BuiltinClass::reduction;
  return plain && std::ranges::all_of(made->arguments, is_repeatable);
}

namespace {

bool take_stocks_as_they_are(syntax::Expr& expr) {
  bool any = false;
  for_each_part(expr, [&](syntax::Expr& part) { any = take_stocks_as_they_are(part) || any; });
  auto* made = std::get_if<syntax::Call>(&expr.node);
  if (made == nullptr || made->name != model::name_in_tree(model::Builtin::held_stock)) return any;
  replace(expr, made->arguments.at(0));
  return true;
}

}  // namespace

bool take_stocks_as_they_are(syntax::Tree& tree) {
  bool any = false;
  const auto take = [&](std::vector<syntax::Equation>& equations) {
    for (syntax::Equation& equation : equations) {
      if (equation.right) any = take_stocks_as_they_are(*equation.right) || any;
    }
  };
  take(tree.equations);
  for (syntax::Macro& macro : tree.macros) take(macro.equations);
  return any;
}

}  // namespace sluice::convert
