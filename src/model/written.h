// The number that a constant is written as.
#pragma once

#include <optional>

#include "model/model.h"

namespace sluice::model {

// Of the equation that defines `cell`: its entry in a number list, or a number, perhaps with a
// minus. Nothing where the equation computes.
std::optional<double> written_number(const Equation& equation, std::uint32_t cell);
// Of a cell, by the equation that defines it.
std::optional<double> written_value(const Model& model, CellRef cell);

}  // namespace sluice::model
