#include "convert/macro_calls.h"

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "base/number.h"
#include "base/unicode.h"
#include "convert/build.h"
#include "model/builtins.h"

namespace sluice::convert {
namespace {

using model::Builtin;
using syntax::Expr;
using syntax::key_of;

constexpr std::string_view kMarker = "#kept macro ";

const syntax::Call* call_of(const Expr& expr, Builtin builtin) {
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  return call != nullptr && model::find_builtin(call->name) == builtin ? call : nullptr;
}

// What a macro of both formats may hold: no arrays, no texts, and stocks as whole equations. No
// draws: they follow from the number of the macro's call, and what is written has other numbers
// where an equation becomes several.
bool is_common(const Expr& expr, bool whole) {
  if (std::holds_alternative<syntax::Text>(expr.node)) return false;
  const auto* reference = std::get_if<syntax::Reference>(&expr.node);
  if (reference != nullptr && !reference->subscripts.empty()) return false;
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  if (call != nullptr) {
    const bool stock = call_of(expr, Builtin::integ) != nullptr;
    const auto builtin = model::find_builtin(call->name);
    const auto kind =
        builtin ? model::info_of(*builtin).builtin_class : model::BuiltinClass::elementary;
    if (builtin && model::is_drawn(*builtin)) return false;
    const bool known = kind == model::BuiltinClass::elementary ||
                       kind == model::BuiltinClass::stateful || builtin == Builtin::with_lookup ||
                       builtin == Builtin::initial || stock;
    if (!call->subscripts.empty() || (stock && !whole) || !known) return false;
  }
  return !any_part(expr, [](const Expr& part) { return !is_common(part, false); });
}

// A macro that takes a lookup applies its input.
bool applies_input(const Expr& expr, const syntax::Macro& macro) {
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  const auto is_it = [&](const syntax::Subscript& one) {
    return key_of(one.name) == key_of(call->name);
  };
  if (call != nullptr && std::ranges::any_of(macro.inputs, is_it)) return true;
  return any_part(expr, [&](const Expr& part) { return applies_input(part, macro); });
}

}  // namespace

bool is_taken(const std::string& key) {
  constexpr std::string_view kOfXmile[] = {"delay", "trend", "init", "sum",     "prod", "min",
                                           "max",   "int",   "size", "safediv", "mean", "if"};
  if (model::find_builtin(key) || std::ranges::find(kOfXmile, key) != std::end(kOfXmile))
    return true;
  return std::ranges::any_of(model::all_builtins(), [&](const model::BuiltinInfo& info) {
    const auto names = split(info.xmile_name, ',');
    return std::ranges::any_of(names, [&](std::string_view one) { return key_of(one) == key; });
  });
}

MacroCalls::MacroCalls(const syntax::Tree& source, bool xmile) : source_(source) {
  for (const syntax::Equation& equation : source.equations) {
    if (is_table(equation)) tables_.insert(key_of(equation.name));
    if (equation.right) find_drawn(*equation.right);
  }
  for (const syntax::Macro& macro : source.macros) {
    for (const syntax::Equation& equation : macro.equations) {
      if (equation.right) find_drawn(*equation.right);
    }
  }
  find_kept(xmile);
}

// True where the expression draws.
bool MacroCalls::find_drawn(const Expr& expr) {
  bool draws = false;
  for_each_part(expr, [&](const Expr& part) { draws = find_drawn(part) || draws; });
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  if (call == nullptr) return draws;
  if (draws) drawn_.insert(key_of(call->name));
  const auto builtin = model::find_builtin(call->name);
  return draws || (builtin && model::is_drawn(*builtin));
}

// A macro that calls one that is written out is written out too; so is one that calls itself.
void MacroCalls::find_kept(bool xmile) {
  for (bool more = true; more;) {
    more = false;
    for (const syntax::Macro& macro : source_.macros) {
      const std::string key = key_of(macro.name);
      if (kept_.contains(key) || !may_stay(macro, xmile) || !calls_only_kept(macro)) continue;
      kept_.insert(key);
      more = true;
    }
  }
}

bool MacroCalls::may_stay(const syntax::Macro& macro, bool xmile) const {
  const std::string key = key_of(macro.name);
  if (macro.clock || is_taken(key) || macro.inputs.empty() || drawn_.contains(key)) return false;
  const auto is_it = [&](const syntax::Equation& one) { return key_of(one.name) == key; };
  if (!std::ranges::any_of(macro.equations, is_it)) return false;
  return std::ranges::all_of(macro.equations, [&](const syntax::Equation& one) {
    const bool plain = one.kind == syntax::EquationKind::ordinary ||
                       one.kind == syntax::EquationKind::unchangeable || is_table(one);
    const bool whole = plain && one.right && one.subscripts.empty() && one.exceptions.empty();
    // Written with <init> in XMILE, which has no such thing inside macros.
    const bool starts = whole && call_of(*one.right, Builtin::active_initial) != nullptr;
    return whole && !(xmile && starts) && is_common(*one.right, true) &&
           !applies_input(*one.right, macro);
  });
}

bool MacroCalls::calls_only_kept(const syntax::Macro& macro) const {
  return std::ranges::all_of(
      macro.equations, [&](const syntax::Equation& one) { return calls_only_kept(*one.right); });
}

bool MacroCalls::calls_only_kept(const Expr& expr) const {
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  const auto is_it = [&](const syntax::Macro& one) {
    return key_of(one.name) == key_of(call->name);
  };
  if (call != nullptr && std::ranges::any_of(source_.macros, is_it) && !keeps(call->name))
    return false;
  return !any_part(expr, [&](const Expr& part) { return !calls_only_kept(part); });
}

void MacroCalls::disguise(syntax::Tree& tree) {
  if (empty()) return;
  std::vector<syntax::Equation> all;
  for (std::size_t i = 0; i < source_.macros.size(); ++i) {
    syntax::Equation marker;
    marker.span = marker.name_span = source_.macros[i].span;
    marker.name = format("{}{}", kMarker, i);
    marker.right = number(0, marker.span);
    marker.supplementary = true;
    all.push_back(std::move(marker));
    results_.insert(key_of(all.back().name));
  }
  for (syntax::Equation& equation : tree.equations) {
    std::vector<syntax::Equation> results;
    if (equation.right) disguise(*equation.right, equation, results);
    all.push_back(std::move(equation));
    std::ranges::move(results, std::back_inserter(all));
  }
  tree.equations = std::move(all);
}

bool MacroCalls::may_stay(const syntax::Call& call, const syntax::Macro& macro,
                          const syntax::Equation& owner) const {
  const std::size_t inputs = macro.inputs.size(), most = inputs + macro.outputs.size();
  if (call.arguments.size() < inputs || call.arguments.size() > most) return false;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const auto* name = std::get_if<syntax::Reference>(&call.arguments[i].node);
    if (i < inputs && name != nullptr && tables_.contains(key_of(name->name))) return false;
    if (i >= inputs && (name == nullptr || key_of(name->name) == key_of(owner.name))) return false;
  }
  return true;
}

// DELAY FIXED(IF THEN ELSE(mark, first, IF THEN ELSE(mark, second, ...)), 1, 0): whatever loop goes
// through the macro, none goes through this.
void MacroCalls::disguise(Expr& expr, const syntax::Equation& owner,
                          std::vector<syntax::Equation>& results) {
  for_each_part(expr, [&](Expr& part) { disguise(part, owner, results); });
  auto* call = std::get_if<syntax::Call>(&expr.node);
  if (call == nullptr || !keeps(call->name)) return;
  const auto macro = std::ranges::find_if(source_.macros, [&](const syntax::Macro& one) {
    return key_of(one.name) == key_of(call->name);
  });
  if (!may_stay(*call, *macro, owner)) return;
  const Span span = expr.span;
  const std::string mark = format("{}{}", kMarker, macro - source_.macros.begin());
  Expr whole = number(static_cast<double>(call->arguments.size()), span);
  for (std::size_t i = call->arguments.size(); i-- > 0;) {
    if (i >= macro->inputs.size()) {
      syntax::Equation result;
      result.span = result.name_span = call->arguments[i].span;
      result.name = std::get<syntax::Reference>(call->arguments[i].node).name;
      result.subscripts = owner.subscripts;
      result.exceptions = owner.exceptions;
      result.right = number(0, span);
      results_.insert(key_of(result.name));
      // As a value it would have to be named with its subscripts.
      call->arguments[i].node = syntax::Reference{result.name, owner.subscripts};
      results.push_back(std::move(result));
    }
    whole = choose(reference(mark, span), std::move(call->arguments[i]), std::move(whole));
  }
  expr = sluice::convert::call("DELAY FIXED", span, std::move(whole), number(1, span),
                               number(0, span));
}

void MacroCalls::put_back(Expr& expr) const {
  for_each_part(expr, [&](Expr& part) { put_back(part); });
  const syntax::Call* delay = call_of(expr, Builtin::delay_fixed);
  if (delay == nullptr || delay->arguments.empty()) return;
  const auto mark_of = [](const syntax::Call* choice) {
    const auto* name =
        choice != nullptr ? std::get_if<syntax::Reference>(&choice->arguments.at(0).node) : nullptr;
    const bool marks = name != nullptr && name->name.starts_with(kMarker);
    return marks ? number_in(std::string_view(name->name).substr(kMarker.size())) : std::nullopt;
  };
  const syntax::Call* choice = call_of(delay->arguments[0], Builtin::if_then_else);
  const auto which = mark_of(choice);
  if (!which) return;
  const syntax::Macro& macro = source_.macros.at(static_cast<std::size_t>(*which));
  syntax::Call made{macro.name, {}, {}};
  for (; mark_of(choice); choice = call_of(choice->arguments[2], Builtin::if_then_else)) {
    made.arguments.push_back(choice->arguments[1]);
    auto* result = std::get_if<syntax::Reference>(&made.arguments.back().node);
    if (made.arguments.size() > macro.inputs.size() && result != nullptr)
      result->subscripts.clear();
  }
  replace(expr, Expr{expr.span, std::move(made)});
}

void MacroCalls::put_back(syntax::Tree& tree) const {
  if (empty()) return;
  std::erase_if(tree.equations,
                [&](const syntax::Equation& one) { return results_.contains(key_of(one.name)); });
  for (syntax::Equation& equation : tree.equations) {
    if (equation.right) put_back(*equation.right);
  }
  for (const syntax::Macro& macro : source_.macros) {
    if (keeps(macro.name)) tree.macros.push_back(macro);
  }
}

}  // namespace sluice::convert
