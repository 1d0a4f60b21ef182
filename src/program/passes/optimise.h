// All passes, in the order that serves: a program that gives the same bits with less work.
#pragma once

#include "program/program.h"

namespace sluice::program {

// The outputs of optimise(p) are those of p, bit for bit, for any inputs. Names of values that are
// no longer computed are gone; a value that turned out to be the same as another one shares its
// slot, under both names. `program` must be valid; the result is.
Program optimise(Program program);

}  // namespace sluice::program
