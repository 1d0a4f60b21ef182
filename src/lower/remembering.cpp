// Builtins that remember: TREND and FORECAST by a hidden average, DELAY FIXED and SAMPLE IF TRUE by
// a memory.
#include <optional>
#include <utility>

#include "lower/lowering.h"
#include "syntax/tree.h"

namespace sluice::lower {

using model::Expr;

// The average that TREND and FORECAST compare their input with: a first-order smooth that starts at
// input / (1 + trend * time), where a trend is given.
Slot Lowering::average_of(const model::Call& call, Site& site, const Expr* trend) {
  const Expr& input = call.arguments[0];
  const Expr& time = call.arguments[1];
  if (site.world == World::initial) {
    const Slot value = lower(input, site);
    if (trend == nullptr) return value;
    const Slot start_trend = lower(*trend, site);
    const Slot start_time = lower(time, site);
    const Slot growth = draft_.emit(site.world, OpCode::multiply, start_trend, start_time);
    const Slot factor = draft_.emit(site.world, OpCode::add, draft_.constant(1), growth);
    return draft_.emit(site.world, OpCode::divide, value, factor);
  }
  const std::size_t stock = add_stock(call, site, 1);
  defer(site, World::initial, [this, &call, trend, stock](Site& start) {
    stocks_[stock].initial = average_of(call, start, trend);
  });
  defer(site, World::step, [this, &input, &time, stock](Site& now) {
    const Slot value = lower(input, now);
    const Slot gap = draft_.emit(World::step, OpCode::subtract, value, stocks_[stock].slot);
    stocks_[stock].rate = draft_.emit(World::step, OpCode::divide, gap, lower(time, now));
  });
  return stocks_[stock].slot;
}

// TREND = ZIDZ(input - average, time * |average|).
Slot Lowering::lower_trend(const model::Call& call, Site& site, Slot wanted) {
  const Slot average = average_of(call, site, &call.arguments[2]);
  const Slot input = lower(call.arguments[0], site);
  const Slot time = lower(call.arguments[1], site);
  const Slot gap = draft_.emit(site.world, OpCode::subtract, input, average);
  const Slot size = draft_.emit(site.world, OpCode::absolute, average);
  const Slot scale = draft_.emit(site.world, OpCode::multiply, time, size);
  return draft_.emit(site.world, OpCode::divide_or_zero, gap, scale, 0, wanted);
}

// FORECAST = input * (1 + ZIDZ(input - average, time * average) * horizon).
Slot Lowering::lower_forecast(const model::Call& call, Site& site, Slot wanted) {
  const bool trends = call.builtin == Builtin::forecast_from;
  const Slot average = average_of(call, site, trends ? &call.arguments[3] : nullptr);
  const Slot input = lower(call.arguments[0], site);
  const Slot time = lower(call.arguments[1], site);
  const Slot horizon = lower(call.arguments[2], site);
  const Slot gap = draft_.emit(site.world, OpCode::subtract, input, average);
  const Slot scale = draft_.emit(site.world, OpCode::multiply, time, average);
  const Slot trend = draft_.emit(site.world, OpCode::divide_or_zero, gap, scale);
  const Slot growth = draft_.emit(site.world, OpCode::multiply, trend, horizon);
  const Slot factor = draft_.emit(site.world, OpCode::add, draft_.constant(1), growth);
  return draft_.emit(site.world, OpCode::multiply, input, factor, 0, wanted);
}

// DELAY FIXED(input, time, start): a pipeline whose length in steps is fixed at the start.
Slot Lowering::lower_delay_fixed(const model::Call& call, Site& site, Slot wanted) {
  if (site.world == World::initial) return lower(call.arguments[2], site, wanted);
  const bool one_step = is_time_step(call.arguments[1]);
  if (is_uneven() && !one_step) return refuse_uneven(call, site, wanted);
  const std::size_t memory = add_memory(call, site, 1);
  defer(site, World::initial, [this, &call, memory, one_step](Site& start) {
    memories_[memory].initial = lower(call.arguments[2], start);
    if (one_step) {
      memories_[memory].length = draft_.constant(1);
      return;
    }
    const Slot time = lower(call.arguments[1], start);
    memories_[memory].length =
        draft_.emit(World::initial, OpCode::divide, time, draft_.constant(timing_.time_step));
  });
  defer(site, World::step, [this, &call, memory](Site& now) {
    memories_[memory].input = lower(call.arguments[0], now);
  });
  return read_memory(memory, wanted);
}

// SINTEG(rate, start, least, most, quantum, special, threshold): a memory of one step, since what
// is cut off is gone.
Slot Lowering::lower_ruled_stock(const model::Call& call, Site& site, Slot wanted) {
  if (site.world == World::initial) {
    return copy_to(within_rules(call, lower(call.arguments[1], site), site), site.world, wanted);
  }
  const std::size_t memory = add_memory(call, site, 1);
  memories_[memory].length = draft_.constant(1);
  defer(site, World::initial, [this, &call, memory](Site& start) {
    memories_[memory].initial = within_rules(call, lower(call.arguments[1], start), start);
  });
  const Slot level = read_memory(memory, wanted);
  defer(site, World::step, [this, &call, memory, level](Site& now) {
    const Slot rate = lower(call.arguments[0], now);
    const Slot step = step_in(World::step);
    const Slot change = draft_.emit(World::step, OpCode::multiply, step, rate);
    const Slot moved = draft_.emit(World::step, OpCode::add, level, change);
    memories_[memory].input = within_rules(call, moved, now);
  });
  return level;
}

Slot Lowering::within_rules(const model::Call& call, Slot value, Site& site) {
  const auto rule = [&](std::size_t argument) -> std::optional<Slot> {
    const auto number = known_value(call.arguments[argument], site);
    if (number == kNotAvailable) return std::nullopt;
    return lower(call.arguments[argument], site);
  };
  if (const auto quantum = rule(4)) {
    value = draft_.emit(site.world, OpCode::quantum, value, *quantum);
  }
  const auto special = rule(5);
  const auto threshold = rule(6);
  if (special && threshold) {
    const Slot gap = draft_.emit(site.world, OpCode::subtract, value, *special);
    const Slot size = draft_.emit(site.world, OpCode::absolute, gap);
    const Slot near = draft_.emit(site.world, OpCode::less, size, *threshold);
    value = draft_.emit(site.world, OpCode::select, near, *special, value);
  }
  if (const auto least = rule(2)) value = draft_.emit(site.world, OpCode::maximum, value, *least);
  if (const auto most = rule(3)) value = draft_.emit(site.world, OpCode::minimum, value, *most);
  return value;
}

// SAMPLE IF TRUE(condition, input, start): a memory of one step that holds what was given out. The
// cell's own name in it means what it holds, as in x = SAMPLE IF TRUE(y > x, y, y): the largest y.
Slot Lowering::lower_sample(const model::Call& call, Site& site, Slot wanted) {
  const std::size_t memory = memories_.size();
  Slot held = kAnySlot;
  if (site.world == World::initial) {
    held = lower(call.arguments[2], site);
  } else {
    add_memory(call, site, 1);
    memories_[memory].length = draft_.constant(1);
    defer(site, World::initial, [this, &call, memory](Site& start) {
      memories_[memory].initial = lower(call.arguments[2], start);
    });
    held = read_memory(memory);
  }
  const Slot outer = std::exchange(site.held, held);
  const Slot condition = lower(call.arguments[0], site);
  const Slot input = lower(call.arguments[1], site);
  site.held = outer;
  const Slot result = draft_.emit(site.world, OpCode::select, condition, input, held, wanted);
  if (site.world == World::step) memories_[memory].input = result;
  return result;
}

}  // namespace sluice::lower
