// DELAY MATERIAL, DELAY INFORMATION, DELAY CONVEYOR and DELAY PROFILE: a row of places, one for
// each step that something may still be on its way. All move one place nearer at each step, as
// memories of one step; what is in the first place comes out. Source: Vensim reference manual,
// functions of these names; Modeling Guide, chapter 9.
#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "lower/lowering.h"
#include "lower/shares.h"

namespace sluice::lower {
namespace {

using model::Expr;

constexpr std::uint32_t kMostPlaces = 20'000;

}  // namespace

// A time in whole steps, at least one; known before the run, else nothing.
std::optional<std::uint32_t> Lowering::known_steps(const Expr& expr, Site& site) {
  const std::optional<double> time = changes(expr) ? std::nullopt : known_value(expr, site);
  if (!time) return std::nullopt;
  const double steps = std::clamp(std::round(*time / timing_.time_step), 1.0, 1e9);
  return static_cast<std::uint32_t>(steps);
}

std::uint32_t Lowering::places_for(const model::Call& call, std::uint32_t wanted) {
  if (wanted <= kMostPlaces) return std::max(wanted, 1U);
  say(Code::lower_too_long, call.arguments[1].span,
      format("{} has to remember {} steps", model::info_of(call.builtin).name, wanted),
      format("it can remember {}; with a time that changes or depends on an input that is the "
             "whole run",
             kMostPlaces),
      call.builtin == Builtin::history
          ? "make TIME STEP longer, or ask for a time that stays or for TIME less a lag that stays"
          : "make TIME STEP longer or the delay shorter");
  return 1;
}

Slot Lowering::steps_of(const Expr& time, Site& site) {
  const Slot length = lower(time, site);
  const Slot steps =
      draft_.emit(site.world, OpCode::divide, length, draft_.constant(timing_.time_step));
  const Slot half = draft_.emit(site.world, OpCode::add, steps, draft_.constant(0.5));
  const Slot whole = draft_.emit(site.world, OpCode::truncate, half);
  return draft_.emit(site.world, OpCode::maximum, whole, draft_.constant(1));
}

std::vector<std::size_t> Lowering::add_places(const model::Call& call, const Site& site,
                                              std::uint32_t count) {
  std::vector<std::size_t> places;
  for (std::uint32_t i = 0; i < count; ++i) {
    places.push_back(add_memory(call, site, i + 1));
    memories_[places.back()].length = draft_.constant(1);
  }
  return places;
}

// What was put in arrives as many steps later as the time said then; what arrives together adds up.
// A second row says where anything is.
Slot Lowering::lower_delay_material(const model::Call& call, Site& site, Slot wanted) {
  if (site.world == World::initial) return lower(call.arguments[2], site, wanted);
  if (!changes(call.arguments[1])) return lower_delay_fixed(call, site, wanted);
  const std::uint32_t count = places_for(call, timing_.steps + 1);
  const std::vector<std::size_t> amounts = add_places(call, site, count);
  const std::vector<std::size_t> marks = add_places(call, site, count);
  defer(site, World::initial, [this, &call, amounts, marks](Site& start) {
    const Slot value = lower(call.arguments[2], start);
    const Slot steps = steps_of(call.arguments[1], start);
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      const Slot filled =
          draft_.emit(World::initial, OpCode::less, draft_.constant(static_cast<double>(i)), steps);
      memories_[amounts[i]].initial =
          draft_.emit(World::initial, OpCode::select, filled, value, draft_.constant(0));
      memories_[marks[i]].initial = filled;
    }
  });
  std::vector<Slot> amount, mark;
  for (const std::size_t memory : amounts) amount.push_back(read_memory(memory));
  for (const std::size_t memory : marks) mark.push_back(read_memory(memory));
  defer(site, World::step, [this, &call, amounts, marks, amount, mark](Site& now) {
    const Slot input = lower(call.arguments[0], now);
    const Slot steps = steps_of(call.arguments[1], now);
    const Slot zero = draft_.constant(0);
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      const Slot place = draft_.constant(static_cast<double>(i + 1));
      const Slot here = draft_.emit(World::step, OpCode::equal, steps, place);
      const Slot added = draft_.emit(World::step, OpCode::select, here, input, zero);
      const bool at_end = i + 1 == amounts.size();
      memories_[amounts[i]].input =
          at_end ? added : draft_.emit(World::step, OpCode::add, amount[i + 1], added);
      memories_[marks[i]].input =
          at_end ? here : draft_.emit(World::step, OpCode::logical_or, mark[i + 1], here);
    }
  });
  const Slot missing = lower(call.arguments[3], site);
  return draft_.emit(World::step, OpCode::select, mark[0], amount[0], missing, wanted);
}

// The newest input takes every place from its own arrival on.
Slot Lowering::lower_delay_information(const model::Call& call, Site& site, Slot wanted) {
  if (site.world == World::initial) return lower(call.arguments[2], site, wanted);
  if (!changes(call.arguments[1])) return lower_delay_fixed(call, site, wanted);
  const std::vector<std::size_t> places =
      add_places(call, site, places_for(call, timing_.steps + 1));
  defer(site, World::initial, [this, &call, places](Site& start) {
    const Slot value = lower(call.arguments[2], start);
    for (const std::size_t memory : places) memories_[memory].initial = value;
  });
  std::vector<Slot> held;
  for (const std::size_t memory : places) {
    held.push_back(read_memory(memory, held.empty() ? wanted : kAnySlot));
  }
  defer(site, World::step, [this, &call, places, held](Site& now) {
    const Slot input = lower(call.arguments[0], now);
    const Slot steps = steps_of(call.arguments[1], now);
    for (std::size_t i = 0; i < places.size(); ++i) {
      const Slot place = draft_.constant(static_cast<double>(i + 1));
      const Slot taken = draft_.emit(World::step, OpCode::less_equal, steps, place);
      const Slot next = held[std::min(i + 1, held.size() - 1)];
      memories_[places[i]].input = draft_.emit(World::step, OpCode::select, taken, input, next);
    }
  });
  return held[0];
}

std::optional<std::uint32_t> Lowering::conveyor_steps(const model::Call& call, std::size_t argument,
                                                      Site& site) {
  const Expr& expr = call.arguments[argument];
  const auto steps = known_steps(expr, site);
  if (!steps) {
    say(Code::lower_not_known, expr.span,
        format("argument {} of {} is not known before the run", argument + 1,
               model::info_of(call.builtin).name),
        "it says how many places the pipeline has",
        "give a time that depends on no input, no chance and no other variable");
  }
  return steps;
}

// What is put in comes out a whole conveyance later, less what leaked from it at each step.
Slot Lowering::lower_delay_conveyor(const model::Call& call, Site& site, Slot wanted) {
  const Expr& total = call.arguments[4];
  const Expr& start_time = call.arguments[5];
  if (site.world == World::initial) {
    const Slot amount = lower(total, site);
    const Slot time = lower(start_time, site);
    return draft_.emit(World::initial, OpCode::divide, amount, time, 0, wanted);
  }
  const auto steps = conveyor_steps(call, 1, site), first = conveyor_steps(call, 5, site);
  if (!steps || !first) return hold_number(0, wanted);
  const std::uint32_t count = places_for(call, std::max(*steps, *first));
  const std::vector<std::size_t> places = add_places(call, site, count);
  const std::vector<double> shares =
      shares_of(table_argument(call.arguments[3], site).points, std::min(*first, count));
  defer(site, World::initial, [this, &total, places, shares](Site& start) {
    const Slot amount = lower(total, start);
    for (std::size_t i = 0; i < places.size(); ++i) {
      const double share = i < shares.size() ? shares[i] / timing_.time_step : 0;
      memories_[places[i]].initial =
          draft_.emit(World::initial, OpCode::multiply, amount, draft_.constant(share));
    }
  });
  std::vector<Slot> held;
  for (const std::size_t memory : places) {
    held.push_back(read_memory(memory, held.empty() ? wanted : kAnySlot));
  }
  const std::size_t entry = std::min(*steps, count) - 1;
  defer(site, World::step, [this, &call, places, held, entry](Site& now) {
    const Slot input = lower(call.arguments[0], now);
    const Slot leaked = draft_.emit(World::step, OpCode::multiply, lower(call.arguments[2], now),
                                    draft_.constant(timing_.time_step));
    const Slot kept = draft_.emit(World::step, OpCode::subtract, draft_.constant(1), leaked);
    for (std::size_t i = 0; i < places.size(); ++i) {
      Slot content = i + 1 < held.size() ? held[i + 1] : draft_.constant(0);
      if (i == entry) content = draft_.emit(World::step, OpCode::add, content, input);
      memories_[places[i]].input = draft_.emit(World::step, OpCode::multiply, content, kept);
    }
  });
  return held[0];
}

// Each input is spread over the places by the profile, whose mean is the delay time.
Slot Lowering::lower_delay_profile(const model::Call& call, Site& site, Slot wanted) {
  const Expr& start_value = call.arguments[3];
  if (site.world == World::initial) return lower(start_value, site, wanted);
  const auto mean = conveyor_steps(call, 2, site);
  if (!mean) return hold_number(0, wanted);
  const auto& points = table_argument(call.arguments[0], site).points;
  constexpr std::uint32_t kFine = 1000;
  double middle = 0;
  const std::vector<double> fine = shares_of(points, kFine);
  for (std::uint32_t i = 0; i < kFine; ++i) middle += fine[i] * (i + 0.5) / kFine;
  const double width = middle > 0 ? *mean / middle : *mean;
  const std::uint32_t count = places_for(call, static_cast<std::uint32_t>(std::ceil(width - 1e-6)));
  const std::vector<double> weights = shares_of(points, count);
  const std::vector<std::size_t> places = add_places(call, site, count);
  defer(site, World::initial, [this, &call, places, weights](Site& start) {
    fill_profile(call, places, weights, start);
  });
  std::vector<Slot> held;
  for (const std::size_t memory : places) {
    held.push_back(read_memory(memory, held.empty() ? wanted : kAnySlot));
  }
  defer(site, World::step, [this, &call, places, held, weights](Site& now) {
    const Slot input = lower(call.arguments[1], now);
    for (std::size_t i = 0; i < places.size(); ++i) {
      const Slot added =
          draft_.emit(World::step, OpCode::multiply, input, draft_.constant(weights[i]));
      memories_[places[i]].input =
          i + 1 < held.size() ? draft_.emit(World::step, OpCode::add, held[i + 1], added) : added;
    }
  });
  return held[0];
}

// What is under way at the start, had the input grown at its rate up to the value that is given.
void Lowering::fill_profile(const model::Call& call, const std::vector<std::size_t>& places,
                            const std::vector<double>& weights, Site& start) {
  const Slot value = lower(call.arguments[3], start);
  const Slot growth = draft_.emit(World::initial, OpCode::multiply, lower(call.arguments[4], start),
                                  draft_.constant(timing_.time_step));
  const Slot factor = draft_.emit(World::initial, OpCode::add, draft_.constant(1), growth);
  Slot before = draft_.constant(0);
  for (std::size_t i = places.size(); i-- > 0;) {
    // Place i at the start holds what input j steps ago sent over i + j + 1 steps: Horner's rule.
    const Slot own =
        draft_.emit(World::initial, OpCode::multiply, value, draft_.constant(weights[i]));
    const Slot older = draft_.emit(World::initial, OpCode::divide, before, factor);
    before = draft_.emit(World::initial, OpCode::add, own, older);
    memories_[places[i]].initial = before;
  }
}

// DELAY BATCH(input, size, time, first, when, waiting): what waits, what is under way (as the rate
// that it comes out with) and when that comes out are memories of one step. The next batch may
// begin when the one before comes out.
Slot Lowering::lower_delay_batch(const model::Call& call, Site& site, Slot wanted) {
  const auto comes_out = [this](Slot rate, Slot due, Slot time, World world, Slot slot) {
    const Slot now = draft_.emit(world, OpCode::add, time, half_step(world));
    const Slot ripe = draft_.emit(world, OpCode::less_equal, due, now);
    return draft_.emit(world, OpCode::select, ripe, rate, draft_.constant(0), slot);
  };
  if (site.world == World::initial) {
    return comes_out(lower(call.arguments[3], site), lower(call.arguments[4], site),
                     time_in(World::initial), World::initial, wanted);
  }
  const std::vector<std::size_t> places = add_places(call, site, 3);
  const std::size_t waiting = places[0], batch = places[1], due = places[2];
  defer(site, World::initial, [this, &call, waiting, batch, due](Site& start) {
    memories_[waiting].initial = lower(call.arguments[5], start);
    memories_[batch].initial = lower(call.arguments[3], start);
    memories_[due].initial = lower(call.arguments[4], start);
  });
  const Slot rate = read_memory(batch), when = read_memory(due);
  const Slot time = held_time(site);
  const Slot result = comes_out(rate, when, time, World::step, wanted);
  defer(site, World::step, [this, &call, places, rate, when, result, time](Site& now) {
    const auto emit = [&](OpCode code, Slot a, Slot b, Slot c = 0) {
      return draft_.emit(World::step, code, a, b, c);
    };
    const Slot zero = draft_.constant(0), step = draft_.constant(timing_.time_step);
    const Slot here = read_memory(places[0]);
    const Slot size = lower(call.arguments[1], now);
    const Slot busy = emit(OpCode::not_equal, emit(OpCode::subtract, rate, result), zero);
    const Slot enough = emit(OpCode::logical_and, emit(OpCode::less_equal, size, here),
                             emit(OpCode::less, zero, size));
    const Slot begins = emit(OpCode::logical_and, enough, emit(OpCode::equal, busy, zero));
    const Slot taken = emit(OpCode::select, begins, size, zero);
    const Slot added = emit(OpCode::multiply, lower(call.arguments[0], now), step);
    memories_[places[0]].input = emit(OpCode::add, emit(OpCode::subtract, here, taken), added);
    const Slot rest = emit(OpCode::select, busy, rate, zero);
    memories_[places[1]].input =
        emit(OpCode::select, begins, emit(OpCode::divide, size, step), rest);
    const Slot ripe = emit(OpCode::add, time, lower(call.arguments[2], now));
    memories_[places[2]].input = emit(OpCode::select, begins, ripe, when);
  });
  return result;
}

}  // namespace sluice::lower
