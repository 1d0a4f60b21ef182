// SIMULTANEOUS(expression, guess): variables that need each other at one instant, solved by going
// round their loop from the guess on until nothing changes (Vensim's manual, "Iterative
// Solutions"). Private to src/model and src/convert.
#pragma once

#include <string>
#include "base/diagnostic.h"

#include "base/source_set.h"
#include "syntax/tree.h"

namespace sluice::model {

// Times round a loop. Where the last one still changes a value by more than kSettled of its size
// (of 1, where it is smaller), that value is not a number.
constexpr int kTurns = 200;
constexpr double kSettled = 1e-6;

// What the names of the hidden variables begin with that stand for a variable in the turns of
// SIMULTANEOUS, or the steps of FIND ZERO: "#quality turn ".
std::string turns_of(const std::string& name);

// Writes the turns out: the equations of a loop again for each, as hidden variables ("#quality turn
// 7"). Errors: a loop that goes through what remembers or draws by chance, and a call that is no
// whole right-hand side. True where there was such a call.
bool write_out_simultaneous(syntax::Tree& tree, const SourceSet& sources, Diagnostics& diagnostics);

}  // namespace sluice::model
