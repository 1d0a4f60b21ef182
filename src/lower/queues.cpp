// QUEUE FIFO and what looks into it: a row of places by age, each a memory of one step. What comes
// in takes the first place and moves one on at each step; what goes out is taken from the oldest.
// Source: Vensim reference manual, QUEUE functions.
#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "base/number.h"
#include "lower/lowering.h"
#include "lower/shares.h"
#include "syntax/tree.h"

namespace sluice::lower {

const model::Call* Lowering::queue_call(CellRef cell) const {
  const model::Equation* equation = model::equation_of(model_.at(cell.variable), cell.cell);
  if (equation == nullptr || !equation->values.empty()) return nullptr;
  const auto* call = std::get_if<model::Call>(&equation->right.node);
  const bool queue = call != nullptr && (call->builtin == Builtin::queue_fifo ||
                                         call->builtin == Builtin::queue_fifo_attrib);
  return queue ? call : nullptr;
}

// How many places are filled at the start.
std::uint32_t Lowering::first_places(const model::Call& call, Site& site) {
  return conveyor_steps(call, call.arguments.size() - 1, site).value_or(1);
}

const Lowering::Queue& Lowering::queue_at(CellRef cell) {
  const auto [place, fresh] = queues_.try_emplace(index_of(cell));
  Queue& queue = place->second;
  if (!fresh) return queue;
  const model::Call& call = *queue_call(cell);
  Site site = site_of(cell, World::step);
  const std::uint32_t first = first_places(call, site);
  const std::uint32_t count = places_for(call, timing_.steps + first + 1);
  queue.amounts = add_places(call, site, count);
  const bool attributes = call.builtin == Builtin::queue_fifo_attrib;
  if (attributes) queue.attributes = add_places(call, site, count);
  defer(site, World::initial,
        [this, &call, &queue, first](Site& start) { fill_queue(call, queue, first, start); });
  defer(site, World::step, [this, &call, &queue](Site& now) { move_queue(call, queue, now); });
  if (attributes) {
    defer(site, World::step,
          [this, &call, &queue](Site& now) { move_attributes(call, queue, now); });
  }
  return queue;
}

void Lowering::fill_queue(const model::Call& call, const Queue& queue, std::uint32_t filled,
                          Site& start) {
  const auto first = std::min(filled, static_cast<std::uint32_t>(queue.amounts.size()));
  const bool attributes = call.builtin == Builtin::queue_fifo_attrib;
  const Slot amount = lower(call.arguments[attributes ? 6 : 3], start);
  const auto shares =
      shares_of(table_argument(call.arguments[attributes ? 4 : 2], start).points, first);
  const Slot attribute = attributes ? lower(call.arguments[7], start) : 0;
  for (std::uint32_t i = 0; i < queue.amounts.size(); ++i) {
    const Slot share = draft_.constant(i < first ? shares[i] : 0);
    memories_[queue.amounts[i]].initial =
        draft_.emit(World::initial, OpCode::multiply, amount, share);
    if (!attributes) continue;
    const auto& points = table_argument(call.arguments[5], start).points;
    const Slot height = draft_.constant(i < first ? height_at(points, (i + 0.5) / first) : 0);
    memories_[queue.attributes[i]].initial =
        draft_.emit(World::initial, OpCode::multiply, attribute, height);
  }
}

// An inflow below 0 is an outflow and the other way round. What goes out beyond what there is comes
// out of the first place, which then lies below 0.
void Lowering::move_queue(const model::Call& call, const Queue& queue, Site& now) {
  const auto emit = [&](OpCode code, Slot a, Slot b = 0) {
    return draft_.emit(World::step, code, a, b);
  };
  const QueueContents contents = contents_of(now.cell, World::step);
  const Slot zero = draft_.constant(0), step = draft_.constant(timing_.time_step);
  const Slot in = emit(OpCode::multiply, lower(call.arguments[0], now), step);
  const Slot out = emit(OpCode::multiply, lower(call.arguments[1], now), step);
  const auto above = [&](Slot flow) { return emit(OpCode::maximum, flow, zero); };
  const Slot comes = emit(OpCode::add, above(in), above(emit(OpCode::negate, out)));
  const Slot goes = emit(OpCode::add, above(out), above(emit(OpCode::negate, in)));
  const Slot lacks = above(emit(OpCode::subtract, goes, contents.total));
  const Slot owed = emit(OpCode::minimum, contents.amounts[0], zero);
  memories_[queue.amounts[0]].input = emit(OpCode::add, emit(OpCode::subtract, comes, lacks), owed);
  for (std::size_t i = 0; i + 1 < queue.amounts.size(); ++i) {
    const Slot held = above(contents.amounts[i]);
    const Slot reached = above(emit(OpCode::subtract, goes, contents.older[i]));
    const Slot taken = emit(OpCode::minimum, held, reached);
    memories_[queue.amounts[i + 1]].input = emit(OpCode::subtract, held, taken);
  }
}

void Lowering::move_attributes(const model::Call& call, const Queue& queue, Site& now) {
  const Slot change = draft_.emit(World::step, OpCode::multiply, lower(call.arguments[3], now),
                                  draft_.constant(timing_.time_step));
  for (std::size_t i = 0; i < queue.attributes.size(); ++i) {
    const Slot before =
        i == 0 ? lower(call.arguments[2], now) : read_memory(queue.attributes[i - 1]);
    memories_[queue.attributes[i]].input = draft_.emit(World::step, OpCode::add, before, change);
  }
}

Lowering::QueueContents Lowering::contents_of(CellRef cell, World world) {
  QueueContents contents;
  contents.world = world;
  const Queue& queue = queue_at(cell);
  const std::size_t count = queue.amounts.size();
  if (world == World::step) {
    for (const std::size_t memory : queue.amounts) contents.amounts.push_back(read_memory(memory));
    for (const std::size_t memory : queue.attributes)
      contents.attributes.push_back(read_memory(memory));
  } else {
    // As the memories are filled.
    const model::Call& call = *queue_call(cell);
    Site start = site_of(cell, World::initial);
    const auto kept = memories_;
    fill_queue(call, queue, first_places(call, start), start);
    for (const std::size_t memory : queue.amounts)
      contents.amounts.push_back(memories_[memory].initial);
    for (const std::size_t memory : queue.attributes)
      contents.attributes.push_back(memories_[memory].initial);
    memories_ = kept;
  }
  const Slot zero = draft_.constant(0);
  contents.older.assign(count, zero);
  Slot older = zero;
  for (std::size_t i = count; i-- > 0;) {
    contents.older[i] = older;
    const Slot held = draft_.emit(world, OpCode::maximum, contents.amounts[i], zero);
    older = draft_.emit(world, OpCode::add, older, held);
  }
  contents.total = older;
  return contents;
}

Slot Lowering::lower_queue(const model::Call& call, Site& site, Slot wanted) {
  const bool attributes = call.builtin == Builtin::queue_fifo_attrib;
  if (site.world == World::initial) {
    return lower(call.arguments[attributes ? 6 : 3], site, wanted);
  }
  std::vector<Slot> amounts;
  for (const std::size_t memory : queue_at(site.cell).amounts)
    amounts.push_back(read_memory(memory));
  return draft_.emit_list(World::step, OpCode::sum, amounts, wanted);
}

Slot Lowering::look_into_queue(const model::Call& call, Site& site, Slot wanted) {
  const auto& named = std::get<model::Reference>(call.arguments[0].node);
  const CellRef cell{named.variable, model::cell_of(model_, named, site.left, site.loops)};
  const model::Call* queue = queue_call(cell);
  const std::string name(model::info_of(call.builtin).name);
  const bool attributes = name.starts_with("QUEUE ATTRIB");
  if (queue == nullptr || (attributes && queue->builtin != Builtin::queue_fifo_attrib)) {
    say(Code::lower_no_queue, call.arguments[0].span,
        format("\"{}\" is no queue that {} can look into, so it is :NA:", name_of(cell), name),
        "it asks for the age or the attribute of what is in a queue",
        format("define it as QUEUE FIFO{}(...)", attributes ? " ATTRIB" : ""));
    return hold_number(kNotAvailable, wanted);
  }
  const QueueContents contents = contents_of(cell, site.world);
  std::vector<Slot> ages;
  for (std::size_t i = 0; i < contents.amounts.size(); ++i) {
    ages.push_back(draft_.constant(static_cast<double>(i + 1) * timing_.time_step));
  }
  const Slot zero = draft_.constant(0), step = draft_.constant(timing_.time_step);
  const Slot owes = draft_.emit(site.world, OpCode::less, contents.amounts[0], zero);
  const Slot second = call.arguments.size() > 1 ? lower(call.arguments[1], site) : zero;
  const Slot third = call.arguments.size() > 2 ? lower(call.arguments[2], site) : zero;
  switch (call.builtin) {
    case Builtin::queue_age_average: {
      const Slot none = draft_.emit(site.world, OpCode::select, owes, step, zero);
      return mean_of_oldest(contents, ages, second, none, wanted);
    }
    case Builtin::queue_age_oldest: return extreme_of(contents, ages, true, wanted);
    case Builtin::queue_age_in_range: return amount_in_range(contents, ages, second, third, wanted);
    case Builtin::queue_attrib_average:
      return mean_of_oldest(contents, contents.attributes, second, zero, wanted);
    case Builtin::queue_attrib_in_range:
      return amount_in_range(contents, contents.attributes, second, third, wanted);
    case Builtin::queue_attrib_max: return extreme_of(contents, contents.attributes, true, wanted);
    case Builtin::queue_attrib_min: return extreme_of(contents, contents.attributes, false, wanted);
    default: return amount_up_to(contents, second, wanted);
  }
}

// Of the oldest `count`, of all where that is not above 0 or more than there is.
Slot Lowering::mean_of_oldest(const QueueContents& contents, const std::vector<Slot>& values,
                              Slot count, Slot otherwise, Slot wanted) {
  const auto emit = [&](OpCode code, Slot a, Slot b, Slot c = 0) {
    return draft_.emit(contents.world, code, a, b, c);
  };
  const Slot zero = draft_.constant(0);
  const Slot some = emit(OpCode::logical_and, emit(OpCode::less, zero, count),
                         emit(OpCode::less, count, contents.total));
  const Slot goal = emit(OpCode::select, some, count, contents.total);
  std::vector<Slot> weights, weighted;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Slot held = emit(OpCode::maximum, contents.amounts[i], zero);
    const Slot rest = emit(OpCode::maximum, emit(OpCode::subtract, goal, contents.older[i]), zero);
    weights.push_back(emit(OpCode::minimum, held, rest));
    weighted.push_back(emit(OpCode::multiply, weights.back(), values[i]));
  }
  const Slot below = draft_.emit_list(contents.world, OpCode::sum, weights);
  const Slot above = draft_.emit_list(contents.world, OpCode::sum, weighted);
  const Slot any = emit(OpCode::less, zero, below);
  return draft_.emit(contents.world, OpCode::select, any, emit(OpCode::divide, above, below),
                     otherwise, wanted);
}

// Bounds are met to a millionth of a step or of the bound: ages are products.
Slot Lowering::amount_in_range(const QueueContents& contents, const std::vector<Slot>& values,
                               Slot low, Slot high, Slot wanted) {
  const auto emit = [&](OpCode code, Slot a, Slot b, Slot c = 0) {
    return draft_.emit(contents.world, code, a, b, c);
  };
  const Slot none = draft_.constant(kNotAvailable);
  const Slot margin = draft_.constant(1e-6 * timing_.time_step);
  const Slot no_end = emit(OpCode::equal, high, none);
  const Slot least = emit(OpCode::subtract, low, margin);
  const Slot most = emit(OpCode::add, high, margin);
  std::vector<Slot> amounts;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Slot after = emit(OpCode::less_equal, least, values[i]);
    const Slot before = emit(OpCode::logical_or, no_end, emit(OpCode::less_equal, values[i], most));
    const Slot inside = emit(OpCode::logical_and, after, before);
    amounts.push_back(emit(OpCode::select, inside, contents.amounts[i], draft_.constant(0)));
  }
  return draft_.emit_list(contents.world, OpCode::sum, amounts, wanted);
}

Slot Lowering::extreme_of(const QueueContents& contents, const std::vector<Slot>& values,
                          bool largest, Slot wanted) {
  const Slot zero = draft_.constant(0);
  const Slot least = draft_.constant(largest ? -HUGE_VAL : HUGE_VAL);
  std::vector<Slot> candidates, held;
  for (std::size_t i = 0; i < values.size(); ++i) {
    held.push_back(draft_.emit(contents.world, OpCode::not_equal, contents.amounts[i], zero));
    candidates.push_back(
        draft_.emit(contents.world, OpCode::select, held.back(), values[i], least));
  }
  const Slot found = draft_.emit_list(
      contents.world, largest ? OpCode::list_maximum : OpCode::list_minimum, candidates);
  const Slot any = draft_.emit_list(contents.world, OpCode::sum, held);
  return draft_.emit(contents.world, OpCode::select, any, found, zero, wanted);
}

// The oldest whose attributes add up to `quantity`: of the last place that is reached a part.
Slot Lowering::amount_up_to(const QueueContents& contents, Slot quantity, Slot wanted) {
  const auto emit = [&](OpCode code, Slot a, Slot b, Slot c = 0) {
    return draft_.emit(contents.world, code, a, b, c);
  };
  const Slot zero = draft_.constant(0);
  Slot older = zero;
  std::vector<Slot> amounts;
  for (std::size_t i = contents.amounts.size(); i-- > 0;) {
    const Slot held = emit(OpCode::maximum, contents.amounts[i], zero);
    const Slot worth = emit(OpCode::multiply, held, contents.attributes[i]);
    const Slot rest = emit(OpCode::maximum, emit(OpCode::subtract, quantity, older), zero);
    const Slot part = emit(OpCode::divide, emit(OpCode::minimum, worth, rest), worth);
    const Slot whole = emit(OpCode::select, emit(OpCode::less_equal, older, quantity), held, zero);
    amounts.push_back(emit(OpCode::select, emit(OpCode::less, zero, worth),
                           emit(OpCode::multiply, held, part), whole));
    older = emit(OpCode::add, older, worth);
  }
  return draft_.emit_list(contents.world, OpCode::sum, amounts, wanted);
}

}  // namespace sluice::lower
