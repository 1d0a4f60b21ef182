#include "execute/lanes/lane_program.h"

#include <algorithm>
#include <limits>

#include "program/operands.h"

namespace sluice::execute {

using program::Op;
using program::Program;
using program::Slot;
using program::written_count;

namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// Gives rows to slots. A row whose value has been read for the last time is given out again at
// once, so that results go where the cache is warm.
class Rows {
 public:
  explicit Rows(std::size_t slots) : row_of_(slots, kNone), last_use_(slots, 0), lent_(slots) {}

  std::uint32_t keep(Slot slot) {  // a row of its own, for the whole run
    if (row_of_[slot] == kNone) row_of_[slot] = count_++;
    return row_of_[slot];
  }
  std::uint32_t at(Slot slot) const { return row_of_[slot]; }
  bool has(Slot slot) const { return row_of_[slot] != kNone; }
  std::uint32_t count() const { return count_; }

  // One section: `at_end` says which slots are read after its last op.
  void give(const std::vector<SlotOp>& ops, const std::vector<Slot>& at_end) {
    for (std::uint32_t i = 0; i < ops.size(); ++i)
      for (const Slot slot : ops[i].reads) last_use_[slot] = i;
    for (const Slot slot : at_end) last_use_[slot] = kNone;
    for (std::uint32_t i = 0; i < ops.size(); ++i) give(ops[i], i);
    for (const SlotOp& op : ops)
      for (const Slot slot : op.writes) release(slot);
  }

 private:
  void give(const SlotOp& op, std::uint32_t i) {
    for (const Slot slot : op.reads)
      if (last_use_[slot] == i) release(slot);
    for (const Slot slot : op.writes) {
      if (has(slot)) continue;
      row_of_[slot] = next_row();
      lent_[slot] = true;
    }
    for (const Slot slot : op.writes)
      if (last_use_[slot] <= i) release(slot);
  }
  std::uint32_t next_row() {
    if (free_.empty()) return count_++;
    const std::uint32_t row = free_.back();
    free_.pop_back();
    return row;
  }
  void release(Slot slot) {
    if (!lent_[slot]) return;
    lent_[slot] = false;
    free_.push_back(row_of_[slot]);
  }

  std::vector<std::uint32_t> row_of_, last_use_;
  std::vector<bool> lent_;
  std::vector<std::uint32_t> free_;
  std::uint32_t count_ = 0;
};

// By slot: what `step` writes and some stock or memory needs.
std::vector<bool> needed_by_states(const Program& program) {
  std::vector<bool> needed(program.slot_count);
  for (const program::Stock& stock : program.stocks) needed[stock.rate] = true;
  for (const program::Memory& memory : program.memories) needed[memory.input] = true;
  for (auto op = program.step.rbegin(); op != program.step.rend(); ++op) {
    bool live = false;
    for (std::uint32_t k = 0; k < written_count(*op); ++k) live = live || needed[op->dst + k];
    if (live) program::for_each_read(program, *op, [&](Slot slot) { needed[slot] = true; });
    for (std::uint32_t k = 0; k < written_count(*op); ++k) needed[op->dst + k] = live;
  }
  return needed;
}

class Compiler {
 public:
  // `of_states`: needed_by_states, where the ops of `step` for which it is false come last.
  Compiler(const Program& program, const Split& split, const std::vector<bool>& of_states)
      : program_(program),
        split_(split),
        of_states_(of_states),
        rows_(program.slot_count),
        scalar_of_(program.slot_count, kNone) {}

  LaneProgram compile() {
    compiled_.frontier = frontier_of(program_, split_);
    compiled_.uniform = uniform_part(program_, split_, compiled_.frontier);
    number_scalars();
    keep_rows();
    const std::vector<SlotOp> initial = paired(program_.initial, read_after_initial());
    const std::vector<SlotOp> step = paired(program_.step, read_after_step());
    rows_.give(initial, read_after_initial());
    rows_.give(step, read_after_step());
    compiled_.time = place(program_.time);
    for (const program::Table& table : program_.tables)
      compiled_.tables.push_back(program::segments_of(table));
    for (const SlotOp& op : initial) compiled_.initial.push_back(lane_op(op));
    for (const SlotOp& op : step) compiled_.step.push_back(lane_op(op));
    const auto serves_outputs = [&](const SlotOp& op) {
      return !of_states_.empty() && !of_states_[op.writes.front()];
    };
    compiled_.step_of_states =
        static_cast<std::size_t>(std::ranges::find_if(step, serves_outputs) - step.begin());
    place_states();
    for (const program::Output& output : program_.outputs)
      compiled_.outputs.push_back(place(output.slot));
    compiled_.rows = rows_.count();
    return std::move(compiled_);
  }

 private:
  void number_scalars() {
    std::uint32_t next = 0;
    for (const Slot slot : compiled_.frontier.fixed) scalar_of_[slot] = next++;
    for (const Slot slot : compiled_.frontier.varying) scalar_of_[slot] = next++;
  }

  void keep_rows() {
    if (split_.lane[program_.time]) rows_.keep(program_.time);
    for (std::uint32_t i = 0; i < program_.inputs.size(); ++i) {
      const program::Input& input = program_.inputs[i];
      if (!split_.lane[input.slot]) continue;
      const bool member = input.kind == program::InputKind::member;
      auto& inputs = member ? compiled_.member_inputs : compiled_.scheduled_inputs;
      inputs.push_back({rows_.keep(input.slot), i});
    }
    for (std::size_t i = 0; i < program_.stocks.size(); ++i)
      if (split_.lane_stock[i]) rows_.keep(program_.stocks[i].slot);
    keep_what_step_reads_of_initial();
  }

  void keep_what_step_reads_of_initial() {
    std::vector<bool> needed(program_.slot_count);
    for (const Op& op : program_.step)
      program::for_each_read(program_, op, [&](Slot slot) { needed[slot] = true; });
    for (const Slot slot : read_after_step()) needed[slot] = true;
    for (const Op& op : program_.initial)
      for (std::uint32_t k = 0; k < written_count(op); ++k)
        if (split_.lane[op.dst + k] && needed[op.dst + k]) rows_.keep(op.dst + k);
  }

  std::vector<Slot> read_after_step() const {
    std::vector<Slot> slots;
    for (const program::Stock& stock : program_.stocks) slots.push_back(stock.rate);
    for (const program::Memory& memory : program_.memories) slots.push_back(memory.input);
    for (const program::Output& output : program_.outputs) slots.push_back(output.slot);
    return slots;
  }
  std::vector<Slot> read_after_initial() const {
    std::vector<Slot> slots;
    for (const program::Stock& stock : program_.stocks) slots.push_back(stock.initial);
    for (const program::Memory& memory : program_.memories) {
      slots.push_back(memory.initial);
      slots.push_back(memory.length);
    }
    return slots;
  }

  // What `step` reads of `initial` has a row of its own by now, and stays an op of its own.
  std::vector<SlotOp> paired(const std::vector<Op>& ops, std::vector<Slot> read_later) const {
    const std::vector<SlotOp> slot_ops = slot_ops_of(program_, ops, split_);
    for (const SlotOp& op : slot_ops)
      for (const Slot slot : op.writes)
        if (rows_.has(slot)) read_later.push_back(slot);
    return with_pairs(slot_ops, read_later, split_.lane);
  }

  Place place(Slot slot) const {
    if (split_.lane[slot]) return {false, rows_.at(slot)};
    return {true, scalar_of_[slot]};
  }

  LaneOp lane_op(const SlotOp& op) const {
    LaneOp result{op.code, op.inner, op.inner_second, op.number, {}, {}};
    for (const Slot slot : op.reads) result.operands.push_back(place(slot));
    for (const Slot slot : op.writes) result.rows.push_back(rows_.at(slot));
    return result;
  }

  void place_states() {
    for (std::size_t i = 0; i < program_.stocks.size(); ++i) {
      const program::Stock& stock = program_.stocks[i];
      if (split_.lane_stock[i])
        compiled_.stocks.push_back({rows_.at(stock.slot), place(stock.initial), place(stock.rate)});
      else
        compiled_.uniform_stocks.push_back(scalar_of_[stock.slot]);
    }
    for (std::size_t i = 0; i < program_.memories.size(); ++i) {
      const program::Memory& memory = program_.memories[i];
      if (split_.lane_memory[i])
        compiled_.memories.push_back(
            {true, place(memory.input), place(memory.initial), place(memory.length)});
      else
        compiled_.memories.push_back({});
    }
  }

  const Program& program_;
  const Split& split_;
  const std::vector<bool>& of_states_;
  Rows rows_;
  std::vector<std::uint32_t> scalar_of_;
  LaneProgram compiled_;
};

}  // namespace

std::size_t evaluations_of(const Program& program) {
  const std::size_t steps = program.timing.steps;
  return program::stages_of(program.method).size() * steps + 1;
}

LaneProgram compile_lanes(const Program& program, std::size_t most_traced_numbers,
                          OutputOps output_ops) {
  Program sound = with_one_writer_per_slot(program);
  std::vector<bool> of_states;
  if (output_ops == OutputOps::last) {
    of_states = needed_by_states(sound);
    std::ranges::stable_partition(sound.step, [&](const Op& op) { return of_states[op.dst]; });
  }
  Split halves = split(sound, false);
  const std::size_t traced = frontier_of(sound, halves).varying.size() * evaluations_of(sound);
  if (traced > most_traced_numbers) halves = split(sound, true);
  return Compiler(sound, halves, of_states).compile();
}

}  // namespace sluice::execute
