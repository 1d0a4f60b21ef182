// DEPRECIATE BY SCHEDULE: DEPRECIATE STRAIGHTLINE (fiscal.cpp) with shares of its own for each
// period. Source: Vensim reference manual, Financial and Accounting functions.
#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "lower/lowering.h"

namespace sluice::lower {

struct Lowering::Schedule {
  std::vector<Slot> shares, before;
};

// The shares scaled to add up to 1, and what is still written off of what came before the start, in
// each period from the first on and spread over it.
Lowering::Schedule Lowering::schedule_of(const model::Call& call, std::uint32_t count,
                                         double length, Site site) {
  site.world = World::initial;
  site.held = kAnySlot;
  const model::Reference& first = model::reference_of(call.arguments[1]);
  const auto* before = std::get_if<model::Reference>(&call.arguments[2].node);
  const bool array = before != nullptr && !before->indices.empty();
  const std::uint32_t known = array ? model::elements_from(model_, *before, 0) : 0;
  Schedule schedule;
  for (std::uint32_t i = 0; i < count; ++i) {
    schedule.shares.push_back(lower_node(model::further(first, 0, i), site, kAnySlot));
    const Slot amount = i < known   ? lower_node(model::further(*before, 0, i), site, kAnySlot)
                        : known > 0 ? draft_.constant(0)
                                    : lower(call.arguments[2], site);
    schedule.before.push_back(
        draft_.emit(World::initial, OpCode::divide, amount, draft_.constant(length)));
  }
  const Slot total = draft_.emit_list(World::initial, OpCode::sum, schedule.shares, kAnySlot);
  for (Slot& share : schedule.shares) {
    share = draft_.emit(World::initial, OpCode::divide, share, total);
  }
  return schedule;
}

// At the end of a period each sum grows a period older.
void Lowering::gather_periods(const model::Call& call, Site& site,
                              const std::vector<std::size_t>& places, const std::vector<Slot>& held,
                              const std::function<Slot(Slot)>& period) {
  defer(site, World::step, [this, &call, places, held, period](Site& now) {
    const Slot step = draft_.constant(timing_.time_step);
    const Slot added =
        draft_.emit(World::step, OpCode::multiply, lower(call.arguments[0], now), step);
    const Slot own = draft_.emit(World::step, OpCode::add, held[0], added);
    const Slot then = draft_.emit(World::step, OpCode::add, draft_.time(), step);
    const Slot ends = draft_.emit(World::step, OpCode::less, period(draft_.time()), period(then));
    for (std::size_t i = 0; i < places.size(); ++i) {
      const Slot kept = i == 0 ? own : held[i];
      const Slot moved = i == 0 ? draft_.constant(0) : i == 1 ? own : held[i - 1];
      memories_[places[i]].input = draft_.emit(World::step, OpCode::select, ends, moved, kept);
    }
  });
}

// A period that ends within a step would count what comes in by too many or too few steps.
void Lowering::refuse_life(const model::Call& call, std::uint32_t steps, std::uint32_t periods) {
  say(Code::lower_not_known, call.arguments[3].span,
      format("a life of {} steps cannot be split into {} equal periods", steps, periods),
      "DEPRECIATE BY SCHEDULE splits the life by its shares, and a period has whole steps",
      "make the life a multiple of the number of shares, or TIME STEP shorter");
}

// DEPRECIATE BY SCHEDULE(stream, schedule, before, life, fiscal start): the stream now and what
// came in each of the periods before, by the share of their age. A place holds the sum of one
// period; the first gathers.
Slot Lowering::lower_schedule(const model::Call& call, Site& site, Slot wanted) {
  const std::uint32_t count =
      model::elements_from(model_, model::reference_of(call.arguments[1]), 0);
  const auto life = conveyor_steps(call, 3, site);
  const auto fiscal = known_value(call.arguments[4], site);
  if (!life || !fiscal) return hold_number(0, wanted);
  if (*life % count != 0) {
    refuse_life(call, *life, count);
    return hold_number(0, wanted);
  }
  const World world = site.world;
  const double length = *life * timing_.time_step / count;
  const Schedule schedule = schedule_of(call, count, length, site);
  std::vector<Slot> parts{
      draft_.emit(world, OpCode::multiply, lower(call.arguments[0], site), schedule.shares[0])};
  if (world == World::initial) {
    parts.push_back(schedule.before[0]);
    return draft_.emit_list(world, OpCode::sum, parts, wanted);
  }
  // The start of the period that INITIAL TIME lies in; rounding does not reach the one before.
  const double ahead = std::ceil((*fiscal - timing_.initial_time) / length - 1e-6);
  const Slot start = draft_.constant(*fiscal - ahead * length - 1e-6 * timing_.time_step);
  const Slot whole = draft_.constant(length);
  const auto period = [this, start, whole](Slot time) {
    const Slot since = draft_.emit(World::step, OpCode::subtract, time, start);
    return draft_.emit(World::step, OpCode::truncate,
                       draft_.emit(World::step, OpCode::divide, since, whole));
  };
  const std::vector<std::size_t> places = add_places(call, site, places_for(call, count));
  std::vector<Slot> held;
  for (const std::size_t place : places) {
    memories_[place].initial = draft_.constant(0);
    held.push_back(read_memory(place));
  }
  const Slot number = period(held_time(site));
  for (std::uint32_t i = 0; i < held.size(); ++i) {
    const Slot here = draft_.emit(world, OpCode::equal, number, draft_.constant(i));
    parts.push_back(
        draft_.emit(world, OpCode::select, here, schedule.before[i], draft_.constant(0)));
    if (i == 0) continue;
    const Slot share = draft_.emit(world, OpCode::multiply, held[i], schedule.shares[i]);
    parts.push_back(draft_.emit(world, OpCode::divide, share, whole));
  }
  gather_periods(call, site, places, held, period);
  return draft_.emit_list(world, OpCode::sum, parts, wanted);
}

}  // namespace sluice::lower
