// Numbers of the model's own text.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "app/evidence.h"
#include "base/format.h"
#include "base/number.h"
#include "model/control.h"

namespace sluice::app {
namespace {

using model::Expr;
using model::Variable;
using model::VariableKind;
using report::NumberUsed;

bool is_power_of_ten(double value) {
  const double exponent = std::log10(std::abs(value));
  return std::abs(exponent - std::round(exponent)) < 1e-12;
}

// Numbers that define and do not measure.
bool defines(double value) {
  constexpr std::array<double, 5> kCalendar = {12, 24, 60, 365, 365.25};
  const double size = std::abs(value);
  return size == 0 || is_power_of_ten(size) ||
         std::ranges::find(kCalendar, size) != kCalendar.end() || size == 2 ||
         size == -kNotAvailable;
}

bool is_half(double value) { return std::abs(value - std::floor(value) - 0.5) < 1e-12; }

bool compares(model::BinaryOp op) {
  switch (op) {
    case model::BinaryOp::less:
    case model::BinaryOp::less_equal:
    case model::BinaryOp::greater:
    case model::BinaryOp::greater_equal:
    case model::BinaryOp::equal:
    case model::BinaryOp::not_equal: return true;
    default: return false;
  }
}

std::string text_of(const model::Table& table) {
  std::string text;
  for (const auto& [x, y] : table.points) {
    text += format("{}({}, {})", text.empty() ? "" : " ", to_text(x), to_text(y));
  }
  return text;
}

// The numbers of one right-hand side that need evidence, as written.
class Collector {
 public:
  std::vector<std::string> found;

  void collect(const Expr& expr, bool compared = false) {
    std::visit([&](const auto& node) { from(node, compared); }, expr.node);
  }

 private:
  void from(const model::Number& node, bool compared) {
    if (!defines(node.value) && !(compared && is_half(node.value))) {
      found.push_back(to_text(node.value));
    }
  }
  void from(const model::Reference&, bool) {}
  void from(const model::ElementNumber&, bool) {}
  void from(const model::Unary& node, bool compared) { collect(node.operand.front(), compared); }
  void from(const model::Binary& node, bool) {
    const auto* exponent = std::get_if<model::Number>(&node.operands.back().node);
    if (node.op == model::BinaryOp::power && exponent != nullptr && exponent->value == 2) {
      found.emplace_back("2");  // the shape of a curve is an assumption
    }
    for (const Expr& one : node.operands) collect(one, compares(node.op));
  }
  void from(const model::Call& node, bool) {
    for (const Expr& one : node.arguments) collect(one);
  }
  void from(const model::LookupCall& node, bool) {
    for (const Expr& one : node.argument) collect(one);
  }
  void from(const model::Table& node, bool) { found.push_back(text_of(node)); }
};

// Each equation once, however many cells it defines.
std::vector<std::string> numbers_in(const Variable& variable) {
  Collector collector;
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
  const bool always =
      variable.kind == VariableKind::constant || variable.kind == VariableKind::lookup;
  for (const auto& equation : variable.equations) {
    if (!seen.emplace(equation.span.file, equation.span.begin).second) continue;
    for (const double value : equation.values) collector.found.push_back(to_text(value));
    if (!equation.values.empty()) continue;
    const auto* plain = std::get_if<model::Number>(&equation.right.node);
    if (always && plain != nullptr) {
      collector.found.push_back(to_text(plain->value));
    } else {
      collector.collect(equation.right);
    }
  }
  return std::move(collector.found);
}

std::string kind_of(const Variable& variable) {
  switch (variable.kind) {
    case VariableKind::constant: return "constant";
    case VariableKind::lookup: return "table";
    case VariableKind::data: return "data series";
    case VariableKind::auxiliary:
    case VariableKind::stock: break;
  }
  return "number in an equation";
}

std::string range_of(const Variable& variable) {
  if (!variable.minimum && !variable.maximum) return {};
  const auto end = [](const std::optional<double>& value) { return value ? to_text(*value) : "…"; };
  return format("{} to {}", end(variable.minimum), end(variable.maximum));
}

// Variable -> inputs of the study that set a cell of it.
std::map<model::VariableId, std::string> inputs_by_variable(const ensemble::Bound& bound) {
  std::map<model::VariableId, std::string> names;
  const auto add = [&](model::CellRef cell, const std::string& name) {
    std::string& text = names[cell.variable];
    text += (text.empty() ? "" : ", ") + name;
  };
  for (std::size_t k = 0; k < bound.lever_cells.size(); ++k) {
    add(bound.lever_cells[k], bound.study->levers[k].name);
  }
  for (std::size_t k = 0; k < bound.uncertainty_cells.size(); ++k) {
    add(bound.uncertainty_cells[k], bound.study->uncertainties[k].name);
  }
  return names;
}

}  // namespace

std::vector<NumberUsed> model_numbers(const ensemble::Bound& bound) {
  std::vector<NumberUsed> numbers;
  const auto inputs = inputs_by_variable(bound);
  for (std::size_t k = 0; k < bound.model->variables.size(); ++k) {
    const Variable& variable = bound.model->variables[k];
    const auto values = numbers_in(variable);
    const bool series = variable.kind == VariableKind::data && !variable.series.empty();
    if (values.empty() && !series) continue;
    const Tags tags = tags_in(variable.note);
    NumberUsed number{kind_of(variable),  variable.name, joined(values), variable.unit_text,
                      range_of(variable), tags.source,   tags.grade};
    if (series) number.value = format("{} values", variable.series.front().values.size());
    if (model::is_control_name(variable.name)) number.grade = "setting";
    const auto input = inputs.find(static_cast<model::VariableId>(k));
    if (input != inputs.end()) number.varied_by = input->second;
    const bool fixed = variable.kind == VariableKind::constant && input == inputs.end();
    if (fixed && number.range.empty()) number.range = "fixed";
    number.place = bound.model->sources.place_of(variable.span);
    number.place.line_text.clear();
    numbers.push_back(std::move(number));
  }
  return numbers;
}

}  // namespace sluice::app
