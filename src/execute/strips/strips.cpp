#include "execute/strips/strips.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::execute {

using program::OpShape;
using program::Slot;

namespace {

// How many ops are looked at for the next one of a strip. Ops of several expressions over the same
// elements stand interleaved.
constexpr std::uint32_t kLookAhead = 48;
constexpr std::uint32_t kNone = 0xffffffffU;

bool may_stand_in_strips(const SlotOp& op) {
  switch (program::info_of(op.code).shape) {
    case OpShape::unary:
    case OpShape::binary:
    case OpShape::ternary:
    case OpShape::table: return true;
    default: return false;
  }
}

std::vector<std::uint32_t> levels_of(const std::vector<SlotOp>& ops, std::size_t slots) {
  std::vector<std::uint32_t> of_slot(slots, 0), levels(ops.size());
  for (std::size_t i = 0; i < ops.size(); ++i) {
    for (const Slot slot : ops[i].reads) levels[i] = std::max(levels[i], of_slot[slot]);
    for (const Slot slot : ops[i].writes) of_slot[slot] = levels[i] + 1;
  }
  return levels;
}

struct Item {
  std::array<std::uint32_t, 3> places{};
  std::uint32_t op = 0;
  bool operator<(const Item& other) const {
    return places != other.places ? places < other.places : op < other.op;
  }
};

// By operand: how far the places of neighbours in a strip lie apart, 0 or 1.
using Steps = std::array<std::uint32_t, 3>;

class Finder {
 public:
  Finder(const std::vector<SlotOp>& ops, Places& places)
      : ops_(ops), places_(places), levels_(levels_of(ops, places.slots())) {}

  Strips find() {
    std::vector<std::uint32_t> by_level(ops_.size());
    for (std::uint32_t i = 0; i < by_level.size(); ++i) by_level[i] = i;
    std::ranges::stable_sort(by_level, {}, [&](std::uint32_t op) { return levels_[op]; });
    for (auto first = by_level.begin(); first != by_level.end();) {
      const auto last = std::find_if(
          first, by_level.end(), [&](std::uint32_t op) { return levels_[op] != levels_[*first]; });
      add_level({first, last});
      first = last;
    }
    return std::move(strips_);
  }

 private:
  void add_level(std::span<std::uint32_t> level) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> by_kind;
    for (const std::uint32_t op : level) by_kind.emplace_back(kind_of(ops_[op]), op);
    std::ranges::sort(by_kind);
    for (std::size_t first = 0; first < by_kind.size();) {
      std::size_t last = first + 1;
      while (last < by_kind.size() && by_kind[last].first == by_kind[first].first) ++last;
      const auto same = std::span(by_kind).subspan(first, last - first);
      if (may_stand_in_strips(ops_[same.front().second])) {
        add_same(same);
      } else {
        for (const auto& [kind, op] : same) close_after(op);
      }
      first = last;
    }
  }

  std::uint64_t kind_of(const SlotOp& op) const {
    std::uint64_t kind = static_cast<std::uint64_t>(op.code);
    kind = kind << 8U | (op.inner ? static_cast<std::uint64_t>(*op.inner) + 1 : 0);
    kind = kind << 1U | (op.inner_second ? 1U : 0U);
    if (!may_stand_in_strips(op)) return kind << 35U;
    for (std::size_t k = 0; k < 3; ++k)
      kind = kind << 1U | (k < op.reads.size() && places_.is_fixed(op.reads[k]) ? 1U : 0U);
    return kind << 32U | op.number;
  }

  void add_same(std::span<const std::pair<std::uint64_t, std::uint32_t>> same) {
    items_.clear();
    for (const auto& [kind, op] : same) {
      Item item{{}, op};
      for (std::size_t k = 0; k < ops_[op].reads.size(); ++k)
        item.places[k] = places_.at(ops_[op].reads[k]);
      items_.push_back(item);
    }
    if (!std::is_sorted(items_.begin(), items_.end())) std::sort(items_.begin(), items_.end());
    link();
    for (std::uint32_t i = 0; i != kNone; i = after(0)) add_strip_from(i);
  }

  // A list of the items that are in no strip yet; entry i + 1 is item i, entry 0 the head.
  void link() {
    next_.resize(items_.size() + 1);
    previous_.resize(items_.size() + 1);
    for (std::uint32_t i = 0; i <= items_.size(); ++i) {
      next_[i] = i < items_.size() ? i + 1 : kNone;
      previous_[i] = i - 1;
    }
  }
  std::uint32_t after(std::uint32_t entry) const {
    return next_[entry] == kNone ? kNone : next_[entry] - 1;
  }
  void unlink(std::uint32_t item) {
    const std::uint32_t entry = item + 1;
    next_[previous_[entry]] = next_[entry];
    if (next_[entry] != kNone) previous_[next_[entry]] = previous_[entry];
  }

  void add_strip_from(std::uint32_t item) {
    Steps steps{kNone, kNone, kNone};
    std::uint32_t length = 0;
    while (item != kNone) {
      unlink(item);
      strips_.order.push_back(items_[item].op);
      item = ++length < kLongestStrip ? neighbour_of(item, steps) : kNone;
    }
    close_strip();
  }

  std::uint32_t neighbour_of(std::uint32_t item, Steps& steps) const {
    std::uint32_t looked_at = 0;
    for (std::uint32_t next = after(item + 1); next != kNone && looked_at < kLookAhead;
         next = after(next + 1), ++looked_at)
      if (follows(items_[item], items_[next], steps)) return next;
    return kNone;
  }

  // Sets the steps where they are not known yet.
  bool follows(const Item& one, const Item& other, Steps& steps) const {
    Steps found{};
    bool moves = false;
    for (std::size_t k = 0; k < ops_[one.op].reads.size(); ++k) {
      if (one.places[k] == Places::kFixed) {
        moves = moves || ops_[one.op].reads[k] != ops_[other.op].reads[k];
        continue;
      }
      found[k] = other.places[k] - one.places[k];
      if (found[k] > 1) return false;
      if (found[k] == 1 && other.places[k] % kLongestStrip == 0) return false;
      moves = moves || found[k] == 1;
    }
    if (!moves || (steps[0] != kNone && steps != found)) return false;
    steps = found;
    return true;
  }

  void close_after(std::uint32_t op) {
    strips_.order.push_back(op);
    close_strip();
  }
  void close_strip() {
    strips_.close();
    results_.clear();
    for (const std::uint32_t op : strips_.at(strips_.count() - 1))
      results_.insert(results_.end(), ops_[op].writes.begin(), ops_[op].writes.end());
    places_.put(results_);
  }

  const std::vector<SlotOp>& ops_;
  Places& places_;
  std::vector<std::uint32_t> levels_;
  std::vector<Item> items_;
  std::vector<std::uint32_t> next_, previous_;
  std::vector<Slot> results_;
  Strips strips_;
};

}  // namespace

// What all members share but changes from step to step: a copy would have to be made anew.
Places::Places(const Split& split) : place_of_(split.lane.size(), kFixed) {
  for (Slot slot = 0; slot < place_of_.size(); ++slot)
    if (!split.lane[slot] && split.varying[slot]) put(std::span(&slot, 1));
}

void Places::put(std::span<const Slot> slots) {
  const auto count = static_cast<std::uint32_t>(slots.size());
  const std::uint32_t room = kLongestStrip - next_ % kLongestStrip;
  if (count > room || count >= kLongestStrip / 8) next_ += room % kLongestStrip;
  for (const Slot slot : slots) place_of_[slot] = next_++;
  ++next_;  // so that what comes next is no neighbour
}

Strips find_strips(const std::vector<SlotOp>& ops, Places& places) {
  return Finder(ops, places).find();
}

}  // namespace sluice::execute
