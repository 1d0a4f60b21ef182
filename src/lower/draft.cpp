#include "lower/draft.h"

#include <algorithm>
#include <bit>

namespace sluice::lower {
namespace {

using program::Op;
using program::OpShape;

// The slots that an op reads, besides the time of the program.
template <class Visit>
void for_each_read(const Op& op, const std::vector<std::uint32_t>& operands, const Visit& visit) {
  switch (program::info_of(op.code).shape) {
    case OpShape::unary:
    case OpShape::table: return visit(op.a);
    case OpShape::binary:
    case OpShape::random: visit(op.a); return visit(op.b);
    case OpShape::ternary:
      visit(op.a);
      visit(op.b);
      return visit(op.c);
    case OpShape::memory: return;
    case OpShape::list:
    case OpShape::list_to_list:
      for (std::uint32_t i = 0; i < op.b; ++i) visit(operands[op.a + i]);
  }
}

// An op that differs from step to step whatever it reads.
bool changes_by_itself(OpCode code) {
  const OpShape shape = program::info_of(code).shape;
  return program::reads_time(code) || shape == OpShape::memory || shape == OpShape::random;
}

std::uint32_t written_count(const Op& op) {
  return program::info_of(op.code).shape == OpShape::list_to_list ? op.c : 1;
}

}  // namespace

Draft::Draft() {
  time_ = add_slots(1);
  set_level(time_, Level::step);
}

Slot Draft::add_slots(std::uint32_t count) {
  const auto first = static_cast<Slot>(levels_.size());
  levels_.resize(levels_.size() + count, Level::once);
  return first;
}

Slot Draft::constant(double value) {
  const auto [at, fresh] = shared_constants_.try_emplace(std::bit_cast<std::uint64_t>(value), 0);
  if (fresh) {
    at->second = add_slots(1);
    hold(at->second, value);
  }
  return at->second;
}

void Draft::hold(Slot slot, double value) { constants_.push_back({slot, value}); }

void Draft::set_level(Slot slot, Level level) { levels_[slot] = level; }

Slot Draft::emit(World world, OpCode code, std::uint32_t a, std::uint32_t b, std::uint32_t c,
                 Slot wanted) {
  const Slot result = wanted == kAnySlot ? add_slots(1) : wanted;
  ops_.push_back({Op{code, result, a, b, c}, world});
  return result;
}

Slot Draft::outside(World world, Slot x, Slot low, Slot high) {
  const Slot below = emit(world, OpCode::less, x, low);
  const Slot above = emit(world, OpCode::less, high, x);
  return emit(world, OpCode::logical_or, below, above);
}

Slot Draft::emit_list(World world, OpCode code, const std::vector<Slot>& operands, Slot wanted) {
  const auto offset = static_cast<std::uint32_t>(operands_.size());
  operands_.insert(operands_.end(), operands.begin(), operands.end());
  return emit(world, code, offset, static_cast<std::uint32_t>(operands.size()), 0, wanted);
}

Slot Draft::emit_vector(World world, OpCode code, const std::vector<Slot>& operands,
                        std::uint32_t count, Slot wanted) {
  const Slot result = wanted == kAnySlot ? add_slots(count) : wanted;
  const auto offset = static_cast<std::uint32_t>(operands_.size());
  operands_.insert(operands_.end(), operands.begin(), operands.end());
  return emit(world, code, offset, static_cast<std::uint32_t>(operands.size()), count, result);
}

Level Draft::highest_read(const Op& op) const {
  Level highest = Level::once;
  for_each_read(op, operands_, [&](Slot slot) { highest = std::max(highest, levels_[slot]); });
  return highest;
}

Level Draft::place(const DraftOp& draft) {
  Level level = highest_read(draft.op);
  if (changes_by_itself(draft.op.code)) level = Level::step;
  if (draft.world == World::initial) level = std::min(level, Level::initial);
  for (std::uint32_t i = 0; i < written_count(draft.op); ++i) levels_[draft.op.dst + i] = level;
  return level;
}

program::Program Draft::finish(const std::vector<Range>& ranges) {
  program::Program program;
  for (const Range& range : ranges) {
    for (std::uint32_t i = range.first; i < range.last; ++i) {
      const Level level = place(ops_[i]);
      auto& section = level == Level::once      ? program.once
                      : level == Level::initial ? program.initial
                                                : program.step;
      section.push_back(ops_[i].op);
    }
  }
  program.slot_count = static_cast<std::uint32_t>(levels_.size());
  program.time = time_;
  program.constants = std::move(constants_);
  program.operands = std::move(operands_);
  return program;
}

}  // namespace sluice::lower
