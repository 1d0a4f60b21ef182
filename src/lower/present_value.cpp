// NPV and NPVE, and noise with a memory: functions of hidden stocks that are written out in
// Vensim's reference manual.
#include "lower/lowering.h"

namespace sluice::lower {

// NPV(stream, rate, start, factor) = (sum + stream * TIME STEP * discount) * factor with
//   sum = INTEG(stream * discount, start)
//   discount = INTEG(-discount * rate / (1 + rate * TIME STEP), 1)
// NPVE values the stream at the end of each step: its discount starts at 1 / (1 + rate * TIME
// STEP).
Slot Lowering::lower_present_value(const model::Call& call, Site& site, Slot wanted) {
  const bool at_end = call.builtin == Builtin::npve;
  const World world = site.world;
  const Slot step = draft_.constant(timing_.time_step);
  const auto growth_in = [this, &call, step](Site& at) {
    const Slot rate = lower(call.arguments[1], at);
    const Slot over_step = draft_.emit(at.world, OpCode::multiply, rate, step);
    return draft_.emit(at.world, OpCode::add, draft_.constant(1), over_step);
  };
  const auto first_discount = [this, at_end, growth_in](Site& at) {
    if (!at_end) return draft_.constant(1);
    return draft_.emit(at.world, OpCode::divide, draft_.constant(1), growth_in(at));
  };
  Slot discount = 0, sum = 0;
  if (world == World::initial) {
    discount = first_discount(site);
    sum = lower(call.arguments[2], site);
  } else {
    const std::size_t discounts = add_stock(call, site, 1), sums = add_stock(call, site, 2);
    discount = stocks_[discounts].slot;
    sum = stocks_[sums].slot;
    defer(site, World::initial, [this, &call, discounts, sums, first_discount](Site& start) {
      stocks_[discounts].initial = first_discount(start);
      stocks_[sums].initial = lower(call.arguments[2], start);
    });
    defer(site, World::step, [this, &call, discounts, sums, growth_in, discount](Site& now) {
      const Slot rate = lower(call.arguments[1], now);
      const Slot whole = draft_.emit(World::step, OpCode::multiply, discount, rate);
      const Slot fall = draft_.emit(World::step, OpCode::divide, whole, growth_in(now));
      stocks_[discounts].rate = draft_.emit(World::step, OpCode::negate, fall);
      stocks_[sums].rate =
          draft_.emit(World::step, OpCode::multiply, lower(call.arguments[0], now), discount);
    });
  }
  const Slot stream = lower(call.arguments[0], site);
  const Slot flow = draft_.emit(world, OpCode::multiply, stream, step);
  const Slot now = draft_.emit(world, OpCode::multiply, flow, discount);
  const Slot value = draft_.emit(world, OpCode::add, sum, now);
  return draft_.emit(world, OpCode::multiply, value, lower(call.arguments[3], site), 0, wanted);
}

// NET PRESENT VALUE(stream, rate, period, start, offset) = sum + stream * TIME STEP * discount,
// where the discount falls by 1 / (1 + rate) from one fiscal period to the next. With periods of
// one TIME STEP it is NPV at the offset 0, and NPVE at 1. A reading of the manual's words.
Slot Lowering::lower_fiscal_value(const model::Call& call, Site& site, Slot wanted) {
  const auto steps = conveyor_steps(call, 2, site);
  if (!steps) return hold_number(0, wanted);
  const World world = site.world;
  const Slot step = draft_.constant(timing_.time_step);
  const Slot flow = draft_.emit(world, OpCode::multiply, lower(call.arguments[0], site), step);
  if (world == World::initial) {
    return draft_.emit(world, OpCode::multiply, flow, first_discount_of(call, site), 0, wanted);
  }
  const std::vector<std::size_t> places = add_places(call, site, 2);
  const Slot discount = read_memory(places[0]), sum = read_memory(places[1]);
  defer(site, World::initial, [this, &call, places](Site& start) {
    memories_[places[0]].initial = first_discount_of(call, start);
    memories_[places[1]].initial = draft_.constant(0);
  });
  const Slot value = draft_.emit(world, OpCode::add, sum,
                                 draft_.emit(world, OpCode::multiply, flow, discount), 0, wanted);
  defer(site, World::step, [this, &call, places, discount, value, step, steps](Site& now) {
    const Slot length = draft_.constant(*steps * timing_.time_step);
    const Slot then = draft_.emit(World::step, OpCode::add, draft_.time(), step);
    const Slot ends = draft_.emit(World::step, OpCode::less, period_at(draft_.time(), length),
                                  period_at(then, length));
    const Slot growth =
        draft_.emit(World::step, OpCode::add, draft_.constant(1), lower(call.arguments[1], now));
    const Slot fallen = draft_.emit(World::step, OpCode::divide, discount, growth);
    memories_[places[0]].input = draft_.emit(World::step, OpCode::select, ends, fallen, discount);
    memories_[places[1]].input = value;
  });
  return value;
}

// (1 + rate) to the power of the periods from the first one's offset to the time that the value is
// seen from.
Slot Lowering::first_discount_of(const model::Call& call, Site& site) {
  const double period = conveyor_steps(call, 2, site).value_or(1) * timing_.time_step;
  const World world = site.world;
  const Slot since = draft_.emit(world, OpCode::subtract, lower(call.arguments[3], site),
                                 draft_.constant(timing_.initial_time));
  const Slot periods = draft_.emit(world, OpCode::divide, since, draft_.constant(period));
  const Slot power = draft_.emit(world, OpCode::subtract, periods, lower(call.arguments[4], site));
  const Slot growth =
      draft_.emit(world, OpCode::add, draft_.constant(1), lower(call.arguments[1], site));
  return draft_.emit(world, OpCode::power, growth, power);
}

// RANDOM PINK NOISE(mean, deviation, correlation time, time step, stream): white noise, scaled so
// that its first-order smooth has the deviation asked for. Source: Sterman, Business Dynamics 2000,
// appendix B.
Slot Lowering::lower_pink_noise(const model::Call& call, Site& site, Slot wanted) {
  if (site.world == World::initial) return lower(call.arguments[0], site, wanted);
  const std::size_t stock = add_stock(call, site, 1, wanted);
  defer(site, World::initial, [this, &call, stock](Site& start) {
    stocks_[stock].initial = lower(call.arguments[0], start);
  });
  defer(site, World::step, [this, &call, stock](Site& now) {
    draws_ = true;
    const Slot mean = lower(call.arguments[0], now);
    const Slot deviation = lower(call.arguments[1], now);
    const Slot time = lower(call.arguments[2], now);
    const Slot step = lower(call.arguments[3], now);
    const Slot part = draft_.emit(World::step, OpCode::divide, step, time);
    const Slot rest = draft_.emit(World::step, OpCode::subtract, draft_.constant(2), part);
    const Slot ratio = draft_.emit(World::step, OpCode::divide, rest, part);
    const Slot scale = draft_.emit(World::step, OpCode::square_root, ratio);
    const Slot no_bound =
        draft_.emit(World::step, OpCode::divide, draft_.constant(0), draft_.constant(0));
    const Slot drawn = draft_.emit(World::step, OpCode::random_standard_normal, no_bound, no_bound,
                                   stream_of(call, now));
    const Slot spread = draft_.emit(World::step, OpCode::multiply, deviation, scale);
    const Slot noise = draft_.emit(World::step, OpCode::multiply, spread, drawn);
    const Slot white = draft_.emit(World::step, OpCode::add, mean, noise);
    const Slot gap = draft_.emit(World::step, OpCode::subtract, white, stocks_[stock].slot);
    stocks_[stock].rate = draft_.emit(World::step, OpCode::divide, gap, time);
  });
  return stocks_[stock].slot;
}

}  // namespace sluice::lower
