// Which slots an op reads and writes: what passes, the validator and executors ask of every op.
#pragma once

#include <algorithm>
#include <span>

#include "program/program.h"

namespace sluice::program {

// The slots of a list op, in order.
inline std::span<const Slot> list_of(const Program& program, const Op& op) {
  return std::span(program.operands).subspan(op.a, op.b);
}

inline bool is_list(OpShape shape) {
  return shape == OpShape::list || shape == OpShape::list_to_list;
}

// How many of a, b, c are slots (for list ops none: see list_of).
inline std::size_t direct_operands(const Op& op) {
  switch (info_of(op.code).shape) {
    case OpShape::unary: return 1;
    case OpShape::binary: return 2;
    case OpShape::ternary: return 3;
    case OpShape::table: return 1;
    case OpShape::memory: return 0;
    case OpShape::random: return 2;
    case OpShape::list:
    case OpShape::list_to_list: return 0;
  }
  return 0;
}

// Calls visit(slot) for each slot that the op reads as an operand (not time, not a memory).
template <class Visit>
void for_each_read(const Program& program, const Op& op, Visit visit) {
  const std::uint32_t direct[] = {op.a, op.b, op.c};
  for (const std::uint32_t slot : std::span(direct).first(direct_operands(op))) visit(slot);
  if (is_list(info_of(op.code).shape))
    for (const Slot slot : list_of(program, op)) visit(slot);
}

// The op writes slots dst, dst + 1, ...: this many.
inline std::uint32_t written_count(const Op& op) {
  return info_of(op.code).shape == OpShape::list_to_list ? op.c : 1;
}

// Calls visit(op) for each op that writes something needed, the last one first: it may say that
// what the op reads is needed, too.
template <class Visit>
void for_each_needed(const std::vector<Op>& ops, const std::vector<bool>& needed, Visit visit) {
  for (auto op = ops.rbegin(); op != ops.rend(); ++op) {
    bool any = false;
    for (std::uint32_t k = 0; k < written_count(*op); ++k) any = any || needed[op->dst + k];
    if (any) visit(*op);
  }
}

// The op with each slot s that it reads replaced by rename(s); a changed list is written anew.
template <class Rename>
Op with_renamed_reads(Program& program, Op op, Rename rename) {
  std::uint32_t* const direct[] = {&op.a, &op.b, &op.c};
  for (std::uint32_t* slot : std::span(direct).first(direct_operands(op))) *slot = rename(*slot);
  if (!is_list(info_of(op.code).shape)) return op;
  std::vector<Slot> renamed;
  for (const Slot slot : list_of(program, op)) renamed.push_back(rename(slot));
  if (std::ranges::equal(renamed, list_of(program, op))) return op;
  op.a = static_cast<std::uint32_t>(program.operands.size());
  program.operands.insert(program.operands.end(), renamed.begin(), renamed.end());
  return op;
}

}  // namespace sluice::program
