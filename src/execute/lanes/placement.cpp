#include "execute/lanes/placement.h"

namespace sluice::execute {

using program::Program;
using program::Slot;

namespace {

void add_inputs(const Program& program, const Placement& placement, LaneProgram& made) {
  for (std::uint32_t i = 0; i < program.inputs.size(); ++i) {
    const program::Input& input = program.inputs[i];
    if (!placement.split.lane[input.slot]) continue;
    const bool member = input.kind == program::InputKind::member;
    auto& inputs = member ? made.member_inputs : made.scheduled_inputs;
    inputs.push_back({placement.row_of[input.slot], i});
  }
}

void add_stocks(const Program& program, const Placement& placement, LaneProgram& made) {
  for (std::size_t i = 0; i < program.stocks.size(); ++i) {
    const program::Stock& stock = program.stocks[i];
    if (placement.split.lane_stock[i])
      made.stocks.push_back(
          {placement.row_of[stock.slot], placement.at(stock.initial), placement.at(stock.rate)});
    else
      made.uniform_stocks.push_back(placement.scalar_of[stock.slot]);
  }
}

void add_memories(const Program& program, const Placement& placement, LaneProgram& made) {
  for (std::size_t i = 0; i < program.memories.size(); ++i) {
    const program::Memory& memory = program.memories[i];
    if (placement.split.lane_memory[i])
      made.memories.push_back({true, placement.at(memory.input), placement.at(memory.initial),
                               placement.at(memory.length), memory.at_start});
    else
      made.memories.push_back({});
  }
}

}  // namespace

Placement::Placement(const Split& the_split, const Frontier& frontier)
    : split(the_split),
      row_of(the_split.lane.size(), kNone),
      scalar_of(the_split.lane.size(), kNone) {
  std::uint32_t next = 0;
  for (const Slot slot : frontier.fixed) scalar_of[slot] = next++;
  for (const Slot slot : frontier.varying) scalar_of[slot] = next++;
}

std::vector<Slot> slots_of_a_run(const Program& program, const Split& split) {
  std::vector<Slot> slots;
  if (split.lane[program.time]) slots.push_back(program.time);
  for (const program::Input& input : program.inputs)
    if (split.lane[input.slot]) slots.push_back(input.slot);
  for (std::size_t i = 0; i < program.stocks.size(); ++i)
    if (split.lane_stock[i]) slots.push_back(program.stocks[i].slot);
  return slots;
}

void add_states(const Program& program, const Placement& placement, LaneProgram& made) {
  made.time = placement.at(program.time);
  add_inputs(program, placement, made);
  for (const program::Table& table : program.tables)
    made.tables.push_back(program::segments_of(table));
  add_stocks(program, placement, made);
  add_memories(program, placement, made);
  for (const program::Output& output : program.outputs)
    made.outputs.push_back(placement.at(output.slot));
}

}  // namespace sluice::execute
