// From cell numbers to positions on the axes and back; which cell a reference means.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/model.h"

namespace sluice::model {

using Positions = std::vector<std::uint32_t>;  // one per axis, or one per loop by its id

Positions positions_of(const Model& model, const Variable& variable, std::uint32_t cell);
std::uint32_t cell_at(const Model& model, const Variable& variable,
                      std::span<const std::uint32_t> positions);

// The position that an index means, given the positions of the left-hand cell and of the loops (by
// Loop::id). kNoPosition only for a cell that the equation does not define.
std::uint32_t position_of(const Index& index, std::span<const std::uint32_t> left,
                          std::span<const std::uint32_t> loops);
std::uint32_t cell_of(const Model& model, const Reference& reference,
                      std::span<const std::uint32_t> left, std::span<const std::uint32_t> loops);

// The equation that defines a cell, or null: see Variable::equation_of_cell.
const Equation* equation_of(const Variable& variable, std::uint32_t cell);

// The INTEG call of an equation that defines stocks, else null.
const Call* integ_of(const Equation& equation);

}  // namespace sluice::model
