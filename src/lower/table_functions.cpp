// LOOKUP AREA, LOOKUP INVERT and LOOKUP SLOPE: each by further tables made from the points of the
// lookup that it names. Source: Vensim reference manual, functions of these names.
#include <algorithm>
#include <cmath>
#include <limits>

#include "base/format.h"
#include "lower/lowering.h"
#include "syntax/tree.h"

namespace sluice::lower {
namespace {

using Points = std::vector<std::pair<double, double>>;
using program::TableMode;

constexpr double kFar = 1e300;

// Each x once: of points one above the other the first and last make the step.
struct Stretch {
  double x = 0, y = 0, slope = 0, end = 0;
};
std::vector<Stretch> stretches_of(const Points& points) {
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const double width = points[i + 1].first - points[i].first;
    if (!(width > 0)) continue;
    const double slope = (points[i + 1].second - points[i].second) / width;
    stretches.push_back({points[i].first, points[i].second, slope, points[i + 1].first});
  }
  return stretches;
}

// The next number beyond the record, or so far from it that the line from there over a stretch as
// wide as the gap in x keeps a finite slope (beside 0 the next number is 5e-324).
double just_beyond(double record, double gap, bool upwards) {
  const double infinity = std::numeric_limits<double>::infinity();
  const double least = std::abs(gap) * 1e-300;
  return upwards ? std::max(std::nextafter(record, infinity), record + least)
                 : std::min(std::nextafter(record, -infinity), record - least);
}

// Which x gives a y first, as a table over y. Going right from the first point, only new records
// (highest or lowest y so far) are reached for the first time.
void add_records(const Points& points, bool upwards, Points& inverse) {
  const auto beyond = [&](double a, double b) { return upwards ? a > b : a < b; };
  double record = points.front().second, reached = points.front().first;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const auto& [x, y] = points[i];
    const auto& [next_x, next_y] = points[i + 1];
    if (!beyond(next_y, record)) continue;
    // Where the old record was passed before, the first x just beyond it lies on this stretch.
    const double at = x + (record - y) * (next_x - x) / (next_y - y);
    const double begin = just_beyond(record, at - reached, upwards);
    if (at != reached && beyond(next_y, begin)) inverse.emplace_back(begin, at);
    inverse.emplace_back(next_y, next_x);
    record = next_y;
    reached = next_x;
  }
}

Points inverse_of(const Points& points) {
  Points down, inverse;
  add_records(points, false, down);
  inverse.assign(down.rbegin(), down.rend());
  inverse.emplace_back(points.front().second, points.front().first);
  add_records(points, true, inverse);
  return inverse;
}

// 1 at each x at which several points stand, 0 anywhere else; empty where there is no such x.
Points steps_at(const Points& points) {
  Points steps;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const double x = points[i].first;
    const bool known = !steps.empty() && steps[steps.size() - 2].first == x;
    if (x != points[i + 1].first || known) continue;
    if (steps.empty()) steps.emplace_back(-kFar, 0);
    steps.emplace_back(x, 1);
    steps.emplace_back(std::nextafter(x, std::numeric_limits<double>::infinity()), 0);
  }
  return steps;
}

}  // namespace

const model::Table& Lowering::table_argument(const model::Expr& expr, const Site& site) const {
  if (const auto* table = std::get_if<model::Table>(&expr.node)) return *table;
  const auto& reference = std::get<model::Reference>(expr.node);
  const std::uint32_t cell = model::cell_of(model_, reference, site.left, site.loops);
  const model::Equation* equation = model::equation_of(model_.at(reference.variable), cell);
  return std::get<model::Table>(equation->right.node);
}

std::uint32_t Lowering::add_table(const Site& site, const Points& points, TableMode mode) {
  program::Table table{name_of(site.cell), {}, {}, mode};
  for (const auto& [x, y] : points) {
    table.x.push_back(x);
    table.y.push_back(y);
  }
  tables_.push_back(std::move(table));
  return static_cast<std::uint32_t>(tables_.size() - 1);
}

Slot Lowering::read_points(Slot x, const Points& points, TableMode mode, const Site& site,
                           Slot wanted) {
  return draft_.emit(site.world, OpCode::lookup, x, add_table(site, points, mode), 0, wanted);
}

Slot Lowering::lower_table_function(const model::Call& call, Site& site, Slot wanted) {
  const Points& points = table_argument(call.arguments[0], site).points;
  if (points.empty()) return hold_number(0, wanted);
  if (call.builtin == Builtin::lookup_slope) return lower_table_slope(call, site, wanted);
  const Slot first = lower(call.arguments[1], site);
  if (call.builtin == Builtin::lookup_invert) {
    const Points inverse = inverse_of(points);
    const Slot at = read_points(first, inverse, TableMode::hold, site, kAnySlot);
    const Slot out = draft_.outside(site.world, first, draft_.constant(inverse.front().first),
                                    draft_.constant(inverse.back().first));
    return draft_.emit(site.world, OpCode::select, out, draft_.constant(kNotAvailable), at, wanted);
  }
  const Slot from = area_up_to(points, first, site);
  const Slot to = area_up_to(points, lower(call.arguments[2], site), site);
  return draft_.emit(site.world, OpCode::subtract, to, from, 0, wanted);
}

// Within a stretch from x0 on: area before it + (x - x0) (y0 + slope (x - x0) / 2). Outside the
// points the nearest value holds.
Slot Lowering::area_up_to(const Points& points, Slot x, const Site& site) {
  Points before, starts, values, slopes;
  double area = 0;
  const auto add = [&](double at, double start, double value, double slope) {
    before.emplace_back(at, area);
    starts.emplace_back(at, start);
    values.emplace_back(at, value);
    slopes.emplace_back(at, slope);
  };
  add(-kFar, points.front().first, points.front().second, 0);
  for (const Stretch& one : stretches_of(points)) {
    add(one.x, one.x, one.y, one.slope);
    const double width = one.end - one.x;
    area += width * (one.y + 0.5 * one.slope * width);
  }
  add(points.back().first, points.back().first, points.back().second, 0);
  const auto at_x = [&](const Points& steps) {
    return read_points(x, steps, TableMode::backward, site, kAnySlot);
  };
  const Slot along = draft_.emit(site.world, OpCode::subtract, x, at_x(starts));
  const Slot rise = draft_.emit(site.world, OpCode::multiply, at_x(slopes), along);
  const Slot half = draft_.emit(site.world, OpCode::multiply, rise, draft_.constant(0.5));
  const Slot mean = draft_.emit(site.world, OpCode::add, at_x(values), half);
  const Slot piece = draft_.emit(site.world, OpCode::multiply, along, mean);
  return draft_.emit(site.world, OpCode::add, at_x(before), piece);
}

// The mean of the slopes to the left and to the right, which differ only at a point; where several
// points stand at x, and in mode -1 outside the points, :NA:.
Slot Lowering::lower_table_slope(const model::Call& call, Site& site, Slot wanted) {
  const Points& points = table_argument(call.arguments[0], site).points;
  const int mode = known_mode(call, 2, -1, 1, site);
  const Slot x = lower(call.arguments[1], site);
  std::vector<Slot> hidden;
  if (const Points steps = steps_at(points); !steps.empty()) {
    hidden.push_back(read_points(x, steps, TableMode::backward, site, kAnySlot));
  }
  if (mode == -1) {
    hidden.push_back(draft_.outside(site.world, x, draft_.constant(points.front().first),
                                    draft_.constant(points.back().first)));
  }
  Slot slope = mean_slope(points, mode == 1, x, site, hidden.empty() ? wanted : kAnySlot);
  for (std::size_t i = 0; i < hidden.size(); ++i) {
    slope = draft_.emit(site.world, OpCode::select, hidden[i], draft_.constant(kNotAvailable),
                        slope, i + 1 == hidden.size() ? wanted : kAnySlot);
  }
  return slope;
}

Slot Lowering::mean_slope(const Points& points, bool extrapolates, Slot x, const Site& site,
                          Slot wanted) {
  const std::vector<Stretch> stretches = stretches_of(points);
  if (stretches.empty()) return hold_number(0, wanted);
  const double before = extrapolates ? stretches.front().slope : 0;
  const double after = extrapolates ? stretches.back().slope : 0;
  Points right{{-kFar, before}}, left{{stretches.front().x, before}};
  for (const Stretch& one : stretches) {
    right.emplace_back(one.x, one.slope);
    left.emplace_back(one.end, one.slope);
  }
  right.emplace_back(stretches.back().end, after);
  left.emplace_back(kFar, after);
  const Slot to_right = read_points(x, right, TableMode::backward, site, kAnySlot);
  const Slot to_left = read_points(x, left, TableMode::forward, site, kAnySlot);
  const Slot both = draft_.emit(site.world, OpCode::add, to_left, to_right);
  return draft_.emit(site.world, OpCode::multiply, both, draft_.constant(0.5), 0, wanted);
}

Slot Lowering::within(Slot x, Slot low, Slot high, World world) {
  const Slot from = draft_.emit(world, OpCode::less_equal, low, x);
  const Slot to = draft_.emit(world, OpCode::less_equal, x, high);
  return draft_.emit(world, OpCode::logical_and, from, to);
}

// A whole number between two bounds that is the same in every run; the first one where it is not.
int Lowering::known_mode(const model::Call& call, std::size_t argument, int least, int most,
                         Site& site) {
  const model::Expr& expr = call.arguments[argument];
  const std::optional<double> value = changes(expr) ? std::nullopt : known_value(expr, site);
  for (int mode = least; value && mode <= most; ++mode) {
    if (*value == mode) return mode;
  }
  say(Code::lower_not_known, expr.span,
      value ? format("argument {} of {} is {}", argument + 1, model::info_of(call.builtin).name,
                     to_text(*value))
            : format("argument {} of {} is not known before the run", argument + 1,
                     model::info_of(call.builtin).name),
      format("{}: {}", model::info_of(call.builtin).name, model::info_of(call.builtin).meaning),
      format("give a whole number from {} to {} that depends on no input and no chance", least,
             most));
  return least;
}

}  // namespace sluice::lower
