// What each op on plain numbers means, where a call to evaluate_op (evaluate.h) would cost more
// than the op.
#pragma once

#include <cassert>
#include <cmath>

#include "program/opcodes.h"
#include "vmath/vmath.h"

namespace sluice::program::plain {

inline double truth(bool value) { return value ? 1.0 : 0.0; }

inline bool in_pulse(double start, double width, double half_step, double time) {
  const double now = time + half_step;
  return now > start && now < start + (width == 0 ? 2 * half_step : width);
}

inline double elementary(OpCode code, double a) {
  switch (code) {
    case OpCode::exponential: return vmath::exp(a);
    case OpCode::logarithm: return vmath::log(a);
    case OpCode::square_root: return std::sqrt(a);
    case OpCode::sine: return vmath::sin(a);
    case OpCode::cosine: return vmath::cos(a);
    case OpCode::tangent: return vmath::tan(a);
    case OpCode::arcsine: return vmath::asin(a);
    case OpCode::arccosine: return vmath::acos(a);
    case OpCode::arctangent: return vmath::atan(a);
    case OpCode::hyperbolic_sine: return vmath::sinh(a);
    case OpCode::hyperbolic_cosine: return vmath::cosh(a);
    case OpCode::hyperbolic_tangent: return vmath::tanh(a);
    default: break;
  }
  assert(false && "not an op on plain numbers");
  return std::nan("");
}

inline double value_of_op(OpCode code, double a, double b, double c, double time) {
  switch (code) {
    case OpCode::copy: return a;
    case OpCode::add: return a + b;
    case OpCode::subtract: return a - b;
    case OpCode::multiply: return a * b;
    case OpCode::divide: return a / b;
    case OpCode::power: return vmath::pow(a, b);
    case OpCode::negate: return -a;
    case OpCode::absolute: return std::fabs(a);
    case OpCode::minimum: return b < a || b != b ? b : a;
    case OpCode::maximum: return b > a || b != b ? b : a;
    case OpCode::less: return truth(a < b);
    case OpCode::less_equal: return truth(a <= b);
    case OpCode::equal: return truth(a == b);
    case OpCode::not_equal: return truth(a != b);
    case OpCode::logical_and: return truth(a != 0 && b != 0);
    case OpCode::logical_or: return truth(a != 0 || b != 0);
    case OpCode::logical_not: return truth(!(a != 0));
    case OpCode::select: return a != 0 ? b : c;
    case OpCode::truncate: return std::trunc(a);
    case OpCode::modulo: return a - b * std::trunc(a / b);
    case OpCode::quantum: return b <= 0 ? a : b * std::trunc(a / b);
    case OpCode::divide_or_zero: return std::fabs(b) < 1e-6 ? 0 : a / b;
    case OpCode::divide_or: return std::fabs(b) < 1e-6 ? c : a / b;
    case OpCode::step_at: return time + c > b ? a : 0;
    case OpCode::pulse: return truth(in_pulse(a, b, c, time));
    default: return elementary(code, a);
  }
}

}  // namespace sluice::program::plain
