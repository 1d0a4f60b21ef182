// x[e] = FIND ZERO(xs, z, zs, xi, n, skip, tol, max iter, method): the vector x at which a vector z
// that depends on it is zero (Vensim's manual, Simultaneous Functions). Private to src/model and
// src/convert.
#pragma once

#include "base/diagnostic.h"
#include "base/source_set.h"
#include "syntax/tree.h"

namespace sluice::model {

// Steps of Newton's method, from the guess xi on.
constexpr int kNewtonSteps = 40;
// A solution leaves no more of z, scaled by zs, than the tolerance or this.
constexpr double kLeastTolerance = 1e-9;

// Writes the search out, each step a copy of the loop's equations as it is and one in which each
// element of x in turn is nudged (by a dimension more), as hidden variables. Where the search ends
// away from a zero, x is not a number. Errors: a loop that remembers, draws, is solved for twice or
// is none; a left side that has no dimension as its last subscript. True where there was such a
// call.
bool write_out_find_zero(syntax::Tree& tree, const SourceSet& sources, Diagnostics& diagnostics);

}  // namespace sluice::model
