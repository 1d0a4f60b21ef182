// Leaves only what the outputs need.
#pragma once

#include "program/program.h"

namespace sluice::program {

// Drops ops, stocks, memories, tables, constants and names that no output depends on, and writes
// the lists of operands anew in the order of the ops. Inputs stay, whether used or not: their order
// is a contract. Slots keep their numbers.
Program without_dead_code(const Program& program);

}  // namespace sluice::program
