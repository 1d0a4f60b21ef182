#include "execute/jit/op_text.h"

#include "vmath/vectors.h"

namespace sluice::execute {

using program::OpCode;
using vmath::VectorFunction;

namespace {

std::optional<VectorFunction> elementary_of(OpCode code) {
  switch (code) {
    case OpCode::exponential: return VectorFunction::exp;
    case OpCode::logarithm: return VectorFunction::log;
    case OpCode::sine: return VectorFunction::sin;
    case OpCode::cosine: return VectorFunction::cos;
    case OpCode::tangent: return VectorFunction::tan;
    case OpCode::arcsine: return VectorFunction::asin;
    case OpCode::arccosine: return VectorFunction::acos;
    case OpCode::arctangent: return VectorFunction::atan;
    case OpCode::hyperbolic_sine: return VectorFunction::sinh;
    case OpCode::hyperbolic_cosine: return VectorFunction::cosh;
    case OpCode::hyperbolic_tangent: return VectorFunction::tanh;
    case OpCode::power: return VectorFunction::pow;
    default: return std::nullopt;
  }
}

}  // namespace

std::optional<IrValue> OpText::plain(OpCode code, std::span<const IrValue> operands) {
  const IrValue& a = operands[0];
  const IrValue& b = operands[operands.size() > 1 ? 1 : 0];
  switch (code) {
    case OpCode::copy: return a;
    case OpCode::add: return ir_.arithmetic("fadd", a, b);
    case OpCode::subtract: return ir_.arithmetic("fsub", a, b);
    case OpCode::multiply: return ir_.arithmetic("fmul", a, b);
    case OpCode::divide: return quotient(a, b);
    case OpCode::negate: return ir_.negated(a);
    case OpCode::absolute: return ir_.fabs(a);
    case OpCode::minimum: return minimum(a, b, "olt");
    case OpCode::maximum: return minimum(a, b, "ogt");
    case OpCode::less: return compared("olt", a, b);
    case OpCode::less_equal: return compared("ole", a, b);
    case OpCode::equal: return compared("oeq", a, b);
    case OpCode::not_equal: return compared("une", a, b);
    case OpCode::logical_and: return truth(ir_.both(is_true(a), is_true(b)));
    case OpCode::logical_or: return truth(ir_.either(is_true(a), is_true(b)));
    case OpCode::logical_not: return truth(ir_.inverse(is_true(a)));
    case OpCode::select: return ir_.choose(is_true(a), b, operands[2]);
    case OpCode::square_root: return ir_.sqrt(a);
    case OpCode::truncate: return ir_.trunc(a);
    case OpCode::modulo: return modulo(a, b);
    case OpCode::quantum: return quantum(a, b);
    case OpCode::divide_or_zero: return divided_or(a, b, ir_.constant(0));
    case OpCode::divide_or: return divided_or(a, b, operands[2]);
    case OpCode::step_at: return step_at(operands);
    case OpCode::pulse: return pulse(operands);
    default: return elementary(code, operands);
  }
}

std::optional<IrValue> OpText::elementary(OpCode code, std::span<const IrValue> operands) {
  const std::optional<VectorFunction> function = elementary_of(code);
  if (!function) return std::nullopt;
  return ir_.call_entry("%functions", static_cast<std::size_t>(*function), operands);
}

IrValue OpText::combined(OpCode list_op, const IrValue& so_far, const IrValue& operand) {
  if (list_op == OpCode::sum) return ir_.arithmetic("fadd", so_far, operand);
  if (list_op == OpCode::product) return ir_.arithmetic("fmul", so_far, operand);
  return minimum(so_far, operand, list_op == OpCode::list_minimum ? "olt" : "ogt");
}

// b where it beats a, or is not a number.
IrValue OpText::minimum(const IrValue& a, const IrValue& b, std::string_view beats) {
  const IrValue better = ir_.choose(ir_.compare(beats, b, a), b, a);
  return ir_.choose(ir_.compare("uno", b, b), b, better);
}

IrValue OpText::truth(const IrValue& mask) {
  const IrValue value = ir_.choose(mask, ir_.constant(1), ir_.constant(0));
  mask_of_.emplace(value, mask);
  return value;
}

IrValue OpText::is_true(const IrValue& value) {
  const auto [known, is_new] = mask_of_.try_emplace(value);
  if (is_new) known->second = ir_.compare("une", value, ir_.constant(0));
  return known->second;
}

IrValue OpText::compared(std::string_view how, const IrValue& a, const IrValue& b) {
  return truth(ir_.compare(how, a, b));
}

IrValue OpText::step_at(std::span<const IrValue> operands) {
  const IrValue now = ir_.arithmetic("fadd", "%now", operands[2]);
  return ir_.choose(ir_.compare("ogt", now, operands[1]), operands[0], ir_.constant(0));
}

IrValue OpText::pulse(std::span<const IrValue> operands) {
  const IrValue now = ir_.arithmetic("fadd", "%now", operands[2]);
  const IrValue one_step = ir_.arithmetic("fmul", ir_.constant(2), operands[2]);
  const IrValue no_width = ir_.compare("oeq", operands[1], ir_.constant(0));
  const IrValue width = ir_.choose(no_width, one_step, operands[1]);
  const IrValue end = ir_.arithmetic("fadd", operands[0], width);
  return truth(ir_.both(ir_.compare("ogt", now, operands[0]), ir_.compare("olt", now, end)));
}

IrValue OpText::divided_or(const IrValue& a, const IrValue& b, const IrValue& otherwise) {
  const IrValue nearly_zero = ir_.compare("olt", ir_.fabs(b), ir_.constant(1e-6));
  return ir_.choose(nearly_zero, otherwise, quotient(a, b));
}

IrValue OpText::modulo(const IrValue& a, const IrValue& b) {
  return ir_.arithmetic("fsub", a, ir_.arithmetic("fmul", b, ir_.trunc(quotient(a, b))));
}

IrValue OpText::quantum(const IrValue& a, const IrValue& b) {
  const IrValue whole = ir_.arithmetic("fmul", b, ir_.trunc(quotient(a, b)));
  return ir_.choose(ir_.compare("ole", b, ir_.constant(0)), a, whole);
}

}  // namespace sluice::execute
