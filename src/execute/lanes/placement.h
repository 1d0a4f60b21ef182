// Where the values of a program lie, once rows and scalars are numbered, and all of a LaneProgram
// that follows from it but its ops.
#pragma once

#include <limits>
#include <vector>

#include "execute/lanes/lane_program.h"
#include "execute/lanes/split.h"

namespace sluice::execute {

struct Placement {
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  Placement(const Split& split, const Frontier& frontier);
  Place at(program::Slot slot) const {
    if (split.lane[slot]) return {false, row_of[slot]};
    return {true, scalar_of[slot]};
  }

  const Split& split;
  std::vector<std::uint32_t> row_of, scalar_of;  // by slot
};

// What lies in rows for a whole run, results of `initial` left out: time, inputs, stocks in the
// order of the program.
std::vector<program::Slot> slots_of_a_run(const program::Program& program, const Split& split);

// Time, inputs, stocks, memories, tables and outputs of `made`.
void add_states(const program::Program& program, const Placement& placement, LaneProgram& made);

}  // namespace sluice::execute
