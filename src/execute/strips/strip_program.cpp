#include "execute/strips/strip_program.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <string_view>
#include <utility>

#include "execute/lanes/placement.h"
#include "execute/lanes/sections.h"
#include "execute/strips/strip_rows.h"
#include "execute/strips/strips.h"

namespace sluice::execute {

using program::Program;
using program::Slot;

namespace {

// Arrays of fewer elements share a group with others, so that strips may run over several.
constexpr std::size_t kLargeArray = 64;

// Copies of fixed scalars side by side, for operands of strips that lie apart.
class Gathered {
 public:
  Gathered(const Placement& placement, std::size_t scalars)
      : placement_(placement), next_(static_cast<std::uint32_t>(scalars)) {}

  // Where the first of them lies.
  std::uint32_t first_of(const std::vector<Slot>& slots) {
    if (are_neighbours(slots)) return placement_.scalar_of[slots.front()];
    const auto [found, is_new] = known_.try_emplace(slots, next_);
    if (is_new) {
      for (const Slot slot : slots) scalars_.push_back(placement_.scalar_of[slot]);
      next_ += static_cast<std::uint32_t>(slots.size());
    }
    return found->second;
  }
  std::vector<std::uint32_t> take() { return std::move(scalars_); }

 private:
  bool are_neighbours(const std::vector<Slot>& slots) const {
    for (std::size_t i = 1; i < slots.size(); ++i)
      if (placement_.scalar_of[slots[i]] != placement_.scalar_of[slots[i - 1]] + 1) return false;
    return true;
  }

  const Placement& placement_;
  std::uint32_t next_;
  std::map<std::vector<Slot>, std::uint32_t> known_;
  std::vector<std::uint32_t> scalars_;
};

std::string_view variable_of(std::string_view name) { return name.substr(0, name.find('[')); }

class Compiler {
 public:
  Compiler(const Program& program, const Split& split)
      : program_(program),
        split_(split),
        frontier_(frontier_of(program, split)),
        kept_(kept_of_initial(program, split)),
        placement_(split, frontier_),
        places_(split),
        rows_(placement_.row_of),
        gathered_(placement_, frontier_.fixed.size() + frontier_.varying.size()) {}

  LaneProgram compile() {
    made_.of_elements = true;
    made_.frontier = frontier_;
    made_.uniform = uniform_part(program_, split_, frontier_);
    keep_states();
    const std::vector<Slot> after_initial = read_after_initial(program_);
    made_.initial = section(program_.initial, after_initial, {});
    made_.step = section(program_.step, read_after_step(program_), moving_states(program_));
    made_.step_of_states = of_roots_;
    add_states(program_, placement_, made_);
    add_moves();
    made_.gathered = gathered_.take();
    made_.rows = rows_.count();
    return std::move(made_);
  }

 private:
  // Stocks of a large array are a group, so that strips over several such arrays are cut alike.
  void keep_states() {
    std::map<Slot, std::string_view> variables;
    for (const program::Stock& stock : program_.stocks)
      variables[stock.slot] = variable_of(stock.name);
    std::vector<Slot> others, group;
    std::string_view variable;
    const auto close = [&] {
      if (group.size() < kLargeArray)
        others.insert(others.end(), group.begin(), group.end());
      else
        keep(group);
      group.clear();
    };
    for (const Slot slot : slots_of_a_run(program_, split_)) {
      const auto found = variables.find(slot);
      const std::string_view here = found == variables.end() ? "" : found->second;
      if (here != variable) close();
      variable = here;
      group.push_back(slot);
    }
    close();
    keep(others);
  }
  void keep(const std::vector<Slot>& slots) {
    rows_.keep(slots);
    places_.put(slots);
  }

  std::vector<LaneOp> section(const std::vector<program::Op>& ops, const std::vector<Slot>& at_end,
                              const std::vector<Slot>& roots) {
    const auto slot_ops = paired_ops(program_, ops, split_, at_end, kept_);
    const ByNeed ordered =
        by_need(slot_ops, find_strips(slot_ops, places_), roots, program_.slot_count);
    assert(validate(slot_ops, ordered.strips, program_.slot_count).empty());
    of_roots_ = ordered.of_roots;
    rows_.give(slot_ops, ordered.strips, at_end, kept_);
    std::vector<LaneOp> made;
    for (std::size_t i = 0; i < ordered.strips.count(); ++i)
      made.push_back(lane_op(slot_ops, ordered.strips.at(i)));
    return made;
  }

  LaneOp lane_op(const std::vector<SlotOp>& ops, std::span<const std::uint32_t> strip) {
    const SlotOp& first = ops[strip.front()];
    LaneOp made{first.code, first.inner, first.inner_second, first.number, {}, {}};
    made.count = static_cast<std::uint32_t>(strip.size());
    for (std::size_t k = 0; k < first.reads.size(); ++k) {
      bool one_number = false;
      made.operands.push_back(strip.size() == 1 ? single(first.reads[k], one_number)
                                                : neighbours(ops, strip, k, one_number));
      if (one_number && k < 3) made.one_number |= static_cast<std::uint8_t>(1U << k);
    }
    for (const Slot slot : first.writes) made.rows.push_back(placement_.row_of[slot]);
    return made;
  }
  Place single(Slot slot, bool& one_number) const {
    one_number = !split_.lane[slot];
    return placement_.at(slot);
  }
  Place neighbours(const std::vector<SlotOp>& ops, std::span<const std::uint32_t> strip,
                   std::size_t operand, bool& one_number) {
    std::vector<Slot> slots;
    for (const std::uint32_t op : strip) slots.push_back(ops[op].reads[operand]);
    one_number = std::ranges::all_of(slots, [&](Slot slot) { return slot == slots.front(); });
    if (one_number || split_.lane[slots.front()]) return placement_.at(slots.front());
    return {true, gathered_.first_of(slots)};
  }

  void add_moves() {
    for (const LaneStock& stock : made_.stocks) {
      if (!made_.moves.empty() && extends(made_.moves.back(), stock)) {
        LaneMove& last = made_.moves.back();
        last.rate_stride = stock.rate.index == last.rate.index ? 0 : 1;
        ++last.count;
      } else {
        made_.moves.push_back({stock.row, 1, stock.rate, 0});
      }
    }
  }
  static bool extends(const LaneMove& move, const LaneStock& stock) {
    if (stock.row != move.row + move.count || stock.rate.uniform != move.rate.uniform) return false;
    if (move.count == 1) return stock.rate.index - move.rate.index <= 1;
    return stock.rate.index == move.rate.index + move.rate_stride * move.count;
  }

  const Program& program_;
  const Split& split_;
  Frontier frontier_;
  std::vector<bool> kept_;
  Placement placement_;
  Places places_;
  StripRows rows_;
  Gathered gathered_;
  LaneProgram made_;
  std::size_t of_roots_ = 0;
};

}  // namespace

LaneProgram compile_strips(const Program& program, std::size_t most_traced_numbers) {
  const Program sound = with_one_writer_per_slot(program);
  const Split halves = split_for(sound, most_traced_numbers);
  return Compiler(sound, halves).compile();
}

}  // namespace sluice::execute
