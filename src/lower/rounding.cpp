// Rounding and division as XMILE has them, made of smaller ops.
#include "lower/lowering.h"

namespace sluice::lower {

// Cut off toward zero, and one less where that went up.
Slot Lowering::floor_of(Slot value, World world, Slot wanted) {
  const Slot cut = draft_.emit(world, OpCode::truncate, value);
  const Slot above = draft_.emit(world, OpCode::less, value, cut);
  return draft_.emit(world, OpCode::subtract, cut, above, 0, wanted);
}

// Cut off toward zero, and one more in size where half or more was cut off.
Slot Lowering::round_of(Slot value, World world, Slot wanted) {
  const Slot cut = draft_.emit(world, OpCode::truncate, value);
  const Slot rest = draft_.emit(world, OpCode::subtract, value, cut);
  const Slot size = draft_.emit(world, OpCode::absolute, rest);
  const Slot far = draft_.emit(world, OpCode::less_equal, draft_.constant(0.5), size);
  const Slot negative = draft_.emit(world, OpCode::less, value, draft_.constant(0));
  const Slot one =
      draft_.emit(world, OpCode::select, negative, draft_.constant(-1), draft_.constant(1));
  const Slot more = draft_.emit(world, OpCode::multiply, far, one);
  return draft_.emit(world, OpCode::add, cut, more, 0, wanted);
}

// a - b floor(a / b).
Slot Lowering::floored_modulo(Slot value, Slot divisor, World world, Slot wanted) {
  const Slot quotient = draft_.emit(world, OpCode::divide, value, divisor);
  const Slot whole = draft_.emit(world, OpCode::multiply, divisor, floor_of(quotient, world));
  return draft_.emit(world, OpCode::subtract, value, whole, 0, wanted);
}

// Unlike ZIDZ and XIDZ, zero is only zero.
Slot Lowering::safe_quotient(Slot value, Slot divisor, Slot otherwise, World world, Slot wanted) {
  const Slot quotient = draft_.emit(world, OpCode::divide, value, divisor);
  const Slot zero = draft_.emit(world, OpCode::equal, divisor, draft_.constant(0));
  return draft_.emit(world, OpCode::select, zero, otherwise, quotient, wanted);
}

}  // namespace sluice::lower
