// Macros written out: each call gets its own copy of the macro's equations. Private to src/model.
//
// A local variable v of the n-th call becomes "#MACRO n: v", with the subscripts of the equation
// that holds the call. Numbers and names take the place of the inputs as they are; any other
// argument becomes such a variable too. Outputs (after the colon) become variables of the model. In
// a macro, names that it does not define, and names that end in `$`, are the model's.
#pragma once

#include <string>
#include <string_view>

#include "base/source_set.h"
#include "syntax/tree.h"

namespace sluice::model {

// The same tree without macros and calls to them. Errors: a wrong number of arguments, a call
// inside SUM and the like over a `!` subscript, macros that call each other without end.
syntax::Tree write_out_macros(const syntax::Tree& tree, const SourceSet& sources,
                              Diagnostics& diagnostics);

// Names of variables that come from macros as a reader of the model knows them: "SMOOTHER's level"
// for "#SMOOTHER 1: level".
void name_locals(const std::vector<syntax::Macro>& macros, Diagnostics& diagnostics);

// Whether a variable is one that macros, loops and functions leave behind, which stands in no list
// for users. What tells is the whole shape of such names ("#SMOOTHER 1: level", "#rate 2 of S", "#y
// turn 7", "#table of t"): "#firms" and "#1 rank" are names of the modeller's.
bool is_macro_local(std::string_view name);

// Whether a macro that runs by a clock of its own has that name for a part of it: "time", "time
// step", "initial time" or "final time".
bool is_clock_name(const std::string& key);

}  // namespace sluice::model
