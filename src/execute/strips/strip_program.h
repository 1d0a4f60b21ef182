// A Program made ready to run one member at a time, with vectors that hold elements of its arrays.
#pragma once

#include "execute/lanes/lane_program.h"

namespace sluice::execute {

// What serves outputs only comes last.
LaneProgram compile_strips(const program::Program& program, std::size_t most_traced_numbers);

}  // namespace sluice::execute
