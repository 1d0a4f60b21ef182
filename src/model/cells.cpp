#include "model/cells.h"

#include <cassert>

namespace sluice::model {

Positions positions_of(const Model& model, const Variable& variable, std::uint32_t cell) {
  Positions positions(variable.axes.size());
  for (std::size_t axis = variable.axes.size(); axis-- > 0;) {
    const auto size = static_cast<std::uint32_t>(model.at(variable.axes[axis]).elements.size());
    positions[axis] = cell % size;
    cell /= size;
  }
  return positions;
}

std::uint32_t cell_at(const Model& model, const Variable& variable,
                      std::span<const std::uint32_t> positions) {
  std::uint32_t cell = 0;
  for (std::size_t axis = 0; axis < variable.axes.size(); ++axis) {
    const std::size_t size = model.at(variable.axes[axis]).elements.size();
    assert(positions[axis] < size);
    cell = cell * static_cast<std::uint32_t>(size) + positions[axis];
  }
  return cell;
}

std::uint32_t position_of(const Index& index, std::span<const std::uint32_t> left,
                          std::span<const std::uint32_t> loops) {
  if (const auto* fixed = std::get_if<FixedElement>(&index)) return fixed->position;
  if (const auto* bound = std::get_if<BoundIndex>(&index)) {
    return bound->position[left[bound->left_axis]];
  }
  const auto& loop = std::get<LoopIndex>(index);
  return loop.position[loops[loop.loop]];
}

std::uint32_t cell_of(const Model& model, const Reference& reference,
                      std::span<const std::uint32_t> left, std::span<const std::uint32_t> loops) {
  const Variable& variable = model.at(reference.variable);
  std::uint32_t cell = 0;
  for (std::size_t axis = 0; axis < reference.indices.size(); ++axis) {
    const std::uint32_t position = position_of(reference.indices[axis], left, loops);
    const std::size_t size = model.at(variable.axes[axis]).elements.size();
    assert(position < size);
    cell = cell * static_cast<std::uint32_t>(size) + position;
  }
  return cell;
}

const Equation* equation_of(const Variable& variable, std::uint32_t cell) {
  if (cell >= variable.equation_of_cell.size()) return nullptr;
  const std::uint32_t equation = variable.equation_of_cell[cell];
  return equation == kNoEquation ? nullptr : &variable.equations[equation];
}

const Call* integ_of(const Equation& equation) {
  const auto* call = std::get_if<Call>(&equation.right.node);
  return call != nullptr && call->builtin == Builtin::integ ? call : nullptr;
}

}  // namespace sluice::model
