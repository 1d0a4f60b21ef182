#include "convert/to_vensim.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/format.h"
#include "convert/build.h"
#include "convert/hidden.h"
#include "convert/vensim_macros.h"

namespace sluice::convert {
namespace {

using syntax::BinaryOp;
using syntax::Expr;
using syntax::TableKind;

// Cut off toward zero, and one less where that went up.
Expr floor_of(const Expr& value) {
  Expr cut = call("INTEGER", value.span, value);
  Expr above =
      choose(binary(BinaryOp::less, value, cut), number(1, value.span), number(0, value.span));
  return binary(BinaryOp::subtract, std::move(cut), std::move(above));
}

// Cut off toward zero, and one more in size where half or more was cut off.
Expr round_of(const Expr& value) {
  const Span span = value.span;
  Expr cut = call("INTEGER", span, value);
  Expr rest = call("ABS", span, binary(BinaryOp::subtract, value, cut));
  Expr one =
      choose(binary(BinaryOp::less, value, number(0, span)), number(-1, span), number(1, span));
  Expr more = choose(binary(BinaryOp::greater_equal, std::move(rest), number(0.5, span)),
                     std::move(one), number(0, span));
  return binary(BinaryOp::add, std::move(cut), std::move(more));
}

bool is_number(const Expr& expr, double value) {
  const auto* found = std::get_if<syntax::Number>(&expr.node);
  return found != nullptr && found->value == value;
}

class Vensimer {
 public:
  Vensimer(const SourceSet& sources, Names& names) : sources_(sources), names_(names) {}

  void rewrite(syntax::Tree& tree) {
    find_kinds(tree.equations);
    std::vector<syntax::Equation> equations;
    for (syntax::Equation& equation : tree.equations) {
      owner_ = &equation;
      if (equation.right) rewrite(*equation.right);
      for (syntax::Equation& own : own_tables_) equations.push_back(std::move(own));
      own_tables_.clear();
      equations.push_back(std::move(equation));
    }
    tree.equations = std::move(equations);
    for (syntax::Macro& macro : tree.macros) rewrite(macro, tree.macros);
  }
  Diagnostics take() { return std::move(said_); }

 private:
  void rewrite(syntax::Macro& macro, const std::vector<syntax::Macro>& all) {
    put_hidden_in_place(macro.equations);
    name_as_vensim(macro, all, names_);
    kinds_.clear();
    find_kinds(macro.equations);
    std::vector<syntax::Equation> equations;
    for (syntax::Equation& equation : macro.equations) {
      owner_ = &equation;
      rewrite(*equation.right);
      std::ranges::move(own_tables_, std::back_inserter(equations));
      own_tables_.clear();
      equations.push_back(std::move(equation));
    }
    macro.equations = std::move(equations);
  }

  // Vensim's lookups keep their first and last values; other kinds are said where they are read.
  void find_kinds(std::vector<syntax::Equation>& equations) {
    for (syntax::Equation& equation : equations) {
      auto* table = equation.right ? std::get_if<syntax::Table>(&equation.right->node) : nullptr;
      if (table == nullptr || table->kind == TableKind::hold) continue;
      kinds_[syntax::key_of(equation.name)] = std::exchange(table->kind, TableKind::hold);
    }
  }

  void rewrite(Expr& expr) {
    for_each_part(expr, [&](Expr& part) { rewrite(part); });
    if (auto* made = std::get_if<syntax::Call>(&expr.node)) rewrite_call(*made, expr);
  }

  void rewrite_call(syntax::Call& made, Expr& expr) {
    if (const auto kind = kinds_.find(syntax::key_of(made.name)); kind != kinds_.end()) {
      return read_by_kind({expr.span, syntax::Reference{made.name, made.subscripts}}, kind->second,
                          made.arguments.at(0), expr);
    }
    if (syntax::key_of(made.name) == "with lookup") return read_table(made, expr);
    if (!made.name.starts_with('#') || !model::find_builtin(made.name)) return;
    const std::string id = made.name.substr(1);
    if (!rewrite_by_id(id, made.arguments, expr)) {
      said_.push_back(make_diagnostic(Code::writing_not_expressible, sources_.place_of(expr.span),
                                      format("Vensim has no form for the function {}", id),
                                      format("the equation of \"{}\" needs it", owner_->name),
                                      "write the relation with simpler functions"));
    }
  }

  static void read_by_kind(Expr table, TableKind kind, const Expr& input, Expr& expr) {
    const char* const name =
        kind == TableKind::extrapolate ? "LOOKUP EXTRAPOLATE" : "LOOKUP BACKWARD";
    replace(expr, call(name, expr.span, std::move(table), input));
  }

  void read_table(syntax::Call& made, Expr& expr) {
    auto* table = std::get_if<syntax::Table>(&made.arguments.at(1).node);
    if (table == nullptr || table->kind == TableKind::hold) return;
    syntax::Equation own;
    own.name =
        names_.unused(names_.keep_signs() ? "#table of " + owner_->name : owner_->name + " lookup");
    own.group = owner_->group;
    own.kind = syntax::EquationKind::lookup;
    const TableKind kind = std::exchange(table->kind, TableKind::hold);
    own.right = made.arguments.at(1);
    Expr named = reference(own.name, expr.span);
    own_tables_.push_back(std::move(own));
    const Expr input = made.arguments.at(0);
    read_by_kind(std::move(named), kind, input, expr);
  }

  bool rewrite_by_id(const std::string& id, std::vector<Expr>& given, Expr& expr) {
    const Span span = expr.span;
    if (id == "safe_divide" && is_repeatable(given[1])) {
      replace(expr, choose(binary(BinaryOp::equal, given[1], number(0, span)), given[2],
                           binary(BinaryOp::divide, given[0], given[1])));
      return true;
    }
    if (id == "floor" && is_repeatable(given[0])) return replace(expr, floor_of(given[0])), true;
    if (id == "round" && is_repeatable(given[0])) return replace(expr, round_of(given[0])), true;
    if (id == "floored_modulo" && is_repeatable(given[0]) && is_repeatable(given[1])) {
      Expr whole = floor_of(binary(BinaryOp::divide, given[0], given[1]));
      replace(expr, binary(BinaryOp::subtract, given[0],
                           binary(BinaryOp::multiply, given[1], std::move(whole))));
      return true;
    }
    if (id == "pulse_volume") return replace(expr, pulse_of(given, span)), true;
    if (id == "forecast_from" && is_number(given[3], 0)) {
      replace(expr, call("FORECAST", span, given[0], given[1], given[2]));
      return true;
    }
    if (id == "smooth_nth" || id == "delay_nth") return chain_of(id == "smooth_nth", given, expr);
    return false;
  }

  // The volume within one step, at a time or again and again.
  static Expr pulse_of(const std::vector<Expr>& given, Span span) {
    const Expr step = reference("TIME STEP", span);
    Expr shape = is_number(given[2], 0)
                     ? call("PULSE", span, given[1], step)
                     : call("PULSE TRAIN", span, given[1], step, given[2],
                            binary(BinaryOp::add, reference("FINAL TIME", span), step));
    return binary(BinaryOp::multiply, binary(BinaryOp::divide, given[0], step), std::move(shape));
  }

  // Vensim has the first and the third order by stocks; others move once a step.
  bool chain_of(bool smooth, const std::vector<Expr>& given, Expr& expr) {
    const bool first = is_number(given[3], 1), third = is_number(given[3], 3);
    if (first || third) {
      const std::string name =
          smooth ? (first ? "SMOOTHI" : "SMOOTH3I") : (first ? "DELAY1I" : "DELAY3I");
      replace(expr, call(name, expr.span, given[0], given[1], given[2]));
      return true;
    }
    const std::string name = smooth ? "SMOOTH N" : "DELAY N";
    said_.push_back(make_diagnostic(
        Code::writing_changed, sources_.place_of(expr.span),
        format("{} in \"{}\" moves once a step", name, owner_->name),
        "XMILE's moves by stocks, so values may differ slightly where steps are long"));
    replace(expr, call(name, expr.span, given[0], given[1], given[2], given[3]));
    return true;
  }

  const SourceSet& sources_;
  Names& names_;
  std::unordered_map<std::string, TableKind> kinds_;  // of lookups, by key
  std::vector<syntax::Equation> own_tables_;
  const syntax::Equation* owner_ = nullptr;
  Diagnostics said_;
};

}  // namespace

Diagnostics to_vensim(syntax::Tree& tree, const SourceSet& sources, Names& names) {
  Vensimer vensimer(sources, names);
  vensimer.rewrite(tree);
  return vensimer.take();
}

}  // namespace sluice::convert
