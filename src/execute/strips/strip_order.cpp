#include <algorithm>

#include "base/format.h"
#include "execute/strips/strips.h"

namespace sluice::execute {

using program::Slot;

namespace {

constexpr std::uint32_t kNone = 0xffffffffU;

// By slot: the strip of its writer.
std::vector<std::uint32_t> writers_of(const std::vector<SlotOp>& ops, const Strips& strips,
                                      std::size_t slots) {
  std::vector<std::uint32_t> writers(slots, kNone);
  for (std::uint32_t strip = 0; strip < strips.count(); ++strip)
    for (const std::uint32_t op : strips.at(strip))
      for (const Slot slot : ops[op].writes) writers[slot] = strip;
  return writers;
}

class Order {
 public:
  Order(const std::vector<SlotOp>& ops, const Strips& strips, std::size_t slots)
      : ops_(ops),
        strips_(strips),
        writers_(writers_of(ops, strips, slots)),
        placed_(strips.count()) {
    made_.order.reserve(strips.order.size());
  }

  void place_writer_of(Slot slot) {
    if (writers_[slot] != kNone) place(writers_[slot]);
  }
  // The strip after all that it needs; a stack of our own, since chains may be long.
  void place(std::uint32_t strip) {
    std::vector<std::uint32_t> stack{strip};
    while (!stack.empty()) {
      const std::uint32_t top = stack.back();
      if (!placed_[top] && push_missing(top, stack)) continue;
      stack.pop_back();
      if (placed_[top]) continue;
      placed_[top] = true;
      const auto members = strips_.at(top);
      made_.order.insert(made_.order.end(), members.begin(), members.end());
      made_.close();
    }
  }
  std::size_t placed() const { return made_.count(); }
  Strips take() { return std::move(made_); }

 private:
  bool push_missing(std::uint32_t strip, std::vector<std::uint32_t>& stack) {
    const std::size_t before = stack.size();
    for (const std::uint32_t op : strips_.at(strip)) {
      for (const Slot slot : ops_[op].reads) {
        const std::uint32_t writer = writers_[slot];
        if (writer != kNone && !placed_[writer] &&
            (stack.size() == before || stack.back() != writer))
          stack.push_back(writer);
      }
    }
    return stack.size() > before;
  }

  const std::vector<SlotOp>& ops_;
  const Strips& strips_;
  std::vector<std::uint32_t> writers_;
  std::vector<bool> placed_;
  Strips made_;
};

bool are_alike(const SlotOp& one, const SlotOp& other) {
  return one.code == other.code && one.inner == other.inner &&
         one.inner_second == other.inner_second && one.number == other.number &&
         one.reads.size() == other.reads.size() && other.writes.size() == 1;
}

}  // namespace

ByNeed by_need(const std::vector<SlotOp>& ops, const Strips& strips, std::span<const Slot> roots,
               std::size_t slots) {
  Order order(ops, strips, slots);
  for (const Slot root : roots) order.place_writer_of(root);
  const std::size_t of_roots = order.placed();
  for (std::uint32_t strip = 0; strip < strips.count(); ++strip) order.place(strip);
  return {order.take(), of_roots};
}

std::vector<std::string> validate(const std::vector<SlotOp>& ops, const Strips& strips,
                                  std::size_t slots) {
  std::vector<std::string> wrong;
  std::vector<bool> seen(ops.size());
  const std::vector<std::uint32_t> writers = writers_of(ops, strips, slots);
  for (std::uint32_t strip = 0; strip < strips.count(); ++strip) {
    const SlotOp& first = ops[strips.at(strip).front()];
    for (const std::uint32_t op : strips.at(strip)) {
      if (seen[op]) wrong.push_back(format("op {} stands in two places", op));
      seen[op] = true;
      if (strips.at(strip).size() > 1 && !are_alike(first, ops[op]))
        wrong.push_back(format("strip {} holds ops of two kinds", strip));
      for (const Slot slot : ops[op].reads)
        if (writers[slot] != kNone && writers[slot] >= strip)
          wrong.push_back(format("strip {} reads s{} before it is written", strip, slot));
    }
  }
  for (std::size_t op = 0; op < ops.size(); ++op)
    if (!seen[op]) wrong.push_back(format("op {} stands nowhere", op));
  return wrong;
}

}  // namespace sluice::execute
