// Simultaneous loops: cells that need each other at one instant, so that none can be computed
// first.
//
// Two graphs over cells are searched: what a value needs at a step, and what a starting value
// needs. Stocks, delays, smooths, INITIAL and ACTIVE INITIAL break them as model/dependencies.h
// says. Time and memory are linear in the references between cells.
#pragma once

#include "model/model.h"

namespace sluice::model {

// One error for each loop, with the cycle from cause to effect: "a -> b[x] -> a", at most ten. A
// loop that runs through the same variables for other elements is not repeated.
Diagnostics find_loops(const Model& model);

}  // namespace sluice::model
