// Moves ops to the earliest section where they give the same value.
#pragma once

#include "program/program.h"

namespace sluice::program {

// An op of `step` that reads nothing which changes during a run moves to `initial`; an op of
// `initial` that reads neither time nor a member's or scheduled input moves to `once`. Ops whose
// slot is written in another section too stay.
Program with_hoisted_ops(const Program& program);

}  // namespace sluice::program
