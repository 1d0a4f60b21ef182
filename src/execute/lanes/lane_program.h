// A Program made ready for lanes: rows for what differs between members, scalars for what does not.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "execute/lanes/slot_op.h"
#include "execute/lanes/split.h"
#include "program/lookup.h"
#include "program/program.h"

namespace sluice::execute {

// Where a value lies: a scalar (the same for all members) or a row of lanes.
struct Place {
  bool uniform = false;
  std::uint32_t index = 0;
};

// A SlotOp with places for slots; in strips, as many of one kind over neighbouring places.
struct LaneOp {
  program::OpCode code{};
  std::optional<program::OpCode> inner;
  bool inner_second = false;
  std::uint32_t number = 0;
  std::vector<Place> operands;
  std::vector<std::uint32_t> rows;  // where the results go; of a strip the first
  // Which operands are one number for all that the op does, by the bits of ops.h.
  std::uint8_t one_number = 0;
  std::uint32_t count = 1;  // how many neighbours a strip has
};

struct LaneStock {
  std::uint32_t row = 0;
  Place initial, rate;
};
// Neighbouring stocks that move alike: rates are one number for all of them, or neighbours.
struct LaneMove {
  std::uint32_t row = 0, count = 1;
  Place rate;
  std::size_t rate_stride = 0;
};
struct LaneMemory {
  bool in_lanes = false;  // else all members share it, and the uniform part holds it
  Place input, initial, length;
  bool at_start = false;  // its input is a stock's row, held while a step goes through its stages
};
struct LaneInput {
  std::uint32_t row = 0;
  std::uint32_t input = 0;  // which of Program::inputs
};

struct LaneProgram {
  program::Program uniform;  // computes the frontier
  Frontier frontier;         // scalars: fixed ones, then varying ones
  Place time;
  std::vector<LaneInput> member_inputs, scheduled_inputs;
  std::vector<LaneOp> initial, step;
  // What comes after these ops of `step` serves outputs only: it may be left out where nothing is
  // saved.
  std::size_t step_of_states = 0;
  std::vector<LaneStock> stocks;
  std::vector<LaneMove> moves;  // of the same stocks, in the same order
  std::vector<LaneMemory> memories;
  std::vector<program::Segments> tables;
  std::vector<Place> outputs;
  std::vector<std::uint32_t> uniform_stocks;  // scalars, looked at for trouble
  std::uint32_t rows = 0;
  // Vectors hold elements of one member: rows are one number wide, and neighbouring rows are what
  // strips work on.
  bool of_elements = false;
  std::vector<std::uint32_t> gathered;  // fixed scalars of which strips read copies, side by side

  // Those of the frontier, then the copies.
  std::size_t scalars() const {
    return frontier.fixed.size() + frontier.varying.size() + gathered.size();
  }
};

enum class OutputOps : std::uint8_t { in_place, last };
// With OutputOps::last all ops that serve outputs only come last.
LaneProgram compile_lanes(const program::Program& program, std::size_t most_traced_numbers,
                          OutputOps output_ops = OutputOps::in_place);

// What is uniform where not more numbers than this may be kept for a run.
Split split_for(const program::Program& program, std::size_t most_traced_numbers);

// How often `step` is evaluated in a run, inner stages counted.
std::size_t evaluations_of(const program::Program& program);

}  // namespace sluice::execute
