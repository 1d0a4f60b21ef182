// What is made, and in which order.
#include <algorithm>
#include <cassert>

#include "base/format.h"
#include "lower/lowering.h"
#include "syntax/tree.h"

namespace sluice::lower {
namespace {

using model::BuiltinClass;
using model::Expr;

}  // namespace

bool differs_by_itself(Builtin builtin) {
  switch (model::info_of(builtin).builtin_class) {
    case BuiltinClass::stateful:
    case BuiltinClass::random:
    case BuiltinClass::initial: return true;
    case BuiltinClass::elementary:
      return builtin == Builtin::step || builtin == Builtin::pulse ||
             builtin == Builtin::pulse_train || builtin == Builtin::ramp ||
             builtin == Builtin::pulse_volume || builtin == Builtin::time_base ||
             builtin == Builtin::get_time_value;
    case BuiltinClass::data: return builtin == Builtin::time_shift || builtin == Builtin::cumulate;
    case BuiltinClass::reduction:
    case BuiltinClass::vector:
    case BuiltinClass::table:
    case BuiltinClass::external:
    case BuiltinClass::rewritten: return false;
  }
  return false;
}

namespace {

// What one equation says about its variable: whether it changes, and what it refers to. INITIAL
// hides what is inside it.
struct Mentions {
  bool changing = false;
  std::vector<VariableId> variables;

  void add(const Expr& expr) {
    if (const auto* reference = std::get_if<model::Reference>(&expr.node)) {
      variables.push_back(reference->variable);
    } else if (const auto* call = std::get_if<model::Call>(&expr.node)) {
      add_call(*call);
    } else if (const auto* unary = std::get_if<model::Unary>(&expr.node)) {
      add(unary->operand[0]);
    } else if (const auto* binary = std::get_if<model::Binary>(&expr.node)) {
      for (const Expr& operand : binary->operands) add(operand);
    } else if (const auto* lookup = std::get_if<model::LookupCall>(&expr.node)) {
      add(lookup->argument[0]);
    }
  }

  void add_call(const model::Call& call) {
    if (call.builtin == Builtin::initial) return;
    changing = changing || differs_by_itself(call.builtin);
    for (const Expr& argument : call.arguments) add(argument);
  }
};

}  // namespace

Lowering::Lowering(const model::Model& model, const std::vector<WantedInput>& inputs,
                   const FixedCells& fixed, const program::Timing& timing, program::Method method)
    : model_(model), inputs_(inputs), fixed_(fixed), timing_(timing), method_(method) {
  std::size_t cells = 0;
  for (const model::Variable& variable : model.variables) {
    first_cell_.push_back(cells);
    cells += model.cell_count(variable);
  }
  for (auto& slots : first_slot_) slots.assign(model.variables.size(), kAnySlot);
  for (auto& nodes : nodes_of_cells_) nodes.assign(cells, kNoNode);
  for (const auto& [cell, value] : fixed) fixed_cells_[index_of(cell)] = value;
  find_changing_variables();
  place_inputs(inputs);
  find_shifts();
}

bool Lowering::changes(const model::Variable& variable) const {
  return &variable == &model_.at(model_.time) || variable.kind == model::VariableKind::stock ||
         variable.kind == model::VariableKind::data;
}

bool Lowering::changes(const Expr& expr) const {
  Mentions mentions;
  mentions.add(expr);
  return mentions.changing || std::ranges::any_of(mentions.variables, [&](VariableId variable) {
           return changing_[static_cast<std::size_t>(variable)];
         });
}

void Lowering::find_changing_variables() {
  const std::size_t count = model_.variables.size();
  std::vector<std::vector<std::size_t>> uses(count);
  std::vector<std::size_t> found;
  changing_.assign(count, false);
  const auto mark = [&](std::size_t variable) {
    if (!changing_[variable]) found.push_back(variable);
    changing_[variable] = true;
  };
  for (std::size_t i = 0; i < count; ++i) {
    Mentions mentions;
    for (const model::Equation& equation : model_.variables[i].equations) {
      if (equation.values.empty()) mentions.add(equation.right);
    }
    if (mentions.changing || changes(model_.variables[i])) mark(i);
    for (const VariableId other : mentions.variables)
      uses[static_cast<std::size_t>(other)].push_back(i);
  }
  for (const WantedInput& input : inputs_) {
    if (input.kind == program::InputKind::scheduled)
      mark(static_cast<std::size_t>(input.cell.variable));
  }
  while (!found.empty()) {
    const std::size_t variable = found.back();
    found.pop_back();
    for (const std::size_t user : uses[variable]) mark(user);
  }
}

void Lowering::place_inputs(const std::vector<WantedInput>& inputs) {
  for (const WantedInput& input : inputs) {
    const Slot slot = slot_of(input.cell, World::step);
    draft_.set_level(slot, input.kind == program::InputKind::uniform  ? Level::once
                           : input.kind == program::InputKind::member ? Level::initial
                                                                      : Level::step);
    input_slots_.push_back(slot);
    input_cells_[index_of(input.cell)] = slot;
  }
}

std::size_t Lowering::index_of(CellRef cell) const {
  return first_cell_[static_cast<std::size_t>(cell.variable)] + cell.cell;
}

std::string Lowering::name_of(CellRef cell) const {
  return model_.cell_name(model_.at(cell.variable), cell.cell);
}

World Lowering::world_of(CellRef cell, World world) const {
  return changing_[static_cast<std::size_t>(cell.variable)] ? world : World::step;
}

Slot Lowering::slot_of(CellRef cell, World world) {
  const auto variable = static_cast<std::size_t>(cell.variable);
  Slot& first = first_slot_[static_cast<std::size_t>(world)][variable];
  if (first == kAnySlot) {
    const std::size_t count = model_.cell_count(model_.variables[variable]);
    first = draft_.add_slots(static_cast<std::uint32_t>(count));
  }
  return first + cell.cell;
}

Lowering::NodeId Lowering::node_of(CellRef cell, World world) {
  NodeId& node = nodes_of_cells_[static_cast<std::size_t>(world)][index_of(cell)];
  if (node == kNoNode) {
    node = static_cast<NodeId>(nodes_.size());
    nodes_.push_back(Node{cell, world, -1, State::waiting, {}});
  }
  return node;
}

Slot Lowering::need(CellRef cell, World world) {
  if (cell.variable == model_.time) return time_in(world);
  const auto input = input_cells_.find(index_of(cell));
  if (input != input_cells_.end()) {
    reads_input_ = true;
    return input->second;
  }
  world = world_of(cell, world);
  needs_.push_back(node_of(cell, world));
  return slot_of(cell, world);
}

Slot Lowering::ask(CellRef cell, World world) {
  needs_.clear();
  const Slot slot = need(cell, world);
  agenda_.insert(agenda_.end(), needs_.begin(), needs_.end());
  return slot;
}

void Lowering::defer(const Site& site, World world, std::function<void(Site&)> make) {
  Site later = site;
  later.world = world;
  later.held = world == World::step ? site.held : kAnySlot;
  const auto fragment = static_cast<std::int32_t>(fragments_.size());
  fragments_.push_back({std::move(later), at_work_, std::move(make)});
  agenda_.push_back(static_cast<NodeId>(nodes_.size()));
  nodes_.push_back(Node{site.cell, world, fragment, State::waiting, {}});
}

void Lowering::settle() {
  for (std::size_t i = 0; i < agenda_.size(); ++i) {
    const Node& node = nodes_[agenda_[i]];
    if (node.state == State::waiting && !is_too_large(node)) settle_from(agenda_[i]);
  }
  agenda_.clear();
}

void Lowering::settle_from(NodeId root) {
  std::vector<Frame> stack;
  open(root, stack);
  while (!stack.empty()) {
    Frame& frame = stack.back();
    if (frame.next == frame.needs.size()) {
      nodes_[frame.node].state = State::done;
      order_.push_back(frame.node);
      stack.pop_back();
      continue;
    }
    const NodeId next = frame.needs[frame.next++];
    if (nodes_[next].state == State::waiting) {
      if (!is_too_large(nodes_[next])) open(next, stack);
    } else if (nodes_[next].state == State::open) {
      report_cycle(stack, next);
    }
  }
}

void Lowering::open(NodeId node, std::vector<Frame>& stack) {
  needs_.clear();
  at_work_ = node;
  nodes_[node].state = State::open;
  nodes_[node].ops.first = draft_.op_count();
  if (nodes_[node].fragment >= 0) {
    const Fragment fragment = fragments_[static_cast<std::size_t>(nodes_[node].fragment)];
    if (fragment.after != kNoNode) needs_.push_back(fragment.after);
    Site site = fragment.site;
    fragment.make(site);
  } else {
    make_cell(nodes_[node].cell, nodes_[node].world);
  }
  nodes_[node].ops.last = draft_.op_count();
  stack.push_back({node, std::move(needs_), 0});
  needs_ = {};
}

Site Lowering::site_of(CellRef cell, World world) const {
  const model::Variable& variable = model_.at(cell.variable);
  Site site;
  site.cell = cell;
  site.equation = model::equation_of(variable, cell.cell);
  site.world = world;
  site.left = model::positions_of(model_, variable, cell.cell);
  return site;
}

void Lowering::make_cell(CellRef cell, World world) {
  const Slot slot = slot_of(cell, world);
  const auto fixed = fixed_cells_.find(index_of(cell));
  if (fixed != fixed_cells_.end()) return draft_.hold(slot, fixed->second);
  const model::Variable& variable = model_.at(cell.variable);
  if (variable.kind == model::VariableKind::data) {
    Site site = site_of(cell, world);
    read_series(cell, site, slot);
    return;
  }
  Site site = site_of(cell, world);
  assert(site.equation != nullptr);
  if (site.equation->data_mode && site.equation->values.empty()) {
    lower_data_equation(site, slot);
  } else if (site.equation->values.empty()) {
    lower(site.equation->right, site, slot);
  } else {
    draft_.hold(slot, *written_number(*site.equation, cell.cell));
  }
}

Slot Lowering::read_series(CellRef cell, Site& site, Slot wanted) {
  const model::DataMode mode = site.data_mode.value_or(model_.at(cell.variable).data_mode);
  const Slot time = held_time(site);
  return draft_.emit(site.world, OpCode::lookup, time, table_of_series(cell, mode), 0, wanted);
}

// Long delays of many elements: each place is a memory, each has ops.
bool Lowering::is_too_large(const Node& node) {
  constexpr std::size_t kMostOps = 40'000'000, kMostMemories = 500'000;
  if (draft_.op_count() < kMostOps && memories_.size() + stocks_.size() < kMostMemories) {
    return false;
  }
  say(Code::lower_too_large, model_.at(node.cell.variable).span,
      format("the model is too large to run: {} operations and {} stocks and memories up to \"{}\"",
             draft_.op_count(), memories_.size() + stocks_.size(), name_of(node.cell)),
      format("a run holds {} operations and {} stocks and memories; a delay may have one for each "
             "step, and each element of an array has its own",
             kMostOps, kMostMemories),
      "make TIME STEP longer, delays shorter, or dimensions smaller");
  return true;
}

void Lowering::report_cycle(const std::vector<Frame>& stack, NodeId closing) {
  auto first = std::find_if(stack.begin(), stack.end(),
                            [&](const Frame& frame) { return frame.node == closing; });
  std::string path;
  for (auto frame = first; frame != stack.end(); ++frame) {
    const CellRef cell = nodes_[frame->node].cell;
    path += format("\"{}\" needs ", name_of(cell));
  }
  const CellRef closed = nodes_[closing].cell;
  const model::Variable& variable = model_.at(closed.variable);
  const std::string name = model_.cell_name(variable, closed.cell);
  const bool at_start = nodes_[closing].world == World::initial;
  say(Code::lower_cycle, variable.span,
      format("\"{}\" needs itself {}", name,
             at_start ? "for its starting value" : "at one instant"),
      format("{}\"{}\"", path, name),
      at_start ? "give one of them a starting value of its own, with ACTIVE INITIAL or SMOOTHI"
               : "put a stock, SMOOTH or DELAY into the circle");
}

}  // namespace sluice::lower
