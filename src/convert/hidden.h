// Parts of equations that XMILE's text, or its reader, has as variables of their own. Private to
// src/convert.
#pragma once

#include "syntax/tree.h"

namespace sluice::convert {

// Rates of stocks and whole equations that stand in hidden variables go back into the one place
// that reads them.
void put_hidden_in_place(syntax::Tree& tree);

}  // namespace sluice::convert
