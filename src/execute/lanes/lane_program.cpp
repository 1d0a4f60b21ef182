#include "execute/lanes/lane_program.h"

#include <algorithm>

#include "execute/lanes/placement.h"
#include "execute/lanes/sections.h"

namespace sluice::execute {

using program::Op;
using program::Program;
using program::Slot;

namespace {

// Gives rows to slots. A row whose value has been read for the last time is given out again at
// once, so that results go where the cache is warm.
class Rows {
 public:
  explicit Rows(std::vector<std::uint32_t>& row_of)
      : row_of_(row_of), last_use_(row_of.size(), 0), lent_(row_of.size()) {}

  void keep(Slot slot) {  // a row of its own, for the whole run
    if (!has(slot)) row_of_[slot] = count_++;
  }
  std::uint32_t count() const { return count_; }

  // One section: `at_end` says which slots are read after its last op.
  void give(const std::vector<SlotOp>& ops, const std::vector<Slot>& at_end) {
    for (std::uint32_t i = 0; i < ops.size(); ++i)
      for (const Slot slot : ops[i].reads) last_use_[slot] = i;
    for (const Slot slot : at_end) last_use_[slot] = Placement::kNone;
    for (std::uint32_t i = 0; i < ops.size(); ++i) give(ops[i], i);
    for (const SlotOp& op : ops)
      for (const Slot slot : op.writes) release(slot);
  }

 private:
  bool has(Slot slot) const { return row_of_[slot] != Placement::kNone; }
  void give(const SlotOp& op, std::uint32_t i) {
    for (const Slot slot : op.reads)
      if (last_use_[slot] == i) release(slot);
    for (const Slot slot : op.writes) {
      if (has(slot)) continue;
      row_of_[slot] = next_row();
      lent_[slot] = true;
    }
    for (const Slot slot : op.writes)
      if (last_use_[slot] <= i) release(slot);
  }
  std::uint32_t next_row() {
    if (free_.empty()) return count_++;
    const std::uint32_t row = free_.back();
    free_.pop_back();
    return row;
  }
  void release(Slot slot) {
    if (!lent_[slot]) return;
    lent_[slot] = false;
    free_.push_back(row_of_[slot]);
  }

  std::vector<std::uint32_t>& row_of_;
  std::vector<std::uint32_t> last_use_;
  std::vector<bool> lent_;
  std::vector<std::uint32_t> free_;
  std::uint32_t count_ = 0;
};

LaneOp lane_op(const SlotOp& op, const Placement& placement) {
  LaneOp made{op.code, op.inner, op.inner_second, op.number, {}, {}};
  for (const Slot slot : op.reads) made.operands.push_back(placement.at(slot));
  for (std::size_t k = 0; k < std::min<std::size_t>(op.reads.size(), 3); ++k)
    if (made.operands[k].uniform) made.one_number |= static_cast<std::uint8_t>(1U << k);
  for (const Slot slot : op.writes) made.rows.push_back(placement.row_of[slot]);
  return made;
}

// `of_states`: needed_by_states, where the ops of `step` for which it is false come last.
LaneProgram compile_rows(const Program& program, const Split& split,
                         const std::vector<bool>& of_states) {
  LaneProgram made;
  made.frontier = frontier_of(program, split);
  made.uniform = uniform_part(program, split, made.frontier);
  Placement placement(split, made.frontier);
  Rows rows(placement.row_of);
  const std::vector<bool> kept = kept_of_initial(program, split);
  const std::vector<Slot> after_initial = read_after_initial(program);
  const std::vector<Slot> after_step = read_after_step(program);
  for (const Slot slot : slots_of_a_run(program, split)) rows.keep(slot);
  for (Slot slot = 0; slot < program.slot_count; ++slot)
    if (kept[slot]) rows.keep(slot);
  const auto initial = paired_ops(program, program.initial, split, after_initial, kept);
  const auto step = paired_ops(program, program.step, split, after_step, kept);
  rows.give(initial, after_initial);
  rows.give(step, after_step);
  for (const SlotOp& op : initial) made.initial.push_back(lane_op(op, placement));
  for (const SlotOp& op : step) made.step.push_back(lane_op(op, placement));
  const auto serves_outputs = [&](const SlotOp& op) {
    return !of_states.empty() && !of_states[op.writes.front()];
  };
  made.step_of_states =
      static_cast<std::size_t>(std::ranges::find_if(step, serves_outputs) - step.begin());
  add_states(program, placement, made);
  for (const LaneStock& stock : made.stocks)
    made.moves.push_back({stock.row, 1, stock.rate, stock.rate.uniform ? 0U : 1U});
  made.rows = rows.count();
  return made;
}

}  // namespace

std::size_t evaluations_of(const Program& program) {
  const std::size_t steps = program.timing.steps;
  return program::stages_of(program.method).size() * steps + 1;
}

Split split_for(const Program& program, std::size_t most_traced_numbers) {
  Split halves = split(program, false);
  const std::size_t traced = frontier_of(program, halves).varying.size() * evaluations_of(program);
  return traced > most_traced_numbers ? split(program, true) : halves;
}

LaneProgram compile_lanes(const Program& program, std::size_t most_traced_numbers,
                          OutputOps output_ops) {
  Program sound = with_one_writer_per_slot(program);
  std::vector<bool> of_states;
  if (output_ops == OutputOps::last) {
    of_states = needed_by_states(sound);
    std::ranges::stable_partition(sound.step, [&](const Op& op) { return of_states[op.dst]; });
  }
  return compile_rows(sound, split_for(sound, most_traced_numbers), of_states);
}

}  // namespace sluice::execute
