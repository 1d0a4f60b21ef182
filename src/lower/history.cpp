// HISTORY(input, time): what the input was at a time; 0 for times before the run and after now.
// Source: isee's help, Data builtins.
#include "lower/lowering.h"

namespace sluice::lower {

struct Lowering::Past {
  Slot now = 0, value = 0;  // whether now is the time that is asked for, and what is now
};

// How many steps ago a time was, to the nearest: 0 is now, less than 0 is still to come. At the
// inner stages of RK4 a time that moves most often moves with TIME; one that stays would come too
// early were it not counted from the start of the step.
Slot Lowering::steps_ago(const model::Expr& when, Site& site) {
  const World world = site.world;
  const Slot from = changes(when) ? time_in(world) : held_time(site);
  const Slot gap = draft_.emit(world, OpCode::subtract, from, lower(when, site));
  const Slot steps = draft_.emit(world, OpCode::divide, gap, draft_.constant(timing_.time_step));
  return round_of(steps, world, kAnySlot);
}

Slot Lowering::lower_history(const model::Call& call, Site& site, Slot wanted) {
  const World world = site.world;
  const Slot ago = steps_ago(call.arguments[1], site);
  const Slot now = draft_.emit(world, OpCode::equal, ago, draft_.constant(0));
  const Slot value = lower(call.arguments[0], site);
  if (world == World::initial) {
    return draft_.emit(world, OpCode::select, now, value, draft_.constant(0), wanted);
  }
  if (!changes(call.arguments[1])) return hold_since(call, site, {now, value}, wanted);
  const std::vector<std::size_t> places =
      add_places(call, site, places_for(call, timing_.steps + 1));
  defer(site, World::initial, [this, places](Site&) {
    for (const std::size_t memory : places) memories_[memory].initial = draft_.constant(0);
  });
  std::vector<Slot> held;
  for (const std::size_t memory : places) held.push_back(read_memory(memory));
  Slot found = draft_.emit(world, OpCode::select, now, value, draft_.constant(0));
  for (std::size_t i = 0; i < places.size(); ++i) {
    memories_[places[i]].input = i == 0 ? value : held[i - 1];
    const Slot here =
        draft_.emit(world, OpCode::equal, ago, draft_.constant(static_cast<double>(i + 1)));
    found = draft_.emit(world, OpCode::select, here, held[i], found);
  }
  return draft_.emit(world, OpCode::copy, found, 0, 0, wanted);
}

// Of a time that stays: what the input was then is kept from then on.
Slot Lowering::hold_since(const model::Call& call, const Site& site, const Past& past,
                          Slot wanted) {
  const std::size_t memory = add_memory(call, site, 1);
  memories_[memory].length = draft_.constant(1);
  memories_[memory].initial = draft_.constant(0);
  const Slot held = read_memory(memory);
  const Slot result = draft_.emit(World::step, OpCode::select, past.now, past.value, held, wanted);
  memories_[memory].input = result;
  return result;
}

}  // namespace sluice::lower
