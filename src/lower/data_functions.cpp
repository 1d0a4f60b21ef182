// GET DATA ... and TIME SHIFT: a series from outside, seen at other times or as a whole. Source:
// Vensim reference manual, functions of these names.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/format.h"
#include "lower/lowering.h"
#include "syntax/tree.h"

namespace sluice::lower {
namespace {

using program::TableMode;

bool are_whole(const std::vector<double>& times) {
  return std::ranges::all_of(times, [](double time) { return time == std::floor(time); });
}

}  // namespace

CellRef Lowering::data_argument(const model::Call& call, const Site& site) const {
  const auto& reference = std::get<model::Reference>(call.arguments[0].node);
  return {reference.variable, model::cell_of(model_, reference, site.left, site.loops)};
}

// X IF MISSING, and what is taken of an equation between data, can only be told at its points.
Slot Lowering::lower_data_function(const model::Call& call, Site& site, Slot wanted) {
  const bool missing = call.builtin == Builtin::x_if_missing;
  const CellRef cell = missing ? site.cell : data_argument(call, site);
  if (model_.at(cell.variable).kind != model::VariableKind::data) {
    say(Code::lower_not_known, call.arguments[0].span,
        format("{} is given something that has no points", model::info_of(call.builtin).name),
        "an equation between data has points where it is made of data and constants alone",
        "take out what remembers, draws or is computed in the run");
    return hold_number(0, wanted);
  }
  const model::Series& series = model_.at(cell.variable).series[cell.cell];
  if (series.times.empty()) return hold_number(kNotAvailable, wanted);
  switch (call.builtin) {
    case Builtin::get_data_first_time: return hold_number(series.times.front(), wanted);
    case Builtin::get_data_last_time: return hold_number(series.times.back(), wanted);
    case Builtin::time_shift: return lower_time_shift(call, site, wanted);
    case Builtin::cumulate: return lower_cumulated(series, site, wanted);
    case Builtin::cumulatef:
      return hold_number(std::accumulate(series.values.begin(), series.values.end(), 0.0), wanted);
    case Builtin::get_data_at_time: return lower_data_at(call, series, site, wanted);
    case Builtin::get_data_between_times: return lower_data_between(call, series, site, wanted);
    default: return lower_data_statistic(call, series, site, wanted);
  }
}

Slot Lowering::lower_time_shift(const model::Call& call, Site& site, Slot wanted) {
  const CellRef cell = data_argument(call, site);
  const Slot shift = lower(call.arguments[1], site);
  const Slot time = draft_.emit(site.world, OpCode::add, held_time(site), shift);
  return draft_.emit(site.world, OpCode::lookup, time,
                     table_of_series(cell, model_.at(cell.variable).data_mode), 0, wanted);
}

Slot Lowering::lower_cumulated(const model::Series& series, Site& site, Slot wanted) {
  std::vector<std::pair<double, double>> points;
  double sum = 0;
  for (std::size_t i = 0; i < series.times.size(); ++i) {
    sum += series.values[i];
    points.emplace_back(series.times[i], sum);
  }
  return read_points(time_in(site.world), points, TableMode::hold, site, wanted);
}

// Points are met to a millionth of a step, as raw data are.
Slot Lowering::lower_data_at(const model::Call& call, const model::Series& series, Site& site,
                             Slot wanted) {
  const Slot time = lower(call.arguments[1], site);
  return read_points(time, only_at(series.times, series.values), TableMode::backward, site, wanted);
}

// The modes 1 and -1 as Vensim has them in its own output for SDEverywhere's models/getdata, which
// says more than the manual: the time is taken down to a whole number, and -1 gives the point
// before the one that lies there or is next. Its points lie at whole times; of others only the
// manual speaks.
Slot Lowering::lower_data_between(const model::Call& call, const model::Series& series, Site& site,
                                  Slot wanted) {
  const int mode = known_mode(call, 2, -1, 1, site);
  const Slot time = lower(call.arguments[1], site);
  const bool whole = are_whole(series.times);
  if (mode != 0 && !whole) {
    say(Code::lower_between_points, call.arguments[2].span,
        format("GET DATA BETWEEN TIMES with mode {} of data that have points between whole times",
               mode),
        format("as Vensim's manual has it, it gives the {} point; Vensim itself takes the time "
               "down to a whole number, which is known for points at whole times only",
               mode > 0 ? "next" : "last"),
        "compare with Vensim, or take mode 0, which agrees with it");
  }
  std::vector<std::pair<double, double>> points;
  for (std::size_t i = 0; i < series.times.size(); ++i) {
    const std::size_t given = mode < 0 && whole && i > 0 ? i - 1 : i;
    points.emplace_back(series.times[i], series.values[given]);
  }
  Slot at = time;
  if (mode != 0 && whole) {
    const Slot hair = draft_.constant(1e-6 * timing_.time_step);
    at = floor_of(draft_.emit(site.world, OpCode::add, time, hair), site.world);
  }
  const TableMode table = mode == 0           ? TableMode::hold
                          : mode > 0 || whole ? TableMode::forward
                                              : TableMode::backward;
  const Slot value = read_points(at, points, table, site, kAnySlot);
  const Slot inside = within(time, draft_.constant(series.times.front()),
                             draft_.constant(series.times.back()), site.world);
  return draft_.emit(site.world, OpCode::select, inside, value, draft_.constant(kNotAvailable),
                     wanted);
}

// The points of a series, and which of them lie between two times.
struct Lowering::ChosenPoints {
  std::vector<Slot> values, inside;
  Slot count = 0;
};

Lowering::ChosenPoints Lowering::choose_points(const model::Call& call, const model::Series& series,
                                               Site& site) {
  const bool limited = call.arguments.size() == 3;
  const Slot from =
      limited ? lower(call.arguments[1], site) : draft_.constant(series.times.front());
  const Slot to = limited ? lower(call.arguments[2], site) : draft_.constant(series.times.back());
  ChosenPoints points;
  for (std::size_t i = 0; i < series.times.size(); ++i) {
    points.values.push_back(draft_.constant(series.values[i]));
    points.inside.push_back(within(draft_.constant(series.times[i]), from, to, site.world));
  }
  points.count = draft_.emit_list(site.world, OpCode::sum, points.inside);
  return points;
}

// A list op over the chosen ones of `values`; the others count as `other`.
Slot Lowering::combine_points(OpCode code, const ChosenPoints& points,
                              const std::vector<Slot>& values, double other, World world) {
  std::vector<Slot> chosen;
  for (std::size_t i = 0; i < values.size(); ++i) {
    chosen.push_back(
        draft_.emit(world, OpCode::select, points.inside[i], values[i], draft_.constant(other)));
  }
  return draft_.emit_list(world, code, chosen);
}

// Of a sample: the squares are divided by one less than their count.
Slot Lowering::deviation_of(const ChosenPoints& points, Slot mean, World world) {
  std::vector<Slot> squares;
  for (const Slot value : points.values) {
    const Slot gap = draft_.emit(world, OpCode::subtract, value, mean);
    squares.push_back(draft_.emit(world, OpCode::multiply, gap, gap));
  }
  const Slot spread = combine_points(OpCode::sum, points, squares, 0, world);
  const Slot freedom = draft_.emit(world, OpCode::subtract, points.count, draft_.constant(1));
  const Slot variance = draft_.emit(world, OpCode::divide, spread, freedom);
  return draft_.emit(world, OpCode::square_root, variance);
}

Slot Lowering::lower_data_statistic(const model::Call& call, const model::Series& series,
                                    Site& site, Slot wanted) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const World world = site.world;
  const ChosenPoints points = choose_points(call, series, site);
  Slot result = 0;
  switch (call.builtin) {
    case Builtin::get_data_total_points: return copy_to(points.count, world, wanted);
    case Builtin::get_data_max:
      result = combine_points(OpCode::list_maximum, points, points.values, -kInfinity, world);
      break;
    case Builtin::get_data_min:
      result = combine_points(OpCode::list_minimum, points, points.values, kInfinity, world);
      break;
    default: {
      const Slot total = combine_points(OpCode::sum, points, points.values, 0, world);
      result = draft_.emit(world, OpCode::divide, total, points.count);
    }
  }
  const bool deviation = call.builtin == Builtin::get_data_stdv;
  if (deviation) result = deviation_of(points, result, world);
  const Slot least = draft_.constant(deviation ? 2 : 1);
  const Slot enough = draft_.emit(world, OpCode::less_equal, least, points.count);
  return draft_.emit(world, OpCode::select, enough, result, draft_.constant(kNotAvailable), wanted);
}

}  // namespace sluice::lower
