#include "convert/plain.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/format.h"
#include "convert/common_functions.h"
#include "model/builtins.h"

namespace sluice::convert {
namespace {

class Plainer {
 public:
  explicit Plainer(const SourceSet& sources) : sources_(sources) {}

  void rewrite(syntax::Tree& tree) {
    for (syntax::Equation& equation : tree.equations) {
      if (equation.right) rewrite(*equation.right);
    }
  }
  Diagnostics take() { return std::move(said_); }

 private:
  void rewrite(syntax::Expr& expr) {
    if (auto* unary = std::get_if<syntax::Unary>(&expr.node)) {
      rewrite(unary->operand.at(0));
      if (unary->op == syntax::UnaryOp::plus) take_place(expr, unary->operand.at(0));
    } else if (auto* binary = std::get_if<syntax::Binary>(&expr.node)) {
      for (syntax::Expr& operand : binary->operands) rewrite(operand);
    } else if (auto* call = std::get_if<syntax::Call>(&expr.node)) {
      for (syntax::Expr& argument : call->arguments) rewrite(argument);
      rewrite_call(*call, expr);
    }
  }

  static void take_place(syntax::Expr& whole, syntax::Expr& part) {
    syntax::Expr kept = std::move(part);
    whole = std::move(kept);
  }

  void rewrite_call(syntax::Call& call, syntax::Expr& expr) {
    const auto builtin = model::find_builtin(call.name);
    if (!builtin) return;  // a lookup
    if (*builtin == model::Builtin::log) {
      take_place_of_log(call, expr);
    } else {
      see_whether_common(std::string(model::info_of(*builtin).name), expr.span);
    }
  }

  // As it is computed here too.
  static void take_place_of_log(syntax::Call& call, syntax::Expr& expr) {
    std::vector<syntax::Expr> logarithms;
    for (syntax::Expr& argument : call.arguments) {
      std::vector<syntax::Expr> of{std::move(argument)};
      logarithms.push_back({expr.span, syntax::Call{"LN", {}, std::move(of)}});
    }
    expr.node = syntax::Binary{syntax::BinaryOp::divide, std::move(logarithms)};
  }

  void see_whether_common(const std::string& name, Span span) {
    const auto* const found =
        std::ranges::find(kCommonFunctions, std::string_view(name), &CommonFunction::name);
    const bool known = found != std::end(kCommonFunctions);
    const bool pysd = known && found->pysd, sdeverywhere = known && found->sdeverywhere;
    if ((pysd && sdeverywhere) || !told_.insert(name).second) return;
    const char* const missing = pysd           ? "SDEverywhere"
                                : sdeverywhere ? "PySD"
                                               : "PySD and SDEverywhere";
    said_.push_back(
        make_diagnostic(Code::writing_not_common, sources_.place_of(span),
                        format("{} stays as it is, and {} cannot read it", name, missing),
                        "no form of it in functions that every engine has gives the same numbers",
                        "to compare engines, write the relation with stocks and simple functions"));
  }

  const SourceSet& sources_;
  std::set<std::string> told_;
  Diagnostics said_;
};

}  // namespace

Diagnostics make_plain(syntax::Tree& tree, const SourceSet& sources) {
  Plainer plainer(sources);
  plainer.rewrite(tree);
  return plainer.take();
}

}  // namespace sluice::convert
