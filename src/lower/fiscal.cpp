// Functions of fiscal periods, which are longer than a step and begin at INITIAL TIME. Source:
// Vensim reference manual, Financial and Accounting functions.
#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "lower/lowering.h"

namespace sluice::lower {

// How many fiscal periods `length` has; the period is argument `argument`, known before the run.
std::optional<std::uint32_t> Lowering::fiscal_periods(const model::Call& call, std::size_t argument,
                                                      double length, Site& site) {
  const auto steps = conveyor_steps(call, argument, site);
  if (!steps) return std::nullopt;
  const double period = *steps * timing_.time_step;
  const double count = std::max(1.0, std::ceil(length / period - 1e-6));
  return places_for(call, static_cast<std::uint32_t>(std::min(count, 1e9)));
}

// The number of the period, from 0, that a time lies in.
Slot Lowering::period_at(Slot time, Slot length) {
  const double start = timing_.initial_time - 1e-6 * timing_.time_step;
  const Slot since = draft_.emit(World::step, OpCode::subtract, time, draft_.constant(start));
  return draft_.emit(World::step, OpCode::truncate,
                     draft_.emit(World::step, OpCode::divide, since, length));
}

// DEPRECIATE STRAIGHTLINE(stream, life, period, before): the stream now and what came in each of
// the periods before, spread over the life. A place holds the sum of one period; the first gathers.
Slot Lowering::lower_straight_line(const model::Call& call, Site& site, Slot wanted) {
  const auto life = conveyor_steps(call, 1, site), period = conveyor_steps(call, 2, site);
  if (!life || !period) return hold_number(0, wanted);
  const auto count =
      static_cast<std::uint32_t>(std::max(1.0, std::round(static_cast<double>(*life) / *period)));
  const double length = *period * timing_.time_step;
  const World world = site.world;
  const Slot stream = lower(call.arguments[0], site);
  std::vector<Slot> parts{draft_.emit(world, OpCode::divide, stream, draft_.constant(count))};
  const Slot spread = draft_.constant(length * count);
  if (world == World::initial) {
    const Slot before = draft_.emit(world, OpCode::multiply, lower(call.arguments[3], site),
                                    draft_.constant(length));
    const Slot part = draft_.emit(world, OpCode::divide, before, spread);
    parts.insert(parts.end(), count - 1, part);
    return draft_.emit_list(world, OpCode::sum, parts, wanted);
  }
  const std::vector<std::size_t> places = add_places(call, site, places_for(call, count));
  defer(site, World::initial, [this, &call, places, length](Site& start) {
    const Slot before = lower(call.arguments[3], start);
    const Slot whole =
        draft_.emit(World::initial, OpCode::multiply, before, draft_.constant(length));
    for (std::size_t i = 0; i < places.size(); ++i) {
      memories_[places[i]].initial = i == 0 ? draft_.constant(0) : whole;
    }
  });
  std::vector<Slot> held;
  for (const std::size_t memory : places) held.push_back(read_memory(memory));
  defer(site, World::step, [this, &call, places, held, length](Site& now) {
    const Slot step = draft_.constant(timing_.time_step);
    const Slot added =
        draft_.emit(World::step, OpCode::multiply, lower(call.arguments[0], now), step);
    const Slot own = draft_.emit(World::step, OpCode::add, held[0], added);
    const Slot whole = draft_.constant(length);
    const Slot then = draft_.emit(World::step, OpCode::add, draft_.time(), step);
    const Slot ends = draft_.emit(World::step, OpCode::less, period_at(draft_.time(), whole),
                                  period_at(then, whole));
    for (std::size_t i = 0; i < places.size(); ++i) {
      const Slot kept = i == 0 ? own : held[i];
      const Slot moved = i == 0 ? draft_.constant(0) : i == 1 ? own : held[i - 1];
      memories_[places[i]].input = draft_.emit(World::step, OpCode::select, ends, moved, kept);
    }
  });
  for (std::size_t i = 1; i < held.size(); ++i) {
    parts.push_back(draft_.emit(World::step, OpCode::divide, held[i], spread));
  }
  return draft_.emit_list(world, OpCode::sum, parts, wanted);
}

// INTERNAL RATE OF RETURN(stream, period, paid, when): each period's sum counts at its end.
Slot Lowering::lower_rate_of_return(const model::Call& call, Site& site, Slot wanted) {
  const World world = site.world;
  const auto steps = conveyor_steps(call, 1, site);
  const double run = (timing_.steps + 1) * timing_.time_step;
  const auto count = fiscal_periods(call, 1, run, site);
  if (!steps || !count) return hold_number(0, wanted);
  // The work grows with their cube: a rate is sought at each step, and by all of them.
  constexpr std::uint32_t kMostPeriods = 2000;
  if (*count > kMostPeriods) {
    say(Code::lower_too_long, call.arguments[1].span,
        format("the run has {} periods for INTERNAL RATE OF RETURN", *count),
        format("it can reckon with {}", kMostPeriods), "give a longer period");
    return hold_number(0, wanted);
  }
  const Slot length = draft_.constant(*steps * timing_.time_step);
  const Slot flow = draft_.emit(world, OpCode::multiply, lower(call.arguments[0], site),
                                draft_.constant(timing_.time_step));
  const Slot number = world == World::step ? period_at(draft_.time(), length) : draft_.constant(0);
  std::vector<std::size_t> places;
  if (world == World::step) places = add_places(call, site, *count);
  std::vector<Slot> operands;
  for (std::uint32_t i = 0; i < (world == World::step ? *count : 1); ++i) {
    const Slot held = world == World::step ? read_memory(places[i]) : draft_.constant(0);
    const Slot here = draft_.emit(world, OpCode::equal, number, draft_.constant(i));
    const Slot added = draft_.emit(world, OpCode::select, here, flow, draft_.constant(0));
    operands.push_back(draft_.emit(world, OpCode::add, held, added));
    operands.push_back(draft_.constant(i + 1.0));
    if (world != World::step) continue;
    memories_[places[i]].input = operands[operands.size() - 2];
    memories_[places[i]].initial = draft_.constant(0);
  }
  Site start = site;
  start.world = World::initial;
  start.held = kAnySlot;
  operands.push_back(lower(call.arguments[2], start));
  const Slot when = draft_.emit(World::initial, OpCode::subtract, lower(call.arguments[3], start),
                                draft_.constant(timing_.initial_time));
  operands.push_back(draft_.emit(World::initial, OpCode::divide, when, length));
  return draft_.emit_vector(world, OpCode::rate_of_return, operands, 1, wanted);
}

}  // namespace sluice::lower
