#include "program/passes/hoist.h"

#include "program/passes/writers.h"

namespace sluice::program {
namespace {

bool is_movable(const Op& op, const std::vector<std::uint32_t>& writers) {
  const OpShape shape = info_of(op.code).shape;
  if (shape == OpShape::memory || shape == OpShape::random || reads_time(op.code)) return false;
  for (std::uint32_t k = 0; k < written_count(op); ++k)
    if (writers[op.dst + k] != 1) return false;
  return true;
}

// Moves what reads no slot of `changing` from one section to the end of the one before.
void move_ops(const Program& program, std::vector<Op>& from, std::vector<Op>& to,
              std::vector<bool> changing) {
  const std::vector<std::uint32_t> writers = count_writers(program);
  std::erase_if(from, [&](const Op& op) {
    bool same = is_movable(op, writers);
    for_each_read(program, op, [&](Slot slot) { same = same && !changing[slot]; });
    for (std::uint32_t k = 0; k < written_count(op); ++k) changing[op.dst + k] = !same;
    if (same) to.push_back(op);
    return same;
  });
}

void mark_written(const std::vector<Op>& ops, std::vector<bool>& changing) {
  for (const Op& op : ops)
    for (std::uint32_t k = 0; k < written_count(op); ++k) changing[op.dst + k] = true;
}

}  // namespace

Program with_hoisted_ops(const Program& program) {
  Program hoisted = program;
  std::vector<bool> changing(program.slot_count);
  changing[program.time] = true;
  for (const Input& input : program.inputs)
    changing[input.slot] = input.kind == InputKind::scheduled;
  for (const Stock& stock : program.stocks) changing[stock.slot] = true;
  std::vector<bool> in_step = changing;
  mark_written(hoisted.step, in_step);
  move_ops(hoisted, hoisted.step, hoisted.initial, in_step);
  for (const Input& input : program.inputs)
    if (input.kind == InputKind::member) changing[input.slot] = true;
  mark_written(hoisted.initial, changing);
  mark_written(hoisted.step, changing);
  move_ops(hoisted, hoisted.initial, hoisted.once, changing);
  return hoisted;
}

}  // namespace sluice::program
