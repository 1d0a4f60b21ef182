// VECTOR LOOKUP(vector, x, least x, most x, mode): a lookup whose y values are cells, at evenly
// spaced x.
#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "lower/lowering.h"
#include "model/vectors.h"

namespace sluice::lower {

// The numbers that all modes work with.
struct Lowering::EvenGrid {
  std::vector<Slot> y;
  Slot x = 0, least = 0, width = 0;  // width: between two neighbours
  Slot place = 0;                    // of x: 0 at the first y, 1 at the second
  World world{};
  double last() const { return static_cast<double>(y.size()) - 1; }
};

Lowering::EvenGrid Lowering::even_grid(const model::Call& call, Site& site) {
  EvenGrid grid;
  grid.world = site.world;
  const model::Reference& named = model::reference_of(call.arguments[0]);
  for (std::uint32_t i = 0; i < model::elements_from(model_, named, 0); ++i) {
    grid.y.push_back(lower_node(model::further(named, 0, i), site, kAnySlot));
  }
  grid.x = lower(call.arguments[1], site);
  grid.least = lower(call.arguments[2], site);
  const Slot most = lower(call.arguments[3], site);
  const Slot span = draft_.emit(site.world, OpCode::subtract, most, grid.least);
  grid.width =
      draft_.emit(site.world, OpCode::divide, span, draft_.constant(std::max(1.0, grid.last())));
  const Slot along = draft_.emit(site.world, OpCode::subtract, grid.x, grid.least);
  grid.place = draft_.emit(site.world, OpCode::divide, along, grid.width);
  return grid;
}

// The number of the stretch in which `place` lies: 0 to count - 2.
Slot Lowering::stretch_of(const EvenGrid& grid) {
  const Slot whole = draft_.emit(grid.world, OpCode::truncate, grid.place);
  const Slot least = draft_.emit(grid.world, OpCode::maximum, whole, draft_.constant(0));
  return draft_.emit(grid.world, OpCode::minimum, least,
                     draft_.constant(std::max(0.0, grid.last() - 1)));
}

Slot Lowering::clamped(const EvenGrid& grid, Slot place) {
  const Slot least = draft_.emit(grid.world, OpCode::maximum, place, draft_.constant(0));
  return draft_.emit(grid.world, OpCode::minimum, least, draft_.constant(grid.last()));
}

Slot Lowering::interpolated(const EvenGrid& grid, Slot place) {
  const std::vector<Slot> right(grid.y.begin() + 1, grid.y.end());
  const std::vector<Slot> left(grid.y.begin(), grid.y.end() - 1);
  const Slot stretch = stretch_of(grid);
  const Slot zero = draft_.constant(0);
  const Slot before = choose_by(stretch, left, zero, grid.world, kAnySlot);
  const Slot after = choose_by(stretch, right, zero, grid.world, kAnySlot);
  const Slot rise = draft_.emit(grid.world, OpCode::subtract, after, before);
  const Slot part = draft_.emit(grid.world, OpCode::subtract, place, stretch);
  const Slot change = draft_.emit(grid.world, OpCode::multiply, rise, part);
  return draft_.emit(grid.world, OpCode::add, before, change);
}

// In units of x, at a point the mean of both sides: outside 0, or with extrapolation that of the
// nearest stretch.
Slot Lowering::grid_slope(const EvenGrid& grid, bool extrapolates) {
  const World world = grid.world;
  const Slot zero = draft_.constant(0), one = draft_.constant(1);
  std::vector<Slot> rises;
  for (std::size_t i = 0; i + 1 < grid.y.size(); ++i) {
    rises.push_back(draft_.emit(world, OpCode::subtract, grid.y[i + 1], grid.y[i]));
  }
  rises.insert(rises.begin(), extrapolates ? rises.front() : zero);  // before the first point
  rises.push_back(extrapolates ? rises.back() : zero);               // after the last one
  // Stretch k of these ends at place k: to the right of a place lies the one after it rounded down,
  // to its left the one after it rounded up, less one.
  const Slot last = draft_.constant(static_cast<double>(rises.size()) - 1);
  const Slot shifted = draft_.emit(world, OpCode::add, grid.place, one);
  const Slot least = draft_.emit(world, OpCode::maximum, shifted, zero);
  const Slot right = draft_.emit(world, OpCode::minimum, least, last);
  const Slot whole = draft_.emit(world, OpCode::truncate, grid.place);
  const Slot past = draft_.emit(world, OpCode::less, whole, grid.place);
  const Slot rounded = draft_.emit(world, OpCode::add, whole, past);
  const Slot not_before = draft_.emit(world, OpCode::maximum, rounded, zero);
  const Slot left = draft_.emit(world, OpCode::minimum, not_before, last);
  const Slot to_left = choose_by(left, rises, zero, world, kAnySlot);
  const Slot to_right = choose_by(right, rises, zero, world, kAnySlot);
  const Slot both = draft_.emit(world, OpCode::add, to_left, to_right);
  const Slot mean = draft_.emit(world, OpCode::multiply, both, draft_.constant(0.5));
  return draft_.emit(world, OpCode::divide, mean, grid.width);
}

// From the first x on: whole stretches, then the part of the one at hand; beyond the ends the
// nearest value holds, or its line goes on.
Slot Lowering::grid_area(const EvenGrid& grid, bool extrapolates) {
  const World world = grid.world;
  const Slot half = draft_.constant(0.5);
  std::vector<Slot> before{draft_.constant(0)};
  for (std::size_t i = 0; i + 2 < grid.y.size(); ++i) {
    const Slot pair = draft_.emit(world, OpCode::add, grid.y[i], grid.y[i + 1]);
    const Slot mean = draft_.emit(world, OpCode::multiply, pair, half);
    before.push_back(draft_.emit(world, OpCode::add, before.back(), mean));
  }
  const Slot stretch = stretch_of(grid);
  const Slot place = extrapolates ? grid.place : clamped(grid, grid.place);
  const std::vector<Slot> left(grid.y.begin(), grid.y.end() - 1);
  const Slot zero = draft_.constant(0);
  const Slot whole = choose_by(stretch, before, zero, world, kAnySlot);
  const Slot start = choose_by(stretch, left, zero, world, kAnySlot);
  const Slot part = draft_.emit(world, OpCode::subtract, place, stretch);
  const Slot pair = draft_.emit(world, OpCode::add, start, interpolated(grid, place));
  const Slot mean = draft_.emit(world, OpCode::multiply, pair, half);
  const Slot piece = draft_.emit(world, OpCode::multiply, mean, part);
  Slot area = draft_.emit(world, OpCode::add, whole, piece);
  if (!extrapolates) {
    const Slot beyond = draft_.emit(world, OpCode::subtract, grid.place, place);
    const Slot held = draft_.emit(world, OpCode::multiply, beyond, interpolated(grid, place));
    area = draft_.emit(world, OpCode::add, area, held);
  }
  return draft_.emit(world, OpCode::multiply, area, grid.width);
}

// The first x with that value, `grid.x` being the value. Where no stretch has it, :NA:; with
// extrapolation only if neither the line before the first point nor that after the last one has it.
Slot Lowering::grid_inverse(const EvenGrid& grid, bool extrapolates) {
  const World world = grid.world;
  const std::size_t stretches = grid.y.size() - 1;
  // Where the line of a stretch has the value; its begin, if it is flat.
  const auto place_on = [&](std::size_t i) {
    const Slot rise = draft_.emit(world, OpCode::subtract, grid.y[i + 1], grid.y[i]);
    const Slot part = draft_.emit(world, OpCode::subtract, grid.x, grid.y[i]);
    const Slot flat = draft_.emit(world, OpCode::equal, rise, draft_.constant(0));
    const Slot along = draft_.emit(world, OpCode::divide, part, rise);
    const Slot place = draft_.emit(world, OpCode::select, flat, draft_.constant(0), along);
    return draft_.emit(world, OpCode::add, place, draft_.constant(static_cast<double>(i)));
  };
  const auto x_at = [&](Slot place) {
    const Slot along = draft_.emit(world, OpCode::multiply, place, grid.width);
    return draft_.emit(world, OpCode::add, grid.least, along);
  };
  // Of a value that is no number the place is none either.
  Slot place = draft_.emit(world, OpCode::subtract, grid.x, grid.x);
  Slot least = grid.y.front(), most = grid.y.front();
  for (std::size_t i = stretches; i-- > 0;) {
    const Slot low = draft_.emit(world, OpCode::minimum, grid.y[i], grid.y[i + 1]);
    const Slot high = draft_.emit(world, OpCode::maximum, grid.y[i], grid.y[i + 1]);
    const Slot has = within(grid.x, low, high, world);
    place = draft_.emit(world, OpCode::select, has, place_on(i), place);
    least = draft_.emit(world, OpCode::minimum, least, low);
    most = draft_.emit(world, OpCode::maximum, most, high);
  }
  Slot beyond = draft_.constant(kNotAvailable);
  if (extrapolates) {
    const Slot before = place_on(0), after = place_on(stretches - 1);
    const Slot is_before = draft_.emit(world, OpCode::less, before, draft_.constant(0));
    const Slot is_after = draft_.emit(world, OpCode::less, draft_.constant(grid.last()), after);
    beyond = draft_.emit(world, OpCode::select, is_after, x_at(after), beyond);
    beyond = draft_.emit(world, OpCode::select, is_before, x_at(before), beyond);
  }
  const Slot out = draft_.outside(world, grid.x, least, most);
  return draft_.emit(world, OpCode::select, out, beyond, x_at(place));
}

Slot Lowering::lower_vector_lookup(const model::Call& call, Site& site, Slot wanted) {
  const int mode = known_mode(call, 4, 0, 9, site);
  const EvenGrid grid = even_grid(call, site);
  const World world = site.world;
  if (grid.y.size() < 2) return copy_to(grid.y.front(), world, wanted);
  const Slot outside = draft_.constant(0);
  Slot result = 0;
  switch (mode) {
    case 1: result = grid_area(grid, false); break;
    case 2: result = choose_by(clamped(grid, grid.place), grid.y, outside, world, kAnySlot); break;
    case 3: result = interpolated(grid, grid.place); break;
    case 4: {
      const Slot whole = draft_.emit(world, OpCode::truncate, grid.place);
      const Slot past = draft_.emit(world, OpCode::less, whole, grid.place);
      const Slot next = draft_.emit(world, OpCode::add, whole, past);
      result = choose_by(clamped(grid, next), grid.y, outside, world, kAnySlot);
      break;
    }
    case 5: result = grid_inverse(grid, false); break;
    case 6: result = grid_slope(grid, false); break;
    case 7: result = grid_area(grid, true); break;
    case 8: result = grid_inverse(grid, true); break;
    case 9: result = grid_slope(grid, true); break;
    default: result = interpolated(grid, clamped(grid, grid.place)); break;
  }
  return copy_to(result, world, wanted);
}

}  // namespace sluice::lower
