// Functions of numbers that are made of several ops.
#include <cmath>

#include "base/format.h"
#include "lower/lowering.h"
#include "syntax/tree.h"

namespace sluice::lower {
namespace {

// Stirling's series in 1 / z: 1/12, -1/360, 1/1260, ... from z = 10 on it is exact to the last
// bits.
constexpr double kStirling[] = {1.0 / 12,    -1.0 / 360, 1.0 / 1260,
                                -1.0 / 1680, 1.0 / 1188, -691.0 / 360360};
constexpr int kShift = 10;
constexpr double kHalfLogOfTwoPi = 0.91893853320467274178;

// How many time units a year of 360 days has; nothing for other units.
std::optional<double> units_a_year(const std::string& unit) {
  const std::string key = syntax::key_of(unit);
  if (key == "year" || key == "years" || key == "yr") return 1;
  if (key == "quarter" || key == "quarters") return 4;
  if (key == "month" || key == "months" || key == "mo") return 12;
  return std::nullopt;
}

}  // namespace

// ln gamma(x) = ln gamma(z) - ln(x (x + 1) ... (x + 9)) with z = x + 10. Source: Abramowitz and
// Stegun, Handbook of Mathematical Functions, 6.1.41. NaN below 0.
Slot Lowering::log_gamma(Slot x, World world, Slot wanted) {
  const auto emit = [&](OpCode code, Slot a, Slot b = 0) { return draft_.emit(world, code, a, b); };
  Slot product = x;
  for (int i = 1; i < kShift; ++i) {
    product = emit(OpCode::multiply, product, emit(OpCode::add, x, draft_.constant(i)));
  }
  const Slot z = emit(OpCode::add, x, draft_.constant(kShift));
  const Slot inverse = emit(OpCode::divide, draft_.constant(1), z);
  const Slot square = emit(OpCode::multiply, inverse, inverse);
  Slot series = draft_.constant(0);
  for (auto term = std::rbegin(kStirling); term != std::rend(kStirling); ++term) {
    series = emit(OpCode::add, emit(OpCode::multiply, series, square), draft_.constant(*term));
  }
  series = emit(OpCode::multiply, series, inverse);
  const Slot log = emit(OpCode::logarithm, z);
  const Slot power = emit(OpCode::subtract, z, draft_.constant(0.5));
  const Slot main = emit(OpCode::subtract, emit(OpCode::multiply, power, log), z);
  const Slot rest = emit(OpCode::add, draft_.constant(kHalfLogOfTwoPi), series);
  const Slot whole = emit(OpCode::add, main, rest);
  // Below 0 the product may be positive by chance.
  const Slot positive = emit(OpCode::less, draft_.constant(0), x);
  const Slot none = emit(OpCode::divide, draft_.constant(0), draft_.constant(0));
  const Slot shift =
      emit(OpCode::logarithm, draft_.emit(world, OpCode::select, positive, product, none));
  return draft_.emit(world, OpCode::subtract, whole, shift, 0, wanted);
}

// GET TIME VALUE(relative to, offset, measure).
Slot Lowering::lower_time_value(const model::Call& call, Site& site, Slot wanted) {
  const World world = site.world;
  const int origin = known_mode(call, 0, 0, 2, site);
  if (origin == 2) {
    say(Code::lower_clock, call.arguments[0].span,
        "GET TIME VALUE asks for the clock of the computer; it is given 0",
        "two runs of one model give the same numbers here, whenever they are made",
        "give another seed of the draws with --seed, or a number");
    return hold_number(0, wanted);
  }
  const int measure = known_mode(call, 2, 0, 4, site);
  const Slot base = origin == 0 ? time_in(world) : draft_.constant(timing_.initial_time);
  const Slot time = draft_.emit(world, OpCode::add, base, lower(call.arguments[1], site), 0,
                                measure == 0 ? wanted : kAnySlot);
  if (measure == 0) return time;
  const auto in_year = units_a_year(model_.control.time_unit);
  if (!in_year) {
    say(Code::lower_not_known, call.arguments[2].span,
        format("GET TIME VALUE cannot tell the date of a model in \"{}\"",
               model_.control.time_unit),
        "it is known for models in years, quarters or months, by years of 360 days",
        "give 0 as its third argument, and count from there");
    return hold_number(0, wanted);
  }
  const auto emit = [&](OpCode code, Slot a, double b) {
    return draft_.emit(world, code, a, draft_.constant(b));
  };
  const Slot years = emit(OpCode::divide, time, *in_year);
  const Slot year = draft_.emit(world, OpCode::truncate, years);
  if (measure == 1) return copy_to(year, world, wanted);
  const Slot rest = draft_.emit(world, OpCode::subtract, years, year);
  // Times that binary numbers cannot say must not fall into the month before.
  const Slot days = emit(OpCode::add, emit(OpCode::multiply, rest, 360), 1e-6);
  const double length = measure == 2 ? 90 : measure == 3 ? 30 : 1;
  const Slot passed = draft_.emit(world, OpCode::truncate, emit(OpCode::divide, days, length));
  const Slot within_month = measure == 4 ? emit(OpCode::modulo, passed, 30) : passed;
  return draft_.emit(world, OpCode::add, within_month, draft_.constant(1), 0, wanted);
}

}  // namespace sluice::lower
