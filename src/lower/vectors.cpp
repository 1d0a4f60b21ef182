// Functions over whole vectors: one op gives the results of all cells along the vector; the first
// of these cells makes it and the others read their own.
#include "model/vectors.h"

#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "lower/lowering.h"
#include "model/control.h"
#include "model/holes.h"
#include "syntax/tree.h"

namespace sluice::lower {
namespace {

using model::Expr;
using model::Reference;
using model::VectorPlan;

// Types of profiles from here on share out whole units.
constexpr double kWholeUnits = 10;

// Where a position stands among all the plan's places.
Slot rank_of(const VectorPlan& plan, const model::Positions& left) {
  std::size_t rank = 0;
  for (std::size_t axis = 0; axis < plan.axes.size(); ++axis) {
    const auto& places = plan.places[axis];
    const auto at = std::find(places.begin(), places.end(), left[plan.axes[axis]]);
    rank = rank * places.size() + static_cast<std::size_t>(at - places.begin());
  }
  return static_cast<Slot>(rank);
}

OpCode vector_code(Builtin builtin) {
  switch (builtin) {
    case Builtin::vector_sort_order: return OpCode::sort_order;
    case Builtin::vector_rank: return OpCode::sort_rank;
    case Builtin::invert_matrix: return OpCode::invert_matrix;
    default: return OpCode::allocate_available;
  }
}

}  // namespace

Slot Lowering::lower_vector(const model::Call& call, Site& site, Slot wanted) {
  switch (call.builtin) {
    case Builtin::vector_reorder: return lower_reorder(call, site, wanted);
    case Builtin::vector_elm_map: return lower_element_map(call, site, wanted);
    case Builtin::vector_lookup: return lower_vector_lookup(call, site, wanted);
    case Builtin::find_market_price: return lower_market_price(call, site, wanted);
    case Builtin::marketp: return lower_market_priority(call, site, wanted);
    case Builtin::demand_at_price:
    case Builtin::supply_at_price: return lower_quantity(call, site, wanted);
    default: break;
  }
  const VectorPlan plan = model::plan_of(call);
  if (plan.axes.empty()) {
    say(Code::lower_allocation, call.arguments[0].span,
        "the requests of ALLOCATE AVAILABLE are not shared over a subscript of the left side",
        "each element of the request's last subscript gets its own share",
        "write it as shares[requester] = ALLOCATE AVAILABLE(request[requester], ...)");
    return hold_number(0, wanted);
  }
  return share_vector(call, plan, site, wanted);
}

// The first cell along the plan that the same equation defines.
CellRef Lowering::leader_of(const Site& site, const VectorPlan& plan) const {
  const model::Variable& variable = model_.at(site.cell.variable);
  model::Positions left = site.left;
  for (std::size_t axis = 0; axis < plan.axes.size(); ++axis) {
    if (!plan.places[axis].empty()) left[plan.axes[axis]] = plan.places[axis].front();
  }
  const std::uint32_t usual = model::cell_at(model_, variable, left);
  if (model::equation_of(variable, usual) == site.equation) return {site.cell.variable, usual};
  std::optional<CellRef> leader;
  model::for_each_place(plan, left, [&] {
    const std::uint32_t cell = model::cell_at(model_, variable, left);
    const bool own = model::equation_of(variable, cell) == site.equation;
    if (own && !leader) leader = CellRef{site.cell.variable, cell};
  });
  return leader.value_or(site.cell);
}

Slot Lowering::share_vector(const model::Call& call, const VectorPlan& plan, Site& site,
                            Slot wanted) {
  const auto count = static_cast<std::uint32_t>(plan.size());
  const Node& node = nodes_[at_work_];
  const bool alone = node.fragment >= 0 || node.world != site.world;
  const CellRef leader = alone ? site.cell : leader_of(site, plan);
  Slot first = kAnySlot;
  if (!alone) {
    Slot& kept =
        shares_.try_emplace({&call, {index_of(leader), site.world}}, kAnySlot).first->second;
    if (kept == kAnySlot) kept = draft_.add_slots(count);
    first = kept;
  }
  if (leader == site.cell) {
    const std::vector<Slot> operands = vector_operands(call, plan, site);
    first = draft_.emit_vector(site.world, vector_code(call.builtin), operands, count, first);
  } else {
    needs_.push_back(node_of(leader, site.world));
  }
  return copy_to(first + rank_of(plan, site.left), site.world, wanted);
}

std::vector<Slot> Lowering::vector_operands(const model::Call& call, const VectorPlan& plan,
                                            Site& site) {
  std::vector<Slot> operands;
  const auto lower_each = [&](const Expr& expr) {
    model::for_each_place(plan, site.left, [&] { operands.push_back(lower(expr, site)); });
  };
  switch (call.builtin) {
    case Builtin::invert_matrix: lower_each(call.arguments[0]); return operands;
    case Builtin::vector_sort_order:
    case Builtin::vector_rank:
      operands.push_back(lower(call.arguments[1], site));
      lower_each(call.arguments[0]);
      return operands;
    case Builtin::allocate_by_priority:
      // The same as ALLOCATE AVAILABLE with rectangles of one width.
      operands.push_back(lower(call.arguments[4], site));
      lower_each(call.arguments[0]);
      model::for_each_place(plan, site.left, [&] {
        operands.push_back(draft_.constant(1));
        operands.push_back(lower(call.arguments[1], site));
        operands.push_back(lower(call.arguments[3], site));
        operands.push_back(draft_.constant(0));
      });
      return operands;
    default:
      operands.push_back(lower(call.arguments[2], site));
      lower_each(call.arguments[0]);
      model::for_each_place(plan, site.left, [&] {
        add_profile(model::reference_of(call.arguments[1]), site, operands);
      });
      return operands;
  }
}

// The four fields of a profile: the elements from the one named on.
void Lowering::add_profile(const Reference& profile, Site& site, std::vector<Slot>& operands) {
  const CellRef type{profile.variable, model::cell_of(model_, profile, site.left, site.loops)};
  const auto known = model::constant_value(model_, type);
  if (known && *known >= kWholeUnits) {
    say(Code::lower_allocation, site.equation->name_span,
        format("\"{}\" is shared out by a profile of type {}", name_of(site.cell), to_text(*known)),
        "from 10 on Vensim gives whole units, and nobody has published how it rounds",
        format("take type {}, and round what it gives by an equation", to_text(*known - 10)));
  }
  for (std::uint32_t field = 0; field < model::kProfileFields; ++field) {
    operands.push_back(lower_node(model::further(profile, 0, field), site, kAnySlot));
  }
}

Slot Lowering::lower_market_price(const model::Call& call, Site& site, Slot wanted) {
  std::vector<Slot> operands(1);
  for (const std::size_t side : {0U, 2U}) {
    const Reference& quantity = model::reference_of(call.arguments[side]);
    const Reference& profile = model::reference_of(call.arguments[side + 1]);
    const std::uint32_t count = std::min(model::elements_from(model_, quantity, 0),
                                         model::elements_from(model_, profile, 1));
    if (side == 0) operands[0] = draft_.constant(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      operands.push_back(lower_node(model::further(quantity, 0, i), site, kAnySlot));
      add_profile(model::further(profile, 1, i), site, operands);
    }
  }
  return draft_.emit_vector(site.world, OpCode::market_price, operands, 1, wanted);
}

// MARKETP: the price at which requests of rectangular curves meet a fixed supply. With enough for
// all it is one at which all get all.
Slot Lowering::lower_market_priority(const model::Call& call, Site& site, Slot wanted) {
  const Reference& request = model::reference_of(call.arguments[0]);
  const Reference& priority = model::reference_of(call.arguments[1]);
  std::uint32_t count =
      std::min(model::elements_from(model_, request, 0), model::elements_from(model_, priority, 0));
  const auto size = number_in(call.arguments[2], site);
  if (size && *size >= 1 && *size < count) count = static_cast<std::uint32_t>(*size);
  const Slot zero = draft_.constant(0), one = draft_.constant(1);
  const Slot width = lower(call.arguments[3], site);
  std::vector<Slot> operands{draft_.constant(count)}, requests;
  for (std::uint32_t i = 0; i < count; ++i) {
    const Slot amount = lower_node(model::further(request, 0, i), site, kAnySlot);
    requests.push_back(draft_.emit(site.world, OpCode::maximum, amount, zero));
    operands.push_back(requests.back());
    operands.push_back(one);
    operands.push_back(lower_node(model::further(priority, 0, i), site, kAnySlot));
    operands.push_back(width);
    operands.push_back(zero);
  }
  const Slot total = draft_.emit_list(site.world, OpCode::sum, requests);
  const Slot some = draft_.emit(site.world, OpCode::maximum, lower(call.arguments[4], site), zero);
  operands.push_back(draft_.emit(site.world, OpCode::minimum, some, total));
  operands.insert(operands.end(), 4, zero);
  return draft_.emit_vector(site.world, OpCode::market_price, operands, 1, wanted);
}

Slot Lowering::lower_quantity(const model::Call& call, Site& site, Slot wanted) {
  const bool supply = call.builtin == Builtin::supply_at_price;
  std::vector<Slot> operands{draft_.constant(supply ? 1 : 0), lower(call.arguments[2], site),
                             lower(call.arguments[0], site)};
  add_profile(model::reference_of(call.arguments[1]), site, operands);
  return draft_.emit_vector(site.world, OpCode::quantity_at_price, operands, 1, wanted);
}

// values[at], where `at` is cut off to a whole number; `outside` beyond them.
Slot Lowering::choose_by(Slot at, const std::vector<Slot>& values, Slot outside, World world,
                         Slot wanted) {
  const Slot whole = draft_.emit(world, OpCode::truncate, at);
  Slot result = outside;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Slot is_here =
        draft_.emit(world, OpCode::equal, whole, draft_.constant(static_cast<double>(i)));
    const bool at_end = i + 1 == values.size();
    result =
        draft_.emit(world, OpCode::select, is_here, values[i], result, at_end ? wanted : kAnySlot);
  }
  return values.empty() ? copy_to(outside, world, wanted) : result;
}

Slot Lowering::lower_reorder(const model::Call& call, Site& site, Slot wanted) {
  std::vector<Slot> values;
  model::for_each_place(model::plan_of(call), site.left,
                        [&] { values.push_back(lower(call.arguments[0], site)); });
  const Slot at = lower(call.arguments[1], site);
  return choose_by(at, values, draft_.constant(kNotAvailable), site.world, wanted);
}

// A known offset names one cell; any other chooses among all that the variable has.
Slot Lowering::lower_element_map(const model::Call& call, Site& site, Slot wanted) {
  const Reference& named = model::reference_of(call.arguments[0]);
  const std::uint32_t first = model::cell_of(model_, named, site.left, site.loops);
  const auto count = static_cast<double>(model_.cell_count(model_.at(named.variable)));
  const std::optional<double> offset = number_in(call.arguments[1], site);
  if (offset) {
    const double cell = first + std::trunc(*offset);
    const bool inside = cell >= 0 && cell < count;
    const CellRef one{named.variable, inside ? static_cast<std::uint32_t>(cell) : 0};
    if (!inside || model::is_hole(model_, one)) return hold_number(kNotAvailable, wanted);
    return copy_to(need(one, site.world), site.world, wanted);
  }
  std::vector<Slot> values;
  for (std::uint32_t cell = 0; cell < static_cast<std::uint32_t>(count); ++cell) {
    const CellRef one{named.variable, cell};
    const bool hole = model::is_hole(model_, one);
    values.push_back(hole ? draft_.constant(kNotAvailable) : need(one, site.world));
  }
  // An offset just below 0 is cut off to 0, so it counts before the first cell is added.
  const Slot steps = draft_.emit(site.world, OpCode::truncate, lower(call.arguments[1], site));
  const Slot at = draft_.emit(site.world, OpCode::add, steps, draft_.constant(first));
  return choose_by(at, values, draft_.constant(kNotAvailable), site.world, wanted);
}

}  // namespace sluice::lower
