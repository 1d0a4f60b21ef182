// What is computed twice from the same operands is computed once.
#pragma once

#include "program/program.h"

namespace sluice::program {

// Within a section, and across sections where neither the operands nor the result can have changed
// in between. Sums and products of two are the same in either order. Also merges equal constants
// and equal tables. Ops with several results and ops whose slot is written in another section too
// stay.
Program without_common_subexpressions(Program program);

}  // namespace sluice::program
