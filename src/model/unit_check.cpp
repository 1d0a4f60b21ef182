#include "model/unit_check.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/format.h"
#include "model/macros.h"
#include "model/unit_rule.h"

namespace sluice::model {
namespace {

const UnitRule& rule_of(Builtin builtin) {
  static const std::vector<UnitRule> rules = [] {
    std::vector<UnitRule> parsed;
    for (const BuiltinInfo& info : all_builtins()) {
      const bool special = info.id == Builtin::power;
      parsed.push_back(special ? UnitRule{} : parse_unit_rule(info.unit_rule));
    }
    return parsed;
  }();
  return rules[static_cast<std::size_t>(builtin)];
}

std::string_view symbol_of(BinaryOp op) {
  constexpr std::array<std::string_view, 13> kSymbols = {
      "+", "-", "*", "/", "^", "<", "<=", ">", ">=", "=", "<>", ":AND:", ":OR:"};
  return kSymbols[static_cast<std::size_t>(op)];
}

// The value of an exponent written with numbers only, as in x^(1/3).
std::optional<double> written_number(const Expr& expr) {
  if (const auto* number = std::get_if<Number>(&expr.node)) return number->value;
  const auto* binary = std::get_if<Binary>(&expr.node);
  if (binary == nullptr) return std::nullopt;
  const auto a = written_number(binary->operands[0]), b = written_number(binary->operands[1]);
  if (!a || !b) return std::nullopt;
  if (binary->op == BinaryOp::divide) return *a / *b;
  if (binary->op == BinaryOp::multiply) return *a * *b;
  if (binary->op == BinaryOp::add) return *a + *b;
  if (binary->op == BinaryOp::subtract) return *a - *b;
  return std::nullopt;
}

// The stock whose content bounds the rest of an expression, as XMILE's non-negative ones do.
const Reference* stock_held_in(const Expr& expr) {
  const auto* call = std::get_if<Call>(&expr.node);
  if (call != nullptr && call->builtin == Builtin::held_stock) {
    return std::get_if<Reference>(&call->arguments[0].node);
  }
  const Reference* found = nullptr;
  for_each_part(expr, [&](const Expr& part) {
    if (found == nullptr) found = stock_held_in(part);
  });
  return found;
}

std::string in_units(const Unit& unit) {
  return unit.known && unit.powers.empty() ? "dimensionless" : "in " + to_text(unit);
}

// Measures one right-hand side; stops saying things after the first.
class EquationUnits {
 public:
  EquationUnits(const Model& model, const Variable& variable)
      : model_(model), variable_(variable) {}

  std::optional<Diagnostic> check(const Equation& equation) {
    const Measured right = measure(equation.right);
    if (complaint_) return complaint_;
    const Unit& left = variable_.unit;
    if (!left.known || !right.unit.known || right.literal || left == right.unit) return {};
    say(Code::unit_sides_differ, equation.name_span,
        format("units of \"{}\" do not balance: left {}, right {}", variable_.name, to_text(left),
               to_text(right.unit)),
        "the two sides of an equation measure the same thing",
        format("left over right is {}: mend a unit, or put the factor in",
               to_text(over(left, right.unit))));
    return complaint_;
  }

 private:
  Measured measure(const Expr& expr) {
    return std::visit([&](const auto& node) { return of(node, expr.span); }, expr.node);
  }
  Measured of(const Number&, Span) { return {dimensionless(), true}; }
  Measured of(const ElementNumber&, Span) { return {dimensionless(), true}; }
  Measured of(const Table&, Span) { return {}; }
  Measured of(const Reference& node, Span) { return {model_.at(node.variable).unit, false}; }
  Measured of(const LookupCall& node, Span) {
    measure(node.argument[0]);
    return {model_.at(node.table.variable).unit, false};
  }
  Measured of(const Unary& node, Span) {
    const Measured operand = measure(node.operand[0]);
    return node.op == UnaryOp::minus ? operand : Measured{dimensionless(), true};
  }
  Measured of(const Binary& node, Span span) {
    const Measured a = measure(node.operands[0]), b = measure(node.operands[1]);
    switch (node.op) {
      case BinaryOp::add:
      case BinaryOp::subtract: return alike(node.op, a, b, span);
      case BinaryOp::multiply: return {times(a.unit, b.unit), a.literal && b.literal};
      case BinaryOp::divide: return {over(a.unit, b.unit), a.literal && b.literal};
      case BinaryOp::power: return raised(a, b, node.operands[1], span);
      case BinaryOp::less:
      case BinaryOp::less_equal:
      case BinaryOp::greater:
      case BinaryOp::greater_equal:
      case BinaryOp::equal:
      case BinaryOp::not_equal: alike(node.op, a, b, span); break;
      case BinaryOp::logical_and:
      case BinaryOp::logical_or: break;
    }
    return {dimensionless(), true};
  }
  Measured of(const Call& node, Span span) {
    const bool bounds = node.builtin == Builtin::min || node.builtin == Builtin::max;
    const Reference* stock = bounds ? stock_held_in(node.arguments[1]) : nullptr;
    if (stock != nullptr) return within_stock(node.arguments[0], model_.at(stock->variable));
    std::vector<Measured> arguments;
    for (const Expr& argument : node.arguments) arguments.push_back(measure(argument));
    if (node.builtin == Builtin::power) {
      return raised(arguments[0], arguments[1], node.arguments[1], span);
    }
    const Unit& time = model_.at(model_.time).unit;
    const RuleOutcome outcome = apply(rule_of(node.builtin), arguments, time);
    if (outcome.misfit) say_misfit(node, arguments, outcome);
    return outcome.result;
  }

  // The bound is not written in the model: it is told as what it means.
  Measured within_stock(const Expr& flow, const Variable& stock) {
    const Measured measured = measure(flow);
    const Unit expected = over(stock.unit, model_.at(model_.time).unit);
    const bool known = measured.unit.known && expected.known && !measured.literal;
    if (known && measured.unit != expected) {
      const bool own = &stock == &variable_;
      say(Code::unit_argument, flow.span,
          own ? format("the flows of \"{}\" are {}, the stock over the time unit is {}", stock.name,
                       in_units(measured.unit), in_units(expected))
              : format("\"{}\" is {}, the stock \"{}\" that it leaves is over the time unit {}",
                       variable_.name, in_units(measured.unit), stock.name, in_units(expected)),
          "a stock that may not be negative gives no more in a step than it holds",
          "mend a unit, or put the factor in: flows are in the stock's unit over that of the time");
    }
    return measured;
  }

  Measured alike(BinaryOp op, const Measured& a, const Measured& b, Span span) {
    if (a.literal) return b;
    if (b.literal || !b.unit.known) return a;
    if (!a.unit.known) return b;
    if (a.unit != b.unit) {
      say(Code::unit_terms_differ, span,
          format("units do not match around `{}` in \"{}\": {} and {}", symbol_of(op),
                 variable_.name, to_text(a.unit), to_text(b.unit)),
          "only like can be added to, or compared with, like",
          format("convert one of them: left over right is {}", to_text(over(a.unit, b.unit))));
    }
    return a;
  }

  Measured raised(const Measured& base, const Measured& exponent, const Expr& written, Span span) {
    const auto power = written_number(written);
    if (power) return {to_the(base.unit, *power), base.literal};
    const bool plain = exponent.literal || !exponent.unit.known || exponent.unit.powers.empty();
    const bool bare = base.literal || !base.unit.known || base.unit.powers.empty();
    if (!plain || !bare) {
      say(Code::unit_power, span,
          format("a power in \"{}\" has units: {} to the power of {}", variable_.name,
                 to_text(base.unit), to_text(exponent.unit)),
          "a power that is computed must be taken of, and by, dimensionless numbers",
          "divide by a reference value of the same unit first");
    }
    return {base.unit.known ? dimensionless() : Unit{}, false};
  }

  void say_misfit(const Call& node, const std::vector<Measured>& arguments,
                  const RuleOutcome& outcome) {
    const std::size_t i = *outcome.misfit;
    const BuiltinInfo& info = info_of(node.builtin);
    say(Code::unit_argument, node.arguments[i].span,
        format("argument {} of {} in \"{}\" is {}, not {}", i + 1, info.name, variable_.name,
               in_units(arguments[i].unit), in_units(outcome.expected)),
        format("the units of {} are: {} (t the time unit, 1 dimensionless, the same letter the "
               "same unit)",
               info.name, info.unit_rule),
        "mend a unit, or divide by a value that brings it to the right one");
  }

  void say(Code code, Span span, std::string message, std::string reason, std::string hint) {
    if (complaint_) return;
    complaint_ = make_diagnostic(code, model_.sources.place_of(span), std::move(message),
                                 std::move(reason), std::move(hint));
  }

  const Model& model_;
  const Variable& variable_;
  std::optional<Diagnostic> complaint_;
};

void note_missing_units(const Model& model, Diagnostics& diagnostics) {
  std::vector<const Variable*> bare;
  for (const Variable& variable : model.variables) {
    const bool own = &variable != &model.at(model.time) && !is_macro_local(variable.name);
    if (own && variable.unit_text.empty()) bare.push_back(&variable);
  }
  if (bare.empty()) return;
  const std::string listed =
      first_few(bare, 3, [](const Variable* one) { return format("\"{}\"", one->name); });
  diagnostics.push_back(make_diagnostic(
      Code::unit_missing, model.sources.place_of(bare[0]->span),
      format("{} without units: {}", bare.size() == 1 ? "a variable is" : "variables are", listed),
      "a variable without a unit balances with anything, so mistakes around it stay hidden",
      "give it a unit; a number without dimension is Dmnl"));
}

}  // namespace

void read_units(const syntax::Tree& tree, Draft& draft) {
  UnitNames& names = draft.model.unit_names;
  for (const std::vector<std::string>& same : tree.unit_equivalences) names.add(same);
  std::unordered_map<std::string, Span> spans;
  for (const syntax::Equation& equation : tree.equations) {
    if (!equation.unit.empty()) spans.emplace(syntax::key_of(equation.name), equation.unit_span);
  }
  for (Variable& variable : draft.model.variables) {
    const auto unit = parse_unit(variable.unit_text, names);
    if (unit) {
      variable.unit = *unit;
      continue;
    }
    draft.say(Code::unit_malformed, spans[syntax::key_of(variable.name)],
              format("\"{}\" is not a unit", variable.unit_text),
              format("the unit of \"{}\" is taken as unknown", variable.name),
              "write names with * / ^ and parentheses, as in usd/(unit*month)");
  }
  if (const auto step = draft.variable("TIME STEP")) {
    Variable& time = draft.model.variables[static_cast<std::size_t>(draft.model.time)];
    time.unit = draft.model.at(*step).unit;
    time.unit_text = draft.model.at(*step).unit_text;
  }
}

Diagnostics check_units(const Model& model) {
  Diagnostics diagnostics;
  for (const Variable& variable : model.variables) {
    if (variable.kind == VariableKind::lookup || variable.kind == VariableKind::data) continue;
    for (const Equation& equation : variable.equations) {
      if (!equation.values.empty()) continue;
      auto complaint = EquationUnits(model, variable).check(equation);
      if (complaint) diagnostics.push_back(std::move(*complaint));
    }
  }
  note_missing_units(model, diagnostics);
  return diagnostics;
}

}  // namespace sluice::model
