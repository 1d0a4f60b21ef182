// Left-hand sides: which variables there are, over which axes, and which equation defines each
// cell. Private to src/model.
#pragma once

#include "model/draft.h"

namespace sluice::model {

// Adds the builtin variable Time and every variable of the tree, without right-hand sides.
void add_variables(const syntax::Tree& tree, Draft& draft);

}  // namespace sluice::model
