// Expressions of one cell into ops.
#include "lower/lowering.h"

#include <algorithm>
#include <cassert>
#include <span>
#include <utility>

namespace sluice::lower {
namespace {

using model::BinaryOp;
using model::BuiltinClass;
using model::Expr;

// The op that is this builtin applied to its arguments in their order, if there is one.
std::optional<OpCode> direct_op(Builtin builtin) {
  switch (builtin) {
    case Builtin::if_then_else: return OpCode::select;
    case Builtin::min: return OpCode::minimum;
    case Builtin::max: return OpCode::maximum;
    case Builtin::abs: return OpCode::absolute;
    case Builtin::exp: return OpCode::exponential;
    case Builtin::ln: return OpCode::logarithm;
    case Builtin::sqrt: return OpCode::square_root;
    case Builtin::power: return OpCode::power;
    case Builtin::modulo: return OpCode::modulo;
    case Builtin::integer: return OpCode::truncate;
    case Builtin::quantum: return OpCode::quantum;
    case Builtin::sin: return OpCode::sine;
    case Builtin::cos: return OpCode::cosine;
    case Builtin::tan: return OpCode::tangent;
    case Builtin::arcsin: return OpCode::arcsine;
    case Builtin::arccos: return OpCode::arccosine;
    case Builtin::arctan: return OpCode::arctangent;
    case Builtin::sinh: return OpCode::hyperbolic_sine;
    case Builtin::cosh: return OpCode::hyperbolic_cosine;
    case Builtin::tanh: return OpCode::hyperbolic_tangent;
    case Builtin::zidz: return OpCode::divide_or_zero;
    case Builtin::xidz: return OpCode::divide_or;
    default: return std::nullopt;
  }
}

struct OrderedOp {
  OpCode code{};
  bool swapped = false;
};

OrderedOp op_of(BinaryOp op) {
  switch (op) {
    case BinaryOp::add: return {OpCode::add};
    case BinaryOp::subtract: return {OpCode::subtract};
    case BinaryOp::multiply: return {OpCode::multiply};
    case BinaryOp::divide: return {OpCode::divide};
    case BinaryOp::power: return {OpCode::power};
    case BinaryOp::less: return {OpCode::less};
    case BinaryOp::less_equal: return {OpCode::less_equal};
    case BinaryOp::greater: return {OpCode::less, true};
    case BinaryOp::greater_equal: return {OpCode::less_equal, true};
    case BinaryOp::equal: return {OpCode::equal};
    case BinaryOp::not_equal: return {OpCode::not_equal};
    case BinaryOp::logical_and: return {OpCode::logical_and};
    case BinaryOp::logical_or: return {OpCode::logical_or};
  }
  return {OpCode::copy};
}

}  // namespace

Slot Lowering::time_in(World world) {
  return world == World::step ? draft_.time() : draft_.constant(timing_.initial_time);
}

Slot Lowering::hold_number(double value, Slot wanted) {
  if (wanted == kAnySlot) return draft_.constant(value);
  draft_.hold(wanted, value);
  return wanted;
}

Slot Lowering::copy_to(Slot slot, World world, Slot wanted) {
  return wanted == kAnySlot ? slot : draft_.emit(world, OpCode::copy, slot, 0, 0, wanted);
}

Slot Lowering::lower(const Expr& expr, Site& site, Slot wanted) {
  return std::visit([&](const auto& node) { return lower_node(node, site, wanted); }, expr.node);
}

Slot Lowering::lower_node(const model::Number& number, Site&, Slot wanted) {
  return hold_number(number.value, wanted);
}

Slot Lowering::lower_node(const model::Reference& reference, Site& site, Slot wanted) {
  const CellRef cell{reference.variable, model::cell_of(model_, reference, site.left, site.loops)};
  if (site.data_time != kAnySlot) return read_at_point(cell, site, wanted);
  const bool is_data = model_.at(reference.variable).kind == model::VariableKind::data;
  if (site.data_mode && is_data) return read_series(cell, site, wanted);
  const bool is_held = site.held != kAnySlot && cell == site.cell;
  return copy_to(is_held ? site.held : need(cell, site.world), site.world, wanted);
}

Slot Lowering::lower_node(const model::ElementNumber& number, Site& site, Slot wanted) {
  return hold_number(model::position_of(number.index, site.left, site.loops) + 1.0, wanted);
}

Slot Lowering::lower_node(const model::Unary& unary, Site& site, Slot wanted) {
  const auto* number = std::get_if<model::Number>(&unary.operand[0].node);
  const bool negates = unary.op == model::UnaryOp::minus;
  if (negates && number != nullptr) return hold_number(-number->value, wanted);
  const Slot operand = lower(unary.operand[0], site);
  return draft_.emit(site.world, negates ? OpCode::negate : OpCode::logical_not, operand, 0, 0,
                     wanted);
}

Slot Lowering::lower_node(const model::Binary& binary, Site& site, Slot wanted) {
  const Slot left = lower(binary.operands[0], site);
  const Slot right = lower(binary.operands[1], site);
  const OrderedOp op = op_of(binary.op);
  return draft_.emit(site.world, op.code, op.swapped ? right : left, op.swapped ? left : right, 0,
                     wanted);
}

Slot Lowering::lower_node(const model::LookupCall& lookup, Site& site, Slot wanted) {
  const Slot argument = lower(lookup.argument[0], site);
  const std::uint32_t cell = model::cell_of(model_, lookup.table, site.left, site.loops);
  const std::uint32_t table = table_of_lookup({lookup.table.variable, cell}, lookup.mode);
  return draft_.emit(site.world, OpCode::lookup, argument, table, 0, wanted);
}

Slot Lowering::lower_node(const model::Table&, Site&, Slot) {
  assert(false && "a table is only an argument");
  return 0;
}

Slot Lowering::lower_node(const model::Call& call, Site& site, Slot wanted) {
  switch (model::info_of(call.builtin).builtin_class) {
    case BuiltinClass::elementary: return lower_elementary(call, site, wanted);
    case BuiltinClass::reduction: return lower_reduction(call, site, wanted);
    case BuiltinClass::stateful: return lower_stateful(call, site, wanted);
    case BuiltinClass::initial: return lower_starting(call, site, wanted);
    case BuiltinClass::random: return lower_random(call, site, wanted);
    case BuiltinClass::vector: return lower_vector(call, site, wanted);
    case BuiltinClass::table: return lower_table_function(call, site, wanted);
    case BuiltinClass::data: return lower_data_function(call, site, wanted);
    case BuiltinClass::external:
    case BuiltinClass::rewritten: break;
  }
  assert(false && "rewritten while the model was made");
  return 0;
}

Slot Lowering::lower_elementary(const model::Call& call, Site& site, Slot wanted) {
  if (call.builtin == Builtin::pulse_train) return lower_pulse_train(call, site, wanted);
  if (call.builtin == Builtin::ramp) return lower_ramp(call, site, wanted);
  if (call.builtin == Builtin::pulse_volume) return lower_pulse_volume(call, site, wanted);
  if (call.builtin == Builtin::get_time_value) return lower_time_value(call, site, wanted);
  if (call.builtin == Builtin::normal_share) return lower_normal_share(call, site, wanted);
  if (call.builtin == Builtin::held_stock) return held_stock(call.arguments[0], site, wanted);
  const Slot first = lower(call.arguments[0], site);
  if (call.builtin == Builtin::normal_quantile) return normal_quantile(first, site.world, wanted);
  if (call.builtin == Builtin::gamma_ln) return log_gamma(first, site.world, wanted);
  if (call.builtin == Builtin::with_lookup) {
    const auto& table = std::get<model::Table>(call.arguments[1].node);
    return draft_.emit(site.world, OpCode::lookup, first, table_of(table, table.mode, site.cell), 0,
                       wanted);
  }
  const Slot second = call.arguments.size() > 1 ? lower(call.arguments[1], site) : 0;
  const Slot third = call.arguments.size() > 2 ? lower(call.arguments[2], site) : 0;
  if (call.builtin == Builtin::alloc_p) {
    const Slot request = draft_.emit(site.world, OpCode::maximum, first, draft_.constant(0));
    return draft_.emit_vector(site.world, OpCode::quantity_at_price,
                              {draft_.constant(0), lower(call.arguments[3], site), request,
                               draft_.constant(1), second, third, draft_.constant(0)},
                              1, wanted);
  }
  if (call.builtin == Builtin::log) {
    const Slot above = draft_.emit(site.world, OpCode::logarithm, first);
    const Slot below = draft_.emit(site.world, OpCode::logarithm, second);
    return draft_.emit(site.world, OpCode::divide, above, below, 0, wanted);
  }
  if (call.builtin == Builtin::message) return lower_message(second, site, wanted);
  if (call.builtin == Builtin::step || call.builtin == Builtin::pulse) {
    const OpCode code = call.builtin == Builtin::step ? OpCode::step_at : OpCode::pulse;
    return draft_.emit(site.world, code, first, second, half_step(site.world), wanted);
  }
  switch (call.builtin) {
    case Builtin::floor: return floor_of(first, site.world, wanted);
    case Builtin::round: return round_of(first, site.world, wanted);
    case Builtin::floored_modulo: return floored_modulo(first, second, site.world, wanted);
    case Builtin::safe_divide: return safe_quotient(first, second, third, site.world, wanted);
    default: break;
  }
  if (call.builtin == Builtin::time_base) {
    const Slot along = draft_.emit(site.world, OpCode::multiply, time_in(site.world), second);
    return draft_.emit(site.world, OpCode::add, first, along, 0, wanted);
  }
  const std::optional<OpCode> code = direct_op(call.builtin);
  assert(code.has_value());
  return draft_.emit(site.world, *code, first, second, third, wanted);
}

Slot Lowering::lower_starting(const model::Call& call, Site& site, Slot wanted) {
  if (call.builtin == Builtin::integ) return lower_stock(call, site, wanted);
  const World world = site.world;
  if (call.builtin == Builtin::active_initial) {
    return lower(call.arguments[world == World::step ? 0 : 1], site, wanted);
  }
  const Slot held = std::exchange(site.held, kAnySlot);
  site.world = World::initial;
  const Slot slot = lower(call.arguments[0], site, wanted);
  site.world = world;
  site.held = held;
  return slot;
}

}  // namespace sluice::lower
