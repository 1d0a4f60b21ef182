#include "execute/lanes/sections.h"

#include <utility>

#include "program/operands.h"

namespace sluice::execute {

using program::Op;
using program::Program;
using program::Slot;
using program::written_count;

std::vector<Slot> moving_states(const Program& program) {
  std::vector<Slot> slots;
  for (const program::Stock& stock : program.stocks) slots.push_back(stock.rate);
  for (const program::Memory& memory : program.memories) slots.push_back(memory.input);
  return slots;
}

std::vector<Slot> read_after_step(const Program& program) {
  std::vector<Slot> slots = moving_states(program);
  for (const program::Output& output : program.outputs) slots.push_back(output.slot);
  return slots;
}

std::vector<Slot> read_after_initial(const Program& program) {
  std::vector<Slot> slots;
  for (const program::Stock& stock : program.stocks) slots.push_back(stock.initial);
  for (const program::Memory& memory : program.memories) {
    slots.push_back(memory.initial);
    slots.push_back(memory.length);
  }
  return slots;
}

std::vector<bool> kept_of_initial(const Program& program, const Split& split) {
  std::vector<bool> needed(program.slot_count), kept(program.slot_count);
  for (const Op& op : program.step)
    program::for_each_read(program, op, [&](Slot slot) { needed[slot] = true; });
  for (const Slot slot : read_after_step(program)) needed[slot] = true;
  for (const Op& op : program.initial)
    for (std::uint32_t k = 0; k < written_count(op); ++k)
      kept[op.dst + k] = split.lane[op.dst + k] && needed[op.dst + k];
  return kept;
}

std::vector<bool> needed_by_states(const Program& program) {
  std::vector<bool> needed(program.slot_count);
  for (const Slot slot : moving_states(program)) needed[slot] = true;
  program::for_each_needed(program.step, needed, [&](const Op& op) {
    program::for_each_read(program, op, [&](Slot slot) { needed[slot] = true; });
    for (std::uint32_t k = 0; k < written_count(op); ++k) needed[op.dst + k] = true;
  });
  return needed;
}

std::vector<SlotOp> paired_ops(const Program& program, const std::vector<Op>& ops,
                               const Split& split, std::vector<Slot> read_later,
                               const std::vector<bool>& kept) {
  std::vector<SlotOp> slot_ops = slot_ops_of(program, ops, split);
  for (const SlotOp& op : slot_ops)
    for (const Slot slot : op.writes)
      if (kept[slot]) read_later.push_back(slot);
  return with_pairs(std::move(slot_ops), read_later, split.lane);
}

}  // namespace sluice::execute
