#include "execute/lanes/split.h"

#include <algorithm>
#include <map>

#include "program/operands.h"
#include "program/passes/dead_code.h"

namespace sluice::execute {

using program::Op;
using program::OpShape;
using program::Program;
using program::Slot;
using program::written_count;

namespace {

std::vector<bool> slots_written_by(const Program& program, const std::vector<Op>& ops) {
  std::vector<bool> written(program.slot_count);
  for (const Op& op : ops)
    for (std::uint32_t k = 0; k < written_count(op); ++k) written[op.dst + k] = true;
  return written;
}

// Gives new slots to what `initial` writes and `step` writes again.
void rename_in_initial(Program& program) {
  const std::vector<bool> in_step = slots_written_by(program, program.step);
  std::map<Slot, Slot> renamed;
  const auto rename = [&](Slot slot) {
    const auto found = renamed.find(slot);
    return found == renamed.end() ? slot : found->second;
  };
  for (Op& op : program.initial) {
    op = program::with_renamed_reads(program, op, rename);
    bool again = false;
    for (std::uint32_t k = 0; k < written_count(op); ++k) again = again || in_step[op.dst + k];
    if (!again) continue;
    for (std::uint32_t k = 0; k < written_count(op); ++k)
      renamed[op.dst + k] = program.slot_count + k;
    op.dst = program.slot_count;
    program.slot_count += written_count(op);
  }
  for (program::Stock& stock : program.stocks) stock.initial = rename(stock.initial);
  for (program::Memory& memory : program.memories) {
    memory.initial = rename(memory.initial);
    memory.length = rename(memory.length);
  }
}

void copy_rates_that_are_stocks(Program& program) {
  std::vector<bool> is_stock(program.slot_count);
  for (const program::Stock& stock : program.stocks) is_stock[stock.slot] = true;
  for (program::Stock& stock : program.stocks) {
    if (!is_stock[stock.rate]) continue;
    program.step.push_back({program::OpCode::copy, program.slot_count, stock.rate, 0, 0});
    is_stock.push_back(false);
    stock.rate = program.slot_count++;
  }
}

// Spreads "differs between lanes" from inputs and draws until nothing changes.
class Spread {
 public:
  Spread(const Program& program, bool all_varying)
      : program_(program),
        all_varying_(all_varying),
        split_{std::vector<bool>(program.slot_count), std::vector<bool>(program.slot_count),
               std::vector<bool>(program.memories.size(), all_varying),
               std::vector<bool>(program.stocks.size(), all_varying)} {}

  Split run() {
    for (const program::Input& input : program_.inputs)
      split_.lane[input.slot] = input.kind == program::InputKind::member ||
                                (all_varying_ && input.kind == program::InputKind::scheduled);
    split_.lane[program_.time] = all_varying_;
    do {
      changed_ = false;
      for (const Op& op : program_.initial) visit(op);
      for (const Op& op : program_.step) visit(op);
      visit_states();
    } while (changed_);
    mark_varying();
    return std::move(split_);
  }

 private:
  bool reads(const Op& op, const std::vector<bool>& kind) const {
    bool any = false;
    program::for_each_read(program_, op, [&](Slot slot) { any = any || kind[slot]; });
    return any;
  }
  void mark(const Op& op, std::vector<bool>& kind) {
    for (std::uint32_t k = 0; k < written_count(op); ++k) {
      changed_ = changed_ || !kind[op.dst + k];
      kind[op.dst + k] = true;
    }
  }
  void visit(const Op& op) {
    const OpShape shape = program::info_of(op.code).shape;
    const bool differs = shape == OpShape::random || reads(op, split_.lane) ||
                         (shape == OpShape::memory && split_.lane_memory[op.b]) ||
                         (all_varying_ && program::reads_time(op.code));
    if (differs) mark(op, split_.lane);
  }
  void visit_states() {
    const std::vector<bool>& lane = split_.lane;
    for (std::size_t i = 0; i < program_.stocks.size(); ++i) {
      const program::Stock& stock = program_.stocks[i];
      if (!split_.lane_stock[i] && !lane[stock.initial] && !lane[stock.rate]) continue;
      changed_ = changed_ || !lane[stock.slot];
      split_.lane_stock[i] = split_.lane[stock.slot] = true;
    }
    for (std::size_t i = 0; i < program_.memories.size(); ++i) {
      const program::Memory& memory = program_.memories[i];
      if (split_.lane_memory[i]) continue;
      split_.lane_memory[i] = lane[memory.input] || lane[memory.initial] || lane[memory.length];
      changed_ = changed_ || split_.lane_memory[i];
    }
  }
  void mark_varying() {
    split_.varying[program_.time] = true;
    for (const program::Input& input : program_.inputs)
      if (input.kind == program::InputKind::scheduled) split_.varying[input.slot] = true;
    for (const program::Stock& stock : program_.stocks) split_.varying[stock.slot] = true;
    for (const Op& op : program_.step)
      if (program::reads_time(op.code) || program::info_of(op.code).shape == OpShape::memory ||
          reads(op, split_.varying))
        mark(op, split_.varying);
  }

  const Program& program_;
  bool all_varying_ = false;
  bool changed_ = false;
  Split split_;
};

class FrontierFinder {
 public:
  FrontierFinder(const Program& program, const Split& split)
      : program_(program), split_(split), seen_(program.slot_count) {}

  Frontier run() {
    visit(program_.initial);
    visit(program_.step);
    for (std::size_t i = 0; i < program_.stocks.size(); ++i) {
      const program::Stock& stock = program_.stocks[i];
      need(stock.slot);  // looked at for numerical trouble
      if (split_.lane_stock[i]) need(stock.initial), need(stock.rate);
    }
    for (std::size_t i = 0; i < program_.memories.size(); ++i) {
      const program::Memory& memory = program_.memories[i];
      if (split_.lane_memory[i]) need(memory.input), need(memory.initial), need(memory.length);
    }
    for (const program::Output& output : program_.outputs) need(output.slot);
    std::ranges::sort(frontier_.fixed);
    std::ranges::sort(frontier_.varying);
    return std::move(frontier_);
  }

 private:
  void need(Slot slot) {
    if (split_.lane[slot] || seen_[slot]) return;
    seen_[slot] = true;
    (split_.varying[slot] ? frontier_.varying : frontier_.fixed).push_back(slot);
  }
  void visit(const std::vector<Op>& ops) {
    for (const Op& op : ops) {
      if (!split_.lane[op.dst]) continue;
      program::for_each_read(program_, op, [&](Slot slot) { need(slot); });
      if (program::reads_time(op.code)) need(program_.time);
    }
  }

  const Program& program_;
  const Split& split_;
  std::vector<bool> seen_;
  Frontier frontier_;
};

}  // namespace

Program with_one_writer_per_slot(Program program) {
  rename_in_initial(program);
  copy_rates_that_are_stocks(program);
  return program;
}

Split split(const Program& program, bool all_varying_in_lanes) {
  return Spread(program, all_varying_in_lanes).run();
}

Frontier frontier_of(const Program& program, const Split& split) {
  return FrontierFinder(program, split).run();
}

Program uniform_part(const Program& program, const Split& split, const Frontier& frontier) {
  Program part = program;
  const auto differs = [&](const Op& op) { return split.lane[op.dst]; };
  std::erase_if(part.initial, differs);
  std::erase_if(part.step, differs);
  part.outputs.clear();
  for (const Slot slot : frontier.fixed) part.outputs.push_back({"", "", slot});
  for (const Slot slot : frontier.varying) part.outputs.push_back({"", "", slot});
  part = program::without_dead_code(part);
  part.outputs.clear();
  part.names.clear();
  return part;
}

}  // namespace sluice::execute
