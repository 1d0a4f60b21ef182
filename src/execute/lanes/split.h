// Which values of a Program are the same for all members of a run ("uniform") and which differ from
// lane to lane. Uniform ones are computed once by the reference evaluator; only the others run in
// lanes.
#pragma once

#include <vector>

#include "program/program.h"

namespace sluice::execute {

// The same program with each slot written in one place only, and with no stock's slot as a rate: so
// a slot has one meaning through a whole run, and stocks can be advanced in place.
program::Program with_one_writer_per_slot(program::Program program);

struct Split {
  std::vector<bool> lane;     // by slot: differs from member to member (or is run as if it did)
  std::vector<bool> varying;  // by slot: uniform, but not the same at every evaluation of `step`
  std::vector<bool> lane_memory;
  std::vector<bool> lane_stock;
};
// With `all_varying_in_lanes` only what stays the same for a whole run is uniform.
Split split(const program::Program& program, bool all_varying_in_lanes);

// The uniform slots that lanes or results read, each kind by number: an array of constants is then
// as good as always side by side.
struct Frontier {
  std::vector<program::Slot> fixed, varying;
};
Frontier frontier_of(const program::Program& program, const Split& split);

// What has to be computed to know the frontier.
program::Program uniform_part(const program::Program& program, const Split& split,
                              const Frontier& frontier);

}  // namespace sluice::execute
