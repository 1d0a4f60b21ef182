// Builtins that hold something from step to step, as hidden stocks and memories. Each is written
// out as the equations that Vensim's reference manual gives for it.
//
// At the start they have no stock yet: their value there is what the manual calls the initial
// value.
#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "lower/lowering.h"

namespace sluice::lower {
namespace {

using model::Expr;

constexpr double kMostStages = 1000;

// What it holds lies in places of one step each, or is written for one length of steps.
bool counts_steps(Builtin builtin) {
  switch (builtin) {
    case Builtin::delay_material:
    case Builtin::delay_information:
    case Builtin::delay_conveyor:
    case Builtin::delay_profile:
    case Builtin::delay_batch:
    case Builtin::queue_fifo:
    case Builtin::queue_fifo_attrib:
    case Builtin::depreciate_by_schedule:
    case Builtin::depreciate_straightline:
    case Builtin::internal_rate_of_return:
    case Builtin::net_present_value:
    case Builtin::npv:
    case Builtin::npve:
    case Builtin::history: return true;
    default: return false;
  }
}

}  // namespace

Slot Lowering::lower_stateful(const model::Call& call, Site& site, Slot wanted) {
  if (is_uneven() && counts_steps(call.builtin)) return refuse_uneven(call, site, wanted);
  switch (call.builtin) {
    case Builtin::smooth:
    case Builtin::smoothi:
    case Builtin::smooth3:
    case Builtin::smooth3i:
    case Builtin::smooth_nth:
    case Builtin::smooth_n: return lower_smooth(call, chain_of(call, site), site, wanted);
    case Builtin::delay1:
    case Builtin::delay1i:
    case Builtin::delay3:
    case Builtin::delay3i:
    case Builtin::delay_nth:
    case Builtin::delay_n: return lower_delay(call, chain_of(call, site), site, wanted);
    case Builtin::trend: return lower_trend(call, site, wanted);
    case Builtin::forecast:
    case Builtin::forecast_from: return lower_forecast(call, site, wanted);
    case Builtin::sinteg: return lower_ruled_stock(call, site, wanted);
    case Builtin::delay_fixed: return lower_delay_fixed(call, site, wanted);
    case Builtin::delay_material: return lower_delay_material(call, site, wanted);
    case Builtin::delay_information: return lower_delay_information(call, site, wanted);
    case Builtin::delay_conveyor: return lower_delay_conveyor(call, site, wanted);
    case Builtin::delay_profile: return lower_delay_profile(call, site, wanted);
    case Builtin::delay_batch: return lower_delay_batch(call, site, wanted);
    case Builtin::queue_fifo:
    case Builtin::queue_fifo_attrib: return lower_queue(call, site, wanted);
    case Builtin::queue_age_average:
    case Builtin::queue_age_oldest:
    case Builtin::queue_age_in_range:
    case Builtin::queue_attrib_average:
    case Builtin::queue_attrib_in_range:
    case Builtin::queue_attrib_max:
    case Builtin::queue_attrib_min:
    case Builtin::queue_attrib_quantity: return look_into_queue(call, site, wanted);
    case Builtin::shift_if_true: return lower_shift(call, site, wanted);
    case Builtin::depreciate_by_schedule: return lower_schedule(call, site, wanted);
    case Builtin::depreciate_straightline: return lower_straight_line(call, site, wanted);
    case Builtin::internal_rate_of_return: return lower_rate_of_return(call, site, wanted);
    case Builtin::net_present_value: return lower_fiscal_value(call, site, wanted);
    case Builtin::history: return lower_history(call, site, wanted);
    case Builtin::npv:
    case Builtin::npve: return lower_present_value(call, site, wanted);
    case Builtin::random_pink_noise: return lower_pink_noise(call, site, wanted);
    default: return lower_sample(call, site, wanted);
  }
}

Chain Lowering::chain_of(const model::Call& call, Site& site) {
  const Expr* input = &call.arguments[0];
  const Expr* start = call.arguments.size() > 2 ? &call.arguments[2] : input;
  const bool third = call.builtin == Builtin::smooth3 || call.builtin == Builtin::smooth3i ||
                     call.builtin == Builtin::delay3 || call.builtin == Builtin::delay3i;
  const bool discrete = call.builtin == Builtin::smooth_n || call.builtin == Builtin::delay_n;
  Chain chain{input, &call.arguments[1], start, third ? 3U : 1U, discrete};
  // At the start the order does not matter; not asking for it there also keeps it out of circles.
  if (discrete && site.world == World::step) {
    chain.order = order_within_steps(order_of(call, call.arguments[3], site), call, site);
  }
  const bool nth = call.builtin == Builtin::smooth_nth || call.builtin == Builtin::delay_nth;
  if (nth && site.world == World::step) chain.order = order_of(call, call.arguments[3], site);
  return chain;
}

std::uint32_t Lowering::order_of(const model::Call& call, const Expr& expr, Site& site) {
  const std::optional<double> order = known_value(expr, site);
  if (order && *order >= 1 && *order <= kMostStages) {
    return static_cast<std::uint32_t>(std::round(*order));
  }
  const std::string function(model::info_of(call.builtin).name);
  say(Code::lower_order, expr.span,
      order ? format("{} of order {}", function, *order)
            : format("the order of {} is not known before the run", function),
      "the order says how many hidden stocks there are",
      format("give a number from 1 to {} that depends on no input and no chance", kMostStages));
  return 1;
}

// Vensim leaves out stages of DELAY N and SMOOTH N that would take less than a time step each.
std::uint32_t Lowering::order_within_steps(std::uint32_t order, const model::Call& call,
                                           Site& site) {
  const double time = central_value(call.arguments[1], site).value_or(0);
  const double steps = std::max(1.0, std::floor(time / timing_.time_step + 1e-6));
  if (!(time > 0) || order <= steps) return order;
  say(Code::lower_order_reduced, call.arguments[3].span,
      format("{} is of order {}, not {}, in \"{}\"", model::info_of(call.builtin).name, steps,
             order, name_of(site.cell)),
      format("each stage would take {} of TIME STEP {}", to_significant(time / order, 3),
             to_text(timing_.time_step)),
      "make TIME STEP shorter or the delay longer, or lower the order");
  return static_cast<std::uint32_t>(steps);
}

std::string Lowering::hidden_name(const model::Call& call, const Site& site, std::uint32_t number) {
  return format("#{} {} of {}", model::info_of(call.builtin).name, number, name_of(site.cell));
}

std::size_t Lowering::add_stock(const model::Call& call, const Site& site, std::uint32_t number,
                                Slot wanted) {
  const Slot slot = wanted == kAnySlot ? draft_.add_slots(1) : wanted;
  draft_.set_level(slot, Level::step);
  stocks_.push_back({hidden_name(call, site, number), slot, 0, 0});
  return stocks_.size() - 1;
}

std::size_t Lowering::add_memory(const model::Call& call, const Site& site, std::uint32_t number) {
  memories_.push_back({hidden_name(call, site, number), 0, 0, 0});
  return memories_.size() - 1;
}

Slot Lowering::read_memory(std::size_t memory, Slot wanted) {
  return draft_.emit(World::step, OpCode::delayed, 0, static_cast<std::uint32_t>(memory), 0,
                     wanted);
}

std::vector<Stage> Lowering::add_stages(const model::Call& call, const Chain& chain,
                                        const Site& site, Slot wanted) {
  std::vector<Stage> stages;
  for (std::uint32_t number = 1; number <= chain.order; ++number) {
    const Slot slot = number == chain.order ? wanted : kAnySlot;
    if (chain.discrete) {
      const std::size_t memory = add_memory(call, site, number);
      memories_[memory].length = draft_.constant(1);
      stages.push_back({true, memory, read_memory(memory, slot)});
    } else {
      const std::size_t stock = add_stock(call, site, number, slot);
      stages.push_back({false, stock, stocks_[stock].slot});
    }
  }
  return stages;
}

void Lowering::start_stages(const std::vector<Stage>& stages, Slot value) {
  for (const Stage& stage : stages) {
    (stage.discrete ? memories_[stage.number].initial : stocks_[stage.number].initial) = value;
  }
}

void Lowering::move_stage(const Stage& stage, Slot rate) {
  if (!stage.discrete) {
    stocks_[stage.number].rate = rate;
    return;
  }
  const Slot step = step_in(World::step);
  const Slot change = draft_.emit(World::step, OpCode::multiply, step, rate);
  memories_[stage.number].input = draft_.emit(World::step, OpCode::add, stage.slot, change);
}

Slot Lowering::stage_time(const Chain& chain, Site& site) {
  const Slot time = lower(*chain.time, site);
  if (chain.order == 1) return time;
  return draft_.emit(site.world, OpCode::divide, time, draft_.constant(chain.order));
}

// A stock: INTEG(rate, start). As a whole right-hand side its starting value is that of the cell.
Slot Lowering::lower_stock(const model::Call& call, Site& site, Slot wanted) {
  if (site.world == World::initial) return lower(call.arguments[1], site, wanted);
  const bool whole = std::get_if<model::Call>(&site.equation->right.node) == &call;
  const std::size_t stock = add_stock(call, site, 1, wanted);
  if (whole) {
    stocks_[stock].name = name_of(site.cell);
    stocks_[stock].initial = slot_of(site.cell, World::initial);
    agenda_.push_back(node_of(site.cell, World::initial));
  } else {
    defer(site, World::initial, [this, &call, stock](Site& start) {
      stocks_[stock].initial = lower(call.arguments[1], start);
    });
  }
  defer(site, World::step, [this, &call, stock, whole](Site& now) {
    const Slot rate = lower(call.arguments[0], now);
    stocks_[stock].rate = whole ? shifted_rate(now.cell, rate) : rate;
  });
  return stocks_[stock].slot;
}

// Each stage moves toward the one before: (before - stage) / (time / order).
Slot Lowering::lower_smooth(const model::Call& call, const Chain& chain, Site& site, Slot wanted) {
  if (site.world == World::initial) return lower(*chain.start, site, wanted);
  const std::vector<Stage> stages = add_stages(call, chain, site, wanted);
  defer(site, World::initial,
        [this, chain, stages](Site& start) { start_stages(stages, lower(*chain.start, start)); });
  defer(site, World::step, [this, chain, stages](Site& now) {
    Slot before = lower(*chain.input, now);
    const Slot time = stage_time(chain, now);
    for (const Stage& stage : stages) {
      const Slot gap = draft_.emit(World::step, OpCode::subtract, before, stage.slot);
      move_stage(stage, draft_.emit(World::step, OpCode::divide, gap, time));
      before = stage.slot;
    }
  });
  return stages.back().slot;
}

// What the last stage's content is divided by. DELAY N gives out what it had worked out at the end
// of the step before, so there it is the time of that step, which differs where the time changes.
Slot Lowering::time_of_last_stage(const model::Call& call, const Chain& chain, Site& site) {
  if (!chain.discrete || !changes(*chain.time)) return stage_time(chain, site);
  const std::size_t memory = add_memory(call, site, chain.order + 1);
  memories_[memory].length = draft_.constant(1);
  defer(site, World::initial, [this, chain, memory](Site& start) {
    memories_[memory].initial = stage_time(chain, start);
  });
  defer(site, World::step,
        [this, chain, memory](Site& now) { memories_[memory].input = stage_time(chain, now); });
  return read_memory(memory);
}

// Each stage gives out stage / (time / order) and takes what the one before gives out.
Slot Lowering::lower_delay(const model::Call& call, const Chain& chain, Site& site, Slot wanted) {
  if (site.world == World::initial) return lower(*chain.start, site, wanted);
  const std::vector<Stage> stages = add_stages(call, chain, site, kAnySlot);
  const Slot last_time = time_of_last_stage(call, chain, site);
  const Slot result =
      draft_.emit(World::step, OpCode::divide, stages.back().slot, last_time, 0, wanted);
  defer(site, World::initial, [this, chain, stages](Site& start) {
    const Slot value = lower(*chain.start, start);
    const Slot start_time = stage_time(chain, start);
    start_stages(stages, draft_.emit(World::initial, OpCode::multiply, value, start_time));
  });
  defer(site, World::step, [this, chain, stages, result](Site& now) {
    Slot in = lower(*chain.input, now);
    const Slot time = stages.size() > 1 ? stage_time(chain, now) : 0;
    for (std::size_t i = 0; i < stages.size(); ++i) {
      const bool at_end = i + 1 == stages.size();
      const Slot out =
          at_end ? result : draft_.emit(World::step, OpCode::divide, stages[i].slot, time);
      move_stage(stages[i], draft_.emit(World::step, OpCode::subtract, in, out));
      in = out;
    }
  });
  return result;
}

}  // namespace sluice::lower
