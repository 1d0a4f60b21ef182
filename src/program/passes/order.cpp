#include "program/passes/order.h"

#include <algorithm>
#include <functional>
#include <limits>

#include "program/operands.h"

namespace sluice::program {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
// Ops that may be computed beside a result's reader, so that it can follow at once.
constexpr std::size_t kMostBeside = 8;

// `needed` are the slots that make the ops worth computing; those of `kept` are also read later.
class Order {
 public:
  Order(const Program& program, const std::vector<Op>& ops, const std::vector<Slot>& needed,
        const std::vector<Slot>& kept)
      : program_(program),
        ops_(ops),
        writer_(program.slot_count, kNone),
        readers_(ops.size()),
        unplaced_readers_(ops.size()),
        depth_(ops.size()),
        placed_(ops.size()) {
    for (std::size_t i = 0; i < ops.size(); ++i) note(i);
    for (const Slot slot : kept)
      if (writer_[slot] != kNone) ++unplaced_readers_[writer_[slot]];
    for (const Slot slot : needed)
      if (writer_[slot] != kNone) roots_.push_back(writer_[slot]);
    std::ranges::stable_sort(roots_, std::ranges::greater{},
                             [&](std::size_t op) { return depth_[op]; });
  }

  std::vector<Op> run() {
    for (const std::size_t root : roots_) place_with_followers(root);
    for (std::size_t i = 0; i < ops_.size(); ++i) place_with_followers(i);
    return std::move(ordered_);
  }

 private:
  void note(std::size_t op) {
    for_each_writer(op, [&](std::size_t writer) {
      readers_[writer].push_back(op);
      ++unplaced_readers_[writer];
      depth_[op] = std::max(depth_[op], depth_[writer] + 1);
    });
    for (std::uint32_t k = 0; k < written_count(ops_[op]); ++k) writer_[ops_[op].dst + k] = op;
  }

  template <class Visit>
  void for_each_writer(std::size_t op, Visit visit) const {
    for_each_read(program_, ops_[op], [&](Slot slot) {
      if (writer_[slot] != kNone) visit(writer_[slot]);
    });
  }

  void place_with_followers(std::size_t op) {
    std::vector<std::size_t> results;
    place(op, results);
    while (!results.empty()) {
      const std::size_t result = results.back();
      results.pop_back();
      for (const std::size_t reader : readers_[result])
        if (!placed_[reader] && leaves_no_more_waiting(reader)) place(reader, results);
    }
  }

  // The op after all that it needs; a stack of our own, since chains may be long.
  void place(std::size_t op, std::vector<std::size_t>& results) {
    std::vector<std::size_t> stack{op};
    while (!stack.empty()) {
      const std::size_t top = stack.back();
      const std::size_t missing = placed_[top] ? kNone : deepest_missing(top);
      if (missing != kNone) {
        stack.push_back(missing);
        continue;
      }
      stack.pop_back();
      if (placed_[top]) continue;
      placed_[top] = true;
      for_each_writer(top, [&](std::size_t writer) { --unplaced_readers_[writer]; });
      ordered_.push_back(ops_[top]);
      results.push_back(top);
    }
  }
  std::size_t deepest_missing(std::size_t op) const {
    std::size_t found = kNone;
    for_each_writer(op, [&](std::size_t writer) {
      if (!placed_[writer] && (found == kNone || depth_[writer] > depth_[found])) found = writer;
    });
    return found;
  }

  // Whether after the op (and the few that it still needs) no more results wait than before.
  bool leaves_no_more_waiting(std::size_t op) {
    std::vector<std::size_t> work{op}, read;
    for (std::size_t i = 0; i < work.size(); ++i) {
      for_each_writer(work[i], [&](std::size_t writer) {
        read.push_back(writer);
        const bool is_new = !placed_[writer] && std::ranges::find(work, writer) == work.end();
        if (is_new && work.size() <= kMostBeside) work.push_back(writer);
      });
      if (work.size() > kMostBeside || read.size() > 4 * kMostBeside) return false;
    }
    for (const std::size_t writer : read) --unplaced_readers_[writer];
    std::ptrdiff_t change = 0;
    for (const std::size_t one : work) change += unplaced_readers_[one] > 0 ? 1 : 0;
    std::vector<std::size_t> before = read;
    std::ranges::sort(before);
    const auto repeated = std::ranges::unique(before);
    before.erase(repeated.begin(), repeated.end());
    for (const std::size_t writer : before)
      if (placed_[writer] && unplaced_readers_[writer] == 0) --change;
    for (const std::size_t writer : read) ++unplaced_readers_[writer];
    return change <= 0;
  }

  const Program& program_;
  const std::vector<Op>& ops_;
  std::vector<std::size_t> writer_;  // of each slot, in this section
  std::vector<std::vector<std::size_t>> readers_;
  std::vector<std::size_t> unplaced_readers_;
  std::vector<std::size_t> depth_;  // the longest chain of ops before it
  std::vector<std::size_t> roots_;
  std::vector<bool> placed_;
  std::vector<Op> ordered_;
};

std::vector<Slot> slots_of(const std::vector<Output>& outputs) {
  std::vector<Slot> slots;
  for (const Output& output : outputs) slots.push_back(output.slot);
  return slots;
}

}  // namespace

Program ordered_by_need(const Program& program) {
  Program ordered = program;
  std::vector<Slot> rates, initials, kept = slots_of(program.outputs);
  for (const Stock& stock : program.stocks) {
    rates.push_back(stock.rate);
    initials.push_back(stock.initial);
  }
  for (const Memory& memory : program.memories) kept.push_back(memory.input);
  ordered.once = Order(program, program.once, {}, {}).run();
  ordered.initial = Order(program, program.initial, initials, {}).run();
  ordered.step = Order(program, program.step, rates, kept).run();
  return ordered;
}

}  // namespace sluice::program
