// Copy propagation: what reads a copy reads the original.
#pragma once

#include "program/program.h"

namespace sluice::program {

// A copy goes if its own slot is written nowhere else and the original cannot change before the
// last use of the copy: if the copy is made in `step`, or the original is written once and for all
// before. Products with 1, quotients by 1 and choices with a constant condition count as copies:
// they give the same bits.
Program without_copies(Program program);

}  // namespace sluice::program
