// Lookup tables: the points of a literal, checked. Private to src/model.
#pragma once

#include <string>

#include "model/draft.h"

namespace sluice::model {

// x must ascend; two points with one x make a vertical step. `owner` is the variable, for messages.
Expr make_table(Draft& draft, const syntax::Table& source, Span span, const std::string& owner);

}  // namespace sluice::model
