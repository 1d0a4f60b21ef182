// Further results of macros, as Vensim calls them: SMOOTHED(input, time : rate) makes a variable
// `rate`, which other equations may read.
#pragma once

#include <vector>

#include "syntax/xmile/whole.h"

namespace sluice::syntax::xmile {

// The macro's variables that are outputs and not what its <eqn> names, in their order.
std::vector<const Variable*> further_results(const WrittenMacro& macro);
// A variable for each result that a call names, with the dimensions of the equation that calls.
void declare_results(Whole& whole, Complaints& complaints);

}  // namespace sluice::syntax::xmile
