// What the sections of a Program leave to one another, as whoever runs them in lanes has to know.
#pragma once

#include <vector>

#include "execute/lanes/slot_op.h"
#include "execute/lanes/split.h"
#include "program/program.h"

namespace sluice::execute {

// Slots that stocks and memories are moved on by.
std::vector<program::Slot> moving_states(const program::Program& program);

// Slots that are read once the section has run.
std::vector<program::Slot> read_after_step(const program::Program& program);
std::vector<program::Slot> read_after_initial(const program::Program& program);

// By slot: differs between members, is written by `initial` and needed as long as a run lasts.
std::vector<bool> kept_of_initial(const program::Program& program, const Split& split);

// By slot: what `step` writes and some stock or memory needs.
std::vector<bool> needed_by_states(const program::Program& program);

// The ops of a section that run in lanes, some of them put together. What is kept or read after it
// stays the result of an op of its own.
std::vector<SlotOp> paired_ops(const program::Program& program, const std::vector<program::Op>& ops,
                               const Split& split, std::vector<program::Slot> read_later,
                               const std::vector<bool>& kept);

}  // namespace sluice::execute
