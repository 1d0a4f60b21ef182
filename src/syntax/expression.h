// The one expression parser. It reads tokens, so it serves every format whose scanner makes them.
//
// Precedence, loosest first: :OR:, :AND:, :NOT:, comparisons, + -, * /, a sign, ^. The power is
// right-associative and binds tighter than a sign before it: -2^2 is -4 and 2^3^2 is 2^9, as the
// expected outputs of the SDXorg test models have it. The others are left-associative.
//
// Every function takes the cursor at the first token of what it reads and leaves it after the last.
// On a mistake it says one complaint and returns nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "syntax/complaints.h"
#include "syntax/token.h"
#include "syntax/tree.h"

namespace sluice::syntax {

// Nesting that the parser accepts, and the height of the trees that it makes: whoever walks a tree
// by recursion may rely on it.
inline constexpr int kDeepestNesting = 200;
inline constexpr int kTallestTree = 1000;

std::optional<Expr> parse_expression(Cursor& cursor, Complaints& complaints);

// "[a, dim!, b]", from the open bracket on.
std::optional<std::vector<Subscript>> parse_subscripts(Cursor& cursor, Complaints& complaints);

// The points of a lookup, up to but without the closing parenthesis: "[(0,0)-(9,9)],(0,1),(2,3)",
// "(0,1),(2,3)", or first the inputs and then the outputs, "0,2,1,3".
std::optional<Table> parse_points(Cursor& cursor, Complaints& complaints);

// A number with or without a sign; nothing, and no complaint, if there is none.
std::optional<double> parse_signed_number(Cursor& cursor);

// Says that the next token cannot stand where it does, after something complete.
void complain_of_leftover(const Cursor& cursor, Complaints& complaints);

}  // namespace sluice::syntax
