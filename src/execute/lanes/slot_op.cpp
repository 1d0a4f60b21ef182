#include "execute/lanes/slot_op.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "program/operands.h"

namespace sluice::execute {

using program::Op;
using program::OpCode;
using program::OpShape;
using program::Slot;

namespace {

std::uint32_t number_of(const Op& op) {
  const OpShape shape = program::info_of(op.code).shape;
  if (shape == OpShape::table || shape == OpShape::memory) return op.b;
  return shape == OpShape::random ? op.c : 0;
}

bool is_one_of(std::span<const OpCode> codes, OpCode code) {
  return std::ranges::find(codes, code) != codes.end();
}

class Pairing {
 public:
  Pairing(std::vector<SlotOp> ops, const std::vector<Slot>& read_later,
          const std::vector<bool>& lane)
      : ops_(std::move(ops)),
        lane_(lane),
        readers_(lane.size()),
        writer_(lane.size(), kNone),
        dropped_(ops_.size()) {
    for (const Slot slot : read_later) readers_[slot] = 2;
    for (std::size_t i = 0; i < ops_.size(); ++i) {
      for (const Slot slot : ops_[i].reads) ++readers_[slot];
      for (const Slot slot : ops_[i].writes) writer_[slot] = i;
    }
  }

  std::vector<SlotOp> pair() {
    for (std::size_t i = 0; i < ops_.size(); ++i) try_pair(i);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < ops_.size(); ++i) {
      if (dropped_[i]) continue;
      if (kept != i) ops_[kept] = std::move(ops_[i]);
      ++kept;
    }
    ops_.resize(kept);
    return std::move(ops_);
  }

 private:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  void try_pair(std::size_t i) {
    if (!is_one_of(kOuterOps, ops_[i].code)) return;
    for (const std::size_t place : {0U, 1U}) {
      const std::size_t inner = inner_of(ops_[i].reads[place]);
      if (inner == kNone) continue;
      SlotOp& outer = ops_[i];
      outer.reads = {ops_[inner].reads[0], ops_[inner].reads[1], outer.reads[1 - place]};
      outer.inner = ops_[inner].code;
      outer.inner_second = place == 1;
      dropped_[inner] = true;
      return;
    }
  }

  // The op that computes the slot, if it may go into another one.
  std::size_t inner_of(Slot slot) const {
    const std::size_t writer = lane_[slot] && readers_[slot] == 1 ? writer_[slot] : kNone;
    if (writer == kNone || ops_[writer].inner) return kNone;
    return is_one_of(kInnerOps, ops_[writer].code) ? writer : kNone;
  }

  std::vector<SlotOp> ops_;
  const std::vector<bool>& lane_;
  std::vector<std::uint32_t> readers_;
  std::vector<std::size_t> writer_;
  std::vector<bool> dropped_;
};

}  // namespace

std::vector<SlotOp> slot_ops_of(const program::Program& program, const std::vector<Op>& ops,
                                const Split& split) {
  std::vector<SlotOp> result;
  for (const Op& op : ops) {
    if (!split.lane[op.dst]) continue;
    SlotOp made{op.code, {}, false, number_of(op), {}, {}};
    program::for_each_read(program, op, [&](Slot slot) { made.reads.push_back(slot); });
    for (std::uint32_t k = 0; k < written_count(op); ++k) made.writes.push_back(op.dst + k);
    result.push_back(std::move(made));
  }
  return result;
}

std::vector<SlotOp> with_pairs(std::vector<SlotOp> ops, const std::vector<Slot>& read_later,
                               const std::vector<bool>& lane) {
  return Pairing(std::move(ops), read_later, lane).pair();
}

}  // namespace sluice::execute
