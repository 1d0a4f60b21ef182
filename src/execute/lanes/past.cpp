#include "execute/lanes/past.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>

namespace sluice::execute {
namespace {

// A scalar over the evaluations looked at, under both sets of inputs.
struct Scalar {
  bool differs = false;
  bool was_true = false, was_false = false;  // under the first set
};

class Comparison {
 public:
  Comparison(const LaneProgram& lanes, std::size_t evaluations, std::span<const double> one,
             std::span<const double> other)
      : lanes_(lanes), scalars_(lanes.scalars()), row_differs_(lanes.rows) {
    const std::size_t fixed = lanes.frontier.fixed.size();
    const std::size_t varying = lanes.frontier.varying.size();
    for (std::size_t k = 0; k < fixed; ++k) see(scalars_[k], one[k], other[k]);
    for (std::size_t k = 0; k < evaluations * varying; ++k)
      see(scalars_[fixed + k % varying], one[fixed + k], other[fixed + k]);
  }

  // Stocks are the same at a step if they were at the one before and so was what moves them, so one
  // look at each section tells of all steps.
  bool same() {
    for (const LaneOp& op : lanes_.initial) look(op);
    for (const LaneStock& stock : lanes_.stocks)
      if (differs(stock.initial)) return false;
    for (const LaneMemory& memory : lanes_.memories)
      if (memory.in_lanes && (differs(memory.initial) || differs(memory.length))) return false;
    for (const LaneOp& op : lanes_.step) look(op);
    const auto moves = [&](const LaneStock& stock) { return differs(stock.rate); };
    const auto enters = [&](const LaneMemory& one) { return one.in_lanes && differs(one.input); };
    return std::ranges::none_of(lanes_.stocks, moves) &&
           std::ranges::none_of(lanes_.memories, enters) &&
           std::ranges::none_of(lanes_.outputs, [&](const Place& one) { return differs(one); }) &&
           std::ranges::none_of(lanes_.uniform_stocks,
                                [&](std::uint32_t scalar) { return scalars_[scalar].differs; });
  }

 private:
  static void see(Scalar& scalar, double one, double other) {
    scalar.differs =
        scalar.differs || std::bit_cast<std::uint64_t>(one) != std::bit_cast<std::uint64_t>(other);
    (one != 0 ? scalar.was_true : scalar.was_false) = true;
  }

  bool differs(const Place& place) const {
    return place.uniform ? scalars_[place.index].differs : row_differs_[place.index];
  }

  bool result_differs(const LaneOp& op) const {
    if (op.code == program::OpCode::select && op.operands[0].uniform) {
      const Scalar& condition = scalars_[op.operands[0].index];
      return condition.differs || (condition.was_true && differs(op.operands[1])) ||
             (condition.was_false && differs(op.operands[2]));
    }
    return std::ranges::any_of(op.operands, [&](const Place& one) { return differs(one); });
  }

  void look(const LaneOp& op) {
    const bool result = result_differs(op);
    for (const std::uint32_t row : op.rows) row_differs_[row] = result;
  }

  const LaneProgram& lanes_;
  std::vector<Scalar> scalars_;
  std::vector<bool> row_differs_;
};

}  // namespace

bool same_before(const LaneProgram& lanes, std::size_t evaluations, std::span<const double> one,
                 std::span<const double> other) {
  if (one.size() != other.size() || !lanes.scheduled_inputs.empty()) return false;
  return Comparison(lanes, evaluations, one, other).same();
}

std::size_t Standing::bytes() const {
  std::size_t numbers = rows.size() + trouble.size() + outputs.size() + trouble_step.size();
  for (const MemoryRing& ring : memories) numbers += ring.rows.size() + 2 * ring.initial.size();
  return numbers * sizeof(double);
}

std::shared_ptr<const Standing> Past::find(std::uint64_t first_member, std::size_t members,
                                           const void* code) const {
  const std::scoped_lock lock(mutex_);
  const auto found = standing_.find(first_member);
  if (found == standing_.end()) return nullptr;
  const Standing& standing = *found->second;
  return standing.members == members && standing.code == code ? found->second : nullptr;
}

void Past::put(std::uint64_t first_member, Standing standing) {
  const std::scoped_lock lock(mutex_);
  auto& place = standing_[first_member];
  const std::size_t before = place ? place->bytes() : 0;
  const std::size_t after = bytes_ - before + standing.bytes();
  if (after > most_bytes_) {
    if (!place) standing_.erase(first_member);
    return;
  }
  bytes_ = after;
  place = std::make_shared<const Standing>(std::move(standing));
}

}  // namespace sluice::execute
