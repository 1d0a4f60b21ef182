// SHIFT IF TRUE: moves the contents of a row of stocks one place on. It is a further rate of each
// stock that it moves: what the place before holds, less what it holds itself, over TIME STEP.
// Source: Vensim reference manual, SHIFT IF TRUE.
#include "lower/lowering.h"
#include "model/vectors.h"

namespace sluice::lower {
namespace {

const model::Call* shift_of(const model::Equation& equation) {
  if (!equation.values.empty()) return nullptr;
  const auto* call = std::get_if<model::Call>(&equation.right.node);
  return call != nullptr && call->builtin == Builtin::shift_if_true ? call : nullptr;
}

}  // namespace

void Lowering::find_shifts() {
  for (std::size_t i = 0; i < model_.variables.size(); ++i) {
    for (const model::Equation& equation : model_.variables[i].equations) {
      const model::Call* call = shift_of(equation);
      if (call == nullptr) continue;
      const model::Reference& first = model::reference_of(call->arguments[0]);
      const std::uint32_t most = model::elements_from(model_, first, 0);
      for (const std::uint32_t cell : equation.cells) {
        const Site site = site_of({VariableId{static_cast<std::uint32_t>(i)}, cell}, World::step);
        const double size = number_in(call->arguments[2], site).value_or(most);
        const std::uint32_t count =
            size >= 1 && size < most ? static_cast<std::uint32_t>(size) : most;
        for (std::uint32_t place = 0; place < count; ++place) {
          const model::Reference moved = model::further(first, 0, place);
          const CellRef stock{moved.variable, model::cell_of(model_, moved, site.left, site.loops)};
          shifts_[index_of(stock)].push_back({site.cell, place, count});
        }
      }
    }
  }
}

// What leaves the last place; nothing where that gathers.
Slot Lowering::lower_shift(const model::Call& call, Site& site, Slot wanted) {
  const model::Reference& first = model::reference_of(call.arguments[0]);
  const model::Variable& moved = model_.at(first.variable);
  if (moved.kind != model::VariableKind::stock || method_ != program::Method::euler) {
    const bool stock = moved.kind == model::VariableKind::stock;
    say(Code::lower_not_known, call.arguments[0].span,
        stock ? "SHIFT IF TRUE needs Euler's method"
              : "SHIFT IF TRUE moves something that is no stock",
        stock ? "a shift happens at once, at the end of a step"
              : "what is shifted is kept from step to step",
        stock ? "choose Euler in the model's settings" : "make it an array of INTEG");
    return hold_number(0, wanted);
  }
  const std::uint32_t most = model::elements_from(model_, first, 0);
  const double size = number_in(call.arguments[2], site).value_or(most);
  const std::uint32_t count = size >= 1 && size < most ? static_cast<std::uint32_t>(size) : most;
  const Slot zero = draft_.constant(0);
  const Slot last = lower_node(model::further(first, 0, count - 1), site, kAnySlot);
  const Slot gathers = lower(call.arguments[3], site);
  const Slot left = draft_.emit(site.world, OpCode::select, gathers, zero, last);
  const Slot condition = lower(call.arguments[1], site);
  return draft_.emit(site.world, OpCode::select, condition, left, zero, wanted);
}

Slot Lowering::shifted_rate(CellRef stock, Slot rate) {
  const auto found = shifts_.find(index_of(stock));
  if (found == shifts_.end()) return rate;
  const Slot zero = draft_.constant(0), step = step_in(World::step);
  for (const Shift& shift : found->second) {
    Site site = site_of(shift.cell, World::step);
    const auto& call = std::get<model::Call>(site.equation->right.node);
    const model::Reference& first = model::reference_of(call.arguments[0]);
    const Slot before = shift.place == 0
                            ? lower(call.arguments[4], site)
                            : lower_node(model::further(first, 0, shift.place - 1), site, kAnySlot);
    Slot own = need(stock, World::step);
    if (shift.place + 1 == shift.count) {
      own = draft_.emit(World::step, OpCode::select, lower(call.arguments[3], site), zero, own);
    }
    const Slot change = draft_.emit(World::step, OpCode::subtract, before, own);
    const Slot moves =
        draft_.emit(World::step, OpCode::select, lower(call.arguments[1], site), change, zero);
    rate = draft_.emit(World::step, OpCode::add, rate,
                       draft_.emit(World::step, OpCode::divide, moves, step));
  }
  return rate;
}

}  // namespace sluice::lower
