// Ops in the order in which their results are needed.
#pragma once

#include "program/program.h"

namespace sluice::program {

// Each section's ops are put so that few results wait for their readers at any time: executors then
// keep them in registers and near caches. What takes the longest chain of ops comes first, each op
// right after what it needs; and what can be computed from a result without leaving more of them
// waiting follows at once. In a model with arrays this goes through the equations element by
// element, not variable by variable.
Program ordered_by_need(const Program& program);

}  // namespace sluice::program
