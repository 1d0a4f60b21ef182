// RAMP and PULSE TRAIN: functions of time that are made of smaller ops. As STEP and PULSE they keep
// their value within a step (Vensim's reference manual, Test Inputs).
#include "lower/lowering.h"

namespace sluice::lower {

// Under RK4 a memory of one step: at the end of a step it takes the time of the next.
Slot Lowering::held_time(const Site& site) {
  if (site.world == World::initial || method_ == program::Method::euler) {
    return time_in(site.world);
  }
  if (is_uneven()) return by_step(timing_.times, "#times");
  if (!clock_) {
    clock_ = memories_.size();
    memories_.push_back({"#steps done", 0, draft_.constant(0), draft_.constant(1)});
    defer(site, World::step, [this](Site&) {
      const Slot done = read_memory(*clock_);
      memories_[*clock_].input = draft_.emit(World::step, OpCode::add, done, draft_.constant(1));
    });
  }
  // Rounded as the time itself is, so that a point of data at a step's time is met.
  const Slot step = draft_.constant(timing_.time_step);
  const Slot since = draft_.emit(World::step, OpCode::multiply, read_memory(*clock_), step);
  return draft_.emit(World::step, OpCode::add, draft_.constant(timing_.initial_time), since);
}

// Whether it names a cell that moves by stages: not one that is set from outside.
bool Lowering::is_stock(const model::Expr& expr, const Site& site) const {
  const auto* named = std::get_if<model::Reference>(&expr.node);
  if (named == nullptr) return false;
  const CellRef cell{named->variable, model::cell_of(model_, *named, site.left, site.loops)};
  if (input_cells_.contains(index_of(cell)) || fixed_cells_.contains(index_of(cell))) return false;
  const model::Equation* equation = model::equation_of(model_.at(cell.variable), cell.cell);
  const auto* call = equation ? std::get_if<model::Call>(&equation->right.node) : nullptr;
  return call != nullptr && call->builtin == Builtin::integ;
}

// What a stock held at the start of the step. Within a step of Euler's method it stands still.
Slot Lowering::held_stock(const model::Expr& stock, Site& site, Slot wanted) {
  const bool moves =
      site.world == World::step && method_ != program::Method::euler && is_stock(stock, site);
  if (!moves) return lower(stock, site, wanted);
  return hold_in_step(lower(stock, site), wanted);
}

Slot Lowering::hold_in_step(Slot level, Slot wanted) {
  const auto [held, fresh] = held_stocks_.try_emplace(level, memories_.size());
  if (fresh) {
    const Slot none = draft_.constant(0);
    memories_.push_back({"#held", level, none, none, true});
  }
  return read_memory(held->second, wanted);
}

// 1 where the message would be shown: never within a step.
Slot Lowering::lower_message(Slot display, Site& site, Slot wanted) {
  const Slot now = draft_.emit(site.world, OpCode::equal, time_in(site.world), held_time(site));
  const Slot shown = draft_.emit(site.world, OpCode::less, draft_.constant(0), display);
  return draft_.emit(site.world, OpCode::logical_and, now, shown, 0, wanted);
}

// RAMP(slope, start, end): after the start, slope times the time since then, up to the end; an end
// before the start counts as none. Continuous, so rounding of the time needs no tolerance.
Slot Lowering::lower_ramp(const model::Call& call, Site& site, Slot wanted) {
  const World world = site.world;
  const Slot slope = lower(call.arguments[0], site);
  const Slot start = lower(call.arguments[1], site);
  const Slot end = lower(call.arguments[2], site);
  const Slot time = held_time(site);
  const Slot no_end = draft_.emit(world, OpCode::less, end, start);
  const Slot before_end = draft_.emit(world, OpCode::less, time, end);
  const Slot rising = draft_.emit(world, OpCode::logical_or, no_end, before_end);
  const Slot until = draft_.emit(world, OpCode::select, rising, time, end);
  const Slot elapsed = draft_.emit(world, OpCode::subtract, until, start);
  const Slot height = draft_.emit(world, OpCode::multiply, slope, elapsed);
  const Slot started = draft_.emit(world, OpCode::less, start, time);
  return draft_.emit(world, OpCode::select, started, height, draft_.constant(0), wanted);
}

// PULSE TRAIN(start, width, interval, end): the pulse that the latest start not after now began, if
// the time is not past the end. As for PULSE, half a step of tolerance; a pulse lasts at least a
// step.
Slot Lowering::lower_pulse_train(const model::Call& call, Site& site, Slot wanted) {
  const World world = site.world;
  const Slot start = lower(call.arguments[0], site);
  const Slot width = lower(call.arguments[1], site);
  const Slot interval = lower(call.arguments[2], site);
  const Slot end = lower(call.arguments[3], site);
  const Slot time = held_time(site);
  const Slot now = draft_.emit(world, OpCode::add, time, half_step(world));
  const Slot elapsed = draft_.emit(world, OpCode::subtract, now, start);
  const Slot turns = draft_.emit(world, OpCode::divide, elapsed, interval);
  const Slot whole = draft_.emit(world, OpCode::truncate, turns);
  const Slot counted = draft_.emit(world, OpCode::maximum, whole, draft_.constant(0));
  const Slot shift = draft_.emit(world, OpCode::multiply, counted, interval);
  const Slot latest = draft_.emit(world, OpCode::add, start, shift);
  const Slot step = step_in(world);
  const Slot lasting = draft_.emit(world, OpCode::maximum, width, step);
  const Slot pulse = draft_.emit(world, OpCode::pulse, latest, lasting, half_step(world));
  const Slot rounding = draft_.constant(1e-6 * timing_.time_step);
  const Slot last = draft_.emit(world, OpCode::add, end, rounding);
  const Slot running = draft_.emit(world, OpCode::less_equal, time, last);
  // Where the next pulse comes before this one ends (an interval of 0 too) it never falls.
  const Slot closed = draft_.emit(world, OpCode::less, interval, lasting);
  const Slot begun = draft_.emit(world, OpCode::less, start, now);
  const Slot held = draft_.emit(world, OpCode::logical_and, closed, begun);
  const Slot on = draft_.emit(world, OpCode::logical_or, pulse, held);
  return draft_.emit(world, OpCode::logical_and, on, running, 0, wanted);
}

// PULSE(volume, first, interval) of XMILE: volume / TIME STEP in the step of each pulse, so that a
// stock takes up the volume.
Slot Lowering::lower_pulse_volume(const model::Call& call, Site& site, Slot wanted) {
  const World world = site.world;
  const Slot volume = lower(call.arguments[0], site);
  const Slot first = lower(call.arguments[1], site);
  const Slot interval = lower(call.arguments[2], site);
  const Slot zero = draft_.constant(0), step = step_in(world);
  const Slot now = draft_.emit(world, OpCode::add, held_time(site), half_step(world));
  const Slot elapsed = draft_.emit(world, OpCode::subtract, now, first);
  const Slot turns = draft_.emit(world, OpCode::divide, elapsed, interval);
  const Slot whole = draft_.emit(world, OpCode::truncate, turns);
  const Slot counted = draft_.emit(world, OpCode::maximum, whole, zero);
  const Slot shift = draft_.emit(world, OpCode::multiply, counted, interval);
  const Slot repeats = draft_.emit(world, OpCode::less, zero, interval);
  const Slot since = draft_.emit(world, OpCode::select, repeats, shift, zero);
  const Slot latest = draft_.emit(world, OpCode::add, first, since);
  const Slot on = draft_.emit(world, OpCode::pulse, latest, step, half_step(world));
  const Slot rate = draft_.emit(world, OpCode::divide, volume, step);
  return draft_.emit(world, OpCode::select, on, rate, zero, wanted);
}

}  // namespace sluice::lower
