// Steps that differ in length (a TIME STEP that changes). A stock's rate is stretched by the length
// of the step, so that executors move stocks by what they are given, step by step.
#include <algorithm>

#include "base/format.h"
#include "lower/lowering.h"

namespace sluice::lower {

// While the lengths are being found, half of the first one: the cell that tells them may itself
// ask.
Slot Lowering::half_step(World world) {
  if (!is_uneven() || clock_cell_) return draft_.constant(timing_.time_step / 2);
  return draft_.emit(world, OpCode::multiply, step_in(world), draft_.constant(0.5));
}

Slot Lowering::step_in(World world) {
  if (!is_uneven() || (clock_cell_ && world == World::initial)) {
    return draft_.constant(timing_.time_step);
  }
  if (world == World::initial) return draft_.constant(lengths_.front());
  return clock_cell_ ? need(*clock_cell_, world) : by_step(lengths_, "#lengths of steps");
}

// How many steps there were before this one, also at the inner stages of Runge-Kutta.
Slot Lowering::steps_done() {
  if (!counter_) {
    counter_ = stocks_.size();
    const Slot slot = draft_.add_slots(1);
    draft_.set_level(slot, Level::step);
    stocks_.push_back({"#steps", slot, draft_.constant(0), draft_.constant(1)});
  }
  const Slot slot = stocks_[*counter_].slot;
  return method_ == program::Method::euler ? slot : hold_in_step(slot);
}

// One of some numbers by the step. Where one follows another alike, it needs no point of its own.
Slot Lowering::by_step(const std::vector<double>& values, std::string name) {
  const auto [number, fresh] =
      table_numbers_.try_emplace({&values, 0}, static_cast<std::uint32_t>(tables_.size()));
  if (fresh) {
    program::Table table{std::move(name), {}, {}, program::TableMode::backward};
    for (std::size_t step = 0; step < values.size(); ++step) {
      if (step > 0 && values[step] == table.y.back()) continue;
      table.x.push_back(static_cast<double>(step));
      table.y.push_back(values[step]);
    }
    tables_.push_back(std::move(table));
  }
  return draft_.emit(World::step, OpCode::lookup, steps_done(), number->second);
}

// After all else is made.
Draft::Range Lowering::stretch_rates() {
  const std::uint32_t first = draft_.op_count();
  const Slot length =
      clock_cell_ ? slot_of(*clock_cell_, World::step) : by_step(lengths_, "#lengths of steps");
  for (std::size_t i = 0; i < stocks_.size(); ++i) {
    if (i == counter_) continue;
    stocks_[i].rate = draft_.emit(World::step, OpCode::multiply, length, stocks_[i].rate);
  }
  return {first, draft_.op_count()};
}

bool Lowering::is_time_step(const model::Expr& expr) const {
  const auto* named = std::get_if<model::Reference>(&expr.node);
  return named != nullptr && model_.find("TIME STEP") == named->variable;
}

Slot Lowering::refuse_uneven(const model::Call& call, const Site& site, Slot wanted) {
  const std::string_view function = model::info_of(call.builtin).name;
  say(Code::lower_uneven_steps, site.equation->right.span,
      format("{} needs steps of one length, and TIME STEP changes in the run", function),
      format("\"{}\" counts by TIME STEP", name_of(site.cell)),
      "write a TIME STEP that stays, the shortest that the run needs");
  return hold_number(0, wanted);
}

}  // namespace sluice::lower
