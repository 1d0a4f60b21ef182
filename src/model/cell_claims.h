// Which cells each equation of a variable defines: each exactly one. Private to src/model.
#pragma once

#include <string>
#include <vector>

#include "model/draft.h"

namespace sluice::model {

// Fills equation_of_cell of the variable, and the cells and used positions of its equations. Says
// which cells are defined twice, and notes which never are.
void claim_cells(Draft& draft, Variable& variable, std::vector<EquationDraft>& equations);

// "no subscripts", "1 subscript", "2 subscripts".
std::string subscript_count(std::size_t count);

}  // namespace sluice::model
