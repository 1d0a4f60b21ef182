// The grammar of XMILE's equations (OASIS XMILE 1.0, 3.3). Precedence, loosest first: OR, AND,
// = <>, < <= > >=, + -, * / // MOD, signs and NOT, ^ (from the right), ', subscripts.
#pragma once

#include <optional>
#include <vector>

#include "syntax/complaints.h"
#include "syntax/xmile/node.h"
#include "syntax/xmile/tokens.h"

namespace sluice::syntax::xmile {

// One expression; several where commas stand between them (the cells of an array). Nothing after a
// mistake, which is told. An equation of blanks and comments gives an empty list.
std::optional<std::vector<Node>> parse_equation(const Text& text, Complaints& complaints);

// The subscripts of an <element subscript="a, 2">.
std::optional<std::vector<Index>> parse_element(const Text& text, Complaints& complaints);

}  // namespace sluice::syntax::xmile
