#include "model/written.h"

#include <algorithm>

namespace sluice::model {
namespace {

std::optional<double> number_of(const Expr& expression) {
  if (const auto* number = std::get_if<Number>(&expression.node)) return number->value;
  const auto* unary = std::get_if<Unary>(&expression.node);
  if (unary == nullptr || unary->op != UnaryOp::minus) return {};
  const auto operand = number_of(unary->operand.front());
  return operand ? std::optional(-*operand) : std::nullopt;
}

}  // namespace

std::optional<double> written_number(const Equation& equation, std::uint32_t cell) {
  if (equation.values.empty()) return number_of(equation.right);
  const auto at = std::ranges::lower_bound(equation.cells, cell);
  return equation.values[static_cast<std::size_t>(at - equation.cells.begin())];
}

std::optional<double> written_value(const Model& model, CellRef cell) {
  const Variable& variable = model.at(cell.variable);
  const std::uint32_t equation = variable.equation_of_cell[cell.cell];
  if (equation == kNoEquation) return {};
  return written_number(variable.equations[equation], cell.cell);
}

}  // namespace sluice::model
