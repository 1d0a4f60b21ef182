// Ops of a Program that run in lanes, on their way to instructions: what each reads and writes,
// still by slot, and pairs of them put together.
#pragma once

#include <optional>
#include <vector>

#include "execute/lanes/split.h"
#include "program/program.h"

namespace sluice::execute {

struct SlotOp {
  program::OpCode code{};
  // A pair: code(inner(reads[0], reads[1]), reads[2]), or with the inner one second where
  // `inner_second`.
  std::optional<program::OpCode> inner;
  bool inner_second = false;
  std::uint32_t number = 0;  // of the table, memory or stream
  std::vector<program::Slot> reads, writes;
};

std::vector<SlotOp> slot_ops_of(const program::Program& program,
                                const std::vector<program::Op>& ops, const Split& split);

// What a pair may be made of: see fused functions in ops.h.
inline constexpr program::OpCode kInnerOps[] = {program::OpCode::add, program::OpCode::subtract,
                                                program::OpCode::multiply, program::OpCode::divide};
inline constexpr program::OpCode kOuterOps[] = {
    program::OpCode::add,    program::OpCode::subtract, program::OpCode::multiply,
    program::OpCode::divide, program::OpCode::minimum,  program::OpCode::maximum};

// Puts an op together with the one whose result only it reads, so that this result never goes to
// memory. The bits are the same: there is no contraction. `read_later` are slots read after the
// section.
std::vector<SlotOp> with_pairs(std::vector<SlotOp> ops,
                               const std::vector<program::Slot>& read_later,
                               const std::vector<bool>& lane);

}  // namespace sluice::execute
