// Between which numbers an expression surely stays, where that is plain to see: how long a conveyor
// may become.
#include <algorithm>
#include <cmath>
#include <limits>

#include "base/number.h"
#include "syntax/xmile/equations.h"
#include "syntax/xmile/parser.h"
#include "syntax/xmile/tokens.h"

namespace sluice::syntax::xmile {

namespace {

using Bounds = std::pair<double, double>;

Bounds around(std::initializer_list<double> values) { return {std::min(values), std::max(values)}; }

bool is_finite(const Bounds& of) { return std::isfinite(of.first) && std::isfinite(of.second); }

std::optional<Bounds> joined_bounds(const Joined& form, const Bounds& a, const Bounds& b) {
  if (form.joint != Joint::plain) return std::nullopt;
  const bool scales = form.op == BinaryOp::multiply || form.op == BinaryOp::divide;
  if (scales && !(is_finite(a) && is_finite(b))) return std::nullopt;
  switch (form.op) {
    case BinaryOp::add: return Bounds{a.first + b.first, a.second + b.second};
    case BinaryOp::subtract: return Bounds{a.first - b.second, a.second - b.first};
    case BinaryOp::multiply:
      return around(
          {a.first * b.first, a.first * b.second, a.second * b.first, a.second * b.second});
    case BinaryOp::divide:
      if (b.first <= 0 && b.second >= 0) return std::nullopt;
      return around(
          {a.first / b.first, a.first / b.second, a.second / b.first, a.second / b.second});
    case BinaryOp::power: return std::nullopt;
    default: return Bounds{0, 1};
  }
}

std::optional<Bounds> heights_of(const Variable& graph) {
  std::optional<Bounds> bounds;
  const auto add = [&](const std::optional<Table>& table) {
    if (!table) return;
    for (const auto& [x, y] : table->points) {
      bounds = bounds ? around({bounds->first, bounds->second, y}) : Bounds{y, y};
    }
  };
  const auto extrapolates = [](const std::optional<Table>& table) {
    return table && table->kind == TableKind::extrapolate;
  };
  bool endless = extrapolates(graph.table);
  add(graph.table);
  for (const Element& element : graph.elements) {
    add(element.table);
    endless = endless || extrapolates(element.table);
  }
  return endless ? std::nullopt : bounds;
}

}  // namespace

// A number of the settings: "initial time", "final time", "time step".
std::optional<double> EquationWriter::setting(const std::string& name) const {
  for (const Equation& equation : whole_.tree.equations) {
    if (key_of(equation.name) != name || !equation.right) continue;
    if (const auto* found = std::get_if<syntax::Number>(&equation.right->node)) return found->value;
  }
  const Variable* own = whole_.root.find(name);
  return own != nullptr && own->equation ? number_in(name_in(own->equation->value)) : std::nullopt;
}

std::optional<Bounds> EquationWriter::bounds_of_name(const Name& name, int depth) const {
  const Found found = find_variable(whole_, scope_, name.path);
  const auto start = setting("initial time"), stop = setting("final time");
  if (!found) {
    const std::string key = key_of(name.path.back());
    const auto step = setting("time step");
    if (key == "time" && start && stop) return Bounds{*start, *stop};
    if (key == "starttime" && start) return Bounds{*start, *start};
    if (key == "stoptime" && stop) return Bounds{*stop, *stop};
    if (key == "dt" && step) return Bounds{*step, *step};
    return std::nullopt;
  }
  const Variable& variable = *source_of(whole_, found).variable;
  if (variable.has_table()) return heights_of(variable);
  const bool plain = variable.sort == Sort::aux && variable.elements.empty() && variable.equation &&
                     variable.further_equations.empty();
  if (!plain) return std::nullopt;
  const auto [known, fresh] = bounds_.emplace(&variable, std::nullopt);  // in a circle: nothing
  if (!fresh) return known->second;
  Complaints silent = complaints_;
  const auto nodes = parse_equation(*variable.equation, silent);
  if (!nodes || nodes->size() != 1) return std::nullopt;
  return bounds_[&variable] = bounds_of(nodes->front(), depth + 1);
}

std::optional<Bounds> EquationWriter::bounds_of_call(const Applied& form, int depth) const {
  const std::string name = key_of(form.path.back());
  std::vector<Bounds> of;
  // Of MIN the least upper bound that is known suffices, of MAX the largest lower one.
  const auto unknown = [&]() -> std::optional<Bounds> {
    constexpr double kEndless = std::numeric_limits<double>::infinity();
    if (name != "max" && name != "min") return std::nullopt;
    return Bounds{-kEndless, kEndless};
  };
  for (const Node& node : form.arguments) {
    const auto known = bounds_of(node, depth + 1);
    const auto bounds = known ? known : unknown();
    if (!bounds) return std::nullopt;
    of.push_back(*bounds);
  }
  if (name == "step" && of.size() == 2) return around({0, of[0].first, of[0].second});
  if ((name == "random" || name == "uniform") && of.size() > 1) {
    return Bounds{of[0].first, of[1].second};
  }
  if ((name != "max" && name != "min") || of.empty()) return std::nullopt;
  const bool most = name == "max";
  Bounds bounds = of.front();
  for (const Bounds& one : of) {
    bounds = most ? Bounds{std::max(bounds.first, one.first), std::max(bounds.second, one.second)}
                  : Bounds{std::min(bounds.first, one.first), std::min(bounds.second, one.second)};
  }
  return bounds;
}

std::optional<Bounds> EquationWriter::bounds_of(const Node& node, int depth) const {
  constexpr int kDeepest = 12;
  if (depth > kDeepest) return std::nullopt;
  if (const auto* written = std::get_if<Number>(&node.form)) {
    return Bounds{written->value, written->value};
  }
  if (const auto* sign = std::get_if<Signed>(&node.form)) {
    const auto of = bounds_of(sign->operand[0], depth + 1);
    if (!of || sign->op == UnaryOp::logical_not) return std::nullopt;
    return sign->op == UnaryOp::minus ? Bounds{-of->second, -of->first} : *of;
  }
  if (const auto* joined = std::get_if<Joined>(&node.form)) {
    const auto left = bounds_of(joined->operands[0], depth + 1);
    const auto right = bounds_of(joined->operands[1], depth + 1);
    return left && right ? joined_bounds(*joined, *left, *right) : std::nullopt;
  }
  if (const auto* choice = std::get_if<Choice>(&node.form)) {
    const auto yes = bounds_of(choice->parts[1], depth + 1);
    const auto no = bounds_of(choice->parts[2], depth + 1);
    if (!yes || !no) return std::nullopt;
    return around({yes->first, yes->second, no->first, no->second});
  }
  if (const auto* name = std::get_if<Name>(&node.form)) return bounds_of_name(*name, depth);
  const auto* applied = std::get_if<Applied>(&node.form);
  return applied != nullptr ? bounds_of_call(*applied, depth) : std::nullopt;
}

}  // namespace sluice::syntax::xmile
