// Units over every equation: what the right-hand side comes to against what the left one is said to
// be.
//
// A literal number takes any unit where it is added, compared, chosen or set (0, 1, MAX(x, 0)) and
// is dimensionless where it multiplies. A variable without a unit balances with anything. Warnings
// only, one per equation, the innermost first.
#pragma once

#include "model/draft.h"
#include "model/unit.h"

namespace sluice::model {

// Reads Variable::unit_text into Variable::unit, and gives Time the unit of TIME STEP.
void read_units(const syntax::Tree& tree, Draft& draft);

// Warnings for equations that do not balance and one note on variables without units.
Diagnostics check_units(const Model& model);

}  // namespace sluice::model
