// A Program in the making: slots, constants and ops in the order of their making. Each op is made
// for one of two worlds; which section it goes to follows from what it reads.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "program/program.h"

namespace sluice::lower {

using program::OpCode;
using program::Slot;

// A value at each step, or the value at the start, from which stocks are filled. What is the same
// in both is made once, for the step world.
enum class World : std::uint8_t { step, initial };

// When a slot's value is known: before any run, before the first step, only at each step.
enum class Level : std::uint8_t { once, initial, step };

inline constexpr Slot kAnySlot = 0xffffffffU;

struct DraftOp {
  program::Op op;
  World world{};
};

class Draft {
 public:
  Draft();

  // Consecutive slots; the first one's number.
  Slot add_slots(std::uint32_t count);
  // A slot that holds `value` from the start; one for all uses of the same number.
  Slot constant(double value);
  // The same for a slot that exists.
  void hold(Slot slot, double value);
  // What a slot that no op writes knows and when (the time, stocks, inputs).
  void set_level(Slot slot, Level level);

  // The slot of the result: `wanted`, or a new one.
  Slot emit(World world, OpCode code, std::uint32_t a = 0, std::uint32_t b = 0, std::uint32_t c = 0,
            Slot wanted = kAnySlot);
  Slot emit_list(World world, OpCode code, const std::vector<Slot>& operands,
                 Slot wanted = kAnySlot);
  // The first of `count` slots written; `wanted` if given.
  Slot emit_vector(World world, OpCode code, const std::vector<Slot>& operands, std::uint32_t count,
                   Slot wanted = kAnySlot);

  // Whether x lies below `low` or above `high`; false of what is no number.
  Slot outside(World world, Slot x, Slot low, Slot high);

  std::uint32_t op_count() const { return static_cast<std::uint32_t>(ops_.size()); }
  Slot time() const { return time_; }

  // Puts the ops of `ranges` (half-open, in an order in which every read follows its write) into
  // the sections; the rest of the Program is filled by the caller.
  struct Range {
    std::uint32_t first = 0, last = 0;
  };
  program::Program finish(const std::vector<Range>& ranges);

 private:
  Level place(const DraftOp& draft);
  Level highest_read(const program::Op& op) const;

  std::vector<DraftOp> ops_;
  std::vector<std::uint32_t> operands_;
  std::vector<program::Constant> constants_;
  std::map<std::uint64_t, Slot> shared_constants_;  // by the bits of the value
  std::vector<Level> levels_;                       // by slot
  Slot time_ = 0;
};

}  // namespace sluice::lower
