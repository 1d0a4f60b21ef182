// Ops whose operands are all constants become constants.
#pragma once

#include "program/program.h"

namespace sluice::program {

// The reference evaluator computes them, so nothing changes by a bit. An op whose slot is written
// in another section too, or that gives several results, stays.
Program with_folded_constants(const Program& program);

}  // namespace sluice::program
