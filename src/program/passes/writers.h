// Who writes which slot: what passes ask before they move or merge ops.
#pragma once

#include <vector>

#include "program/operands.h"

namespace sluice::program {

// How many ops write each slot (a slot may be written in `initial` and again in `step`).
inline std::vector<std::uint32_t> count_writers(const Program& program) {
  std::vector<std::uint32_t> writers(program.slot_count);
  for (const std::vector<Op>* ops : {&program.once, &program.initial, &program.step})
    for (const Op& op : *ops)
      for (std::uint32_t k = 0; k < written_count(op); ++k) ++writers[op.dst + k];
  return writers;
}

// Gives every use of a slot outside the ops (stocks, memories, outputs, names) the slot rename(s).
template <class Rename>
void rename_uses(Program& program, Rename rename) {
  for (Stock& stock : program.stocks) {
    stock.initial = rename(stock.initial);
    stock.rate = rename(stock.rate);
  }
  for (Memory& memory : program.memories) {
    memory.input = rename(memory.input);
    memory.initial = rename(memory.initial);
    memory.length = rename(memory.length);
  }
  for (Output& output : program.outputs) output.slot = rename(output.slot);
  for (SlotName& name : program.names) name.slot = rename(name.slot);
  std::ranges::stable_sort(program.names, {}, &SlotName::slot);
}

template <class Rename>
void rename_reads(Program& program, std::vector<Op>& ops, Rename rename) {
  for (Op& op : ops) op = with_renamed_reads(program, op, rename);
}

}  // namespace sluice::program
