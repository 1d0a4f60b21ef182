// Parts of equations that XMILE's text, or its reader, has as variables of their own. Private to
// src/convert.
#pragma once

#include <vector>

#include "syntax/tree.h"

namespace sluice::convert {

// Rates of stocks and whole equations that stand in hidden variables go back into the one place
// that reads them: of a model's equations, or a macro's.
void put_hidden_in_place(std::vector<syntax::Equation>& all);

}  // namespace sluice::convert
