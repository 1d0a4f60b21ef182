#include "program/passes/dead_code.h"

#include <algorithm>

#include "program/operands.h"

namespace sluice::program {
namespace {

struct Live {
  std::vector<bool> slots, stocks, memories;
  bool changed = false;

  explicit Live(const Program& program)
      : slots(program.slot_count),
        stocks(program.stocks.size()),
        memories(program.memories.size()) {}

  void need(Slot slot) {
    if (slots[slot]) return;
    slots[slot] = true;
    changed = true;
  }
};

bool is_live(const Live& live, const Op& op) {
  for (std::uint32_t k = 0; k < written_count(op); ++k)
    if (live.slots[op.dst + k]) return true;
  return false;
}

void need_what_ops_read(const Program& program, const std::vector<Op>& ops, Live& live) {
  for_each_needed(ops, live.slots, [&](const Op& op) {
    for_each_read(program, op, [&](Slot slot) { live.need(slot); });
    if (info_of(op.code).shape == OpShape::memory && !live.memories[op.b])
      live.memories[op.b] = live.changed = true;
  });
}

void need_what_states_read(const Program& program, Live& live) {
  for (std::size_t i = 0; i < program.stocks.size(); ++i) {
    const Stock& stock = program.stocks[i];
    live.stocks[i] = live.slots[stock.slot];
    if (live.stocks[i]) live.need(stock.initial), live.need(stock.rate);
  }
  for (std::size_t i = 0; i < program.memories.size(); ++i) {
    const Memory& memory = program.memories[i];
    if (live.memories[i])
      live.need(memory.input), live.need(memory.initial), live.need(memory.length);
  }
}

Live find_live(const Program& program) {
  Live live(program);
  for (const Output& output : program.outputs) live.need(output.slot);
  do {
    live.changed = false;
    need_what_ops_read(program, program.step, live);
    need_what_states_read(program, live);
    need_what_ops_read(program, program.initial, live);
    need_what_ops_read(program, program.once, live);
  } while (live.changed);
  live.slots[program.time] = true;
  for (const Input& input : program.inputs) live.slots[input.slot] = true;
  return live;
}

// Copies what is live, with tables, memories and operands numbered anew.
class Keeper {
 public:
  Keeper(const Program& program, const Live& live)
      : from_(program),
        live_(live),
        memory_number_(program.memories.size()),
        table_number_(program.tables.size(), kUnused) {}

  Program keep() {
    to_.slot_count = from_.slot_count;
    to_.time = from_.time;
    to_.timing = from_.timing;
    to_.method = from_.method;
    to_.inputs = from_.inputs;
    to_.outputs = from_.outputs;
    keep_states();
    std::ranges::copy_if(from_.constants, std::back_inserter(to_.constants),
                         [&](const Constant& one) { return live_.slots[one.slot]; });
    std::ranges::copy_if(from_.names, std::back_inserter(to_.names),
                         [&](const SlotName& one) { return live_.slots[one.slot]; });
    keep_ops(from_.once, to_.once);
    keep_ops(from_.initial, to_.initial);
    keep_ops(from_.step, to_.step);
    return std::move(to_);
  }

 private:
  static constexpr std::uint32_t kUnused = 0xffffffffU;

  void keep_states() {
    for (std::size_t i = 0; i < from_.stocks.size(); ++i)
      if (live_.stocks[i]) to_.stocks.push_back(from_.stocks[i]);
    for (std::size_t i = 0; i < from_.memories.size(); ++i) {
      if (!live_.memories[i]) continue;
      memory_number_[i] = static_cast<std::uint32_t>(to_.memories.size());
      to_.memories.push_back(from_.memories[i]);
    }
  }
  void keep_ops(const std::vector<Op>& ops, std::vector<Op>& kept) {
    for (Op op : ops) {
      if (!is_live(live_, op)) continue;
      const OpShape shape = info_of(op.code).shape;
      if (shape == OpShape::memory) op.b = memory_number_[op.b];
      if (shape == OpShape::table) op.b = number_of_table(op.b);
      if (is_list(shape)) op.a = copy_list(op);
      kept.push_back(op);
    }
  }
  std::uint32_t number_of_table(std::uint32_t table) {
    if (table_number_[table] == kUnused) {
      table_number_[table] = static_cast<std::uint32_t>(to_.tables.size());
      to_.tables.push_back(from_.tables[table]);
    }
    return table_number_[table];
  }
  std::uint32_t copy_list(const Op& op) {
    const auto start = static_cast<std::uint32_t>(to_.operands.size());
    const std::span<const Slot> list = list_of(from_, op);
    to_.operands.insert(to_.operands.end(), list.begin(), list.end());
    return start;
  }

  const Program& from_;
  const Live& live_;
  std::vector<std::uint32_t> memory_number_, table_number_;
  Program to_;
};

}  // namespace

Program without_dead_code(const Program& program) {
  const Live live = find_live(program);
  return Keeper(program, live).keep();
}

}  // namespace sluice::program
