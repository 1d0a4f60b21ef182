// Equations between data: worked out at the points of the data that they read, and only there; what
// lies between these points follows the equation's own word. Source: Vensim reference manual, Data
// Equations, X IF MISSING, CUMULATE, TIME SHIFT.
#include <algorithm>
#include <iterator>
#include <limits>
#include <set>

#include "base/format.h"
#include "lower/lowering.h"
#include "model/dependencies.h"
#include "syntax/tree.h"

namespace sluice::lower {
namespace {

using program::TableMode;

constexpr std::size_t kMostSummed = 5'000;
constexpr std::size_t kMostOps = 40'000'000, kMostWorkedOut = 2'000'000;
constexpr int kDeepest = 500;  // equations that read each other, one inside the other

// Whether an expression gives the same for the same arguments at whatever time.
bool is_plain(const model::Expr& expr) {
  if (const auto* call = std::get_if<model::Call>(&expr.node)) {
    const model::BuiltinClass kind = model::info_of(call->builtin).builtin_class;
    const bool plain = kind == model::BuiltinClass::reduction ||
                       (kind == model::BuiltinClass::elementary &&
                        !differs_by_itself(call->builtin) && call->builtin != Builtin::message);
    if (!plain) return false;
  }
  return !any_part(expr, [](const model::Expr& part) { return !is_plain(part); });
}

const model::Call* call_of(const model::Equation& equation, Builtin builtin) {
  const auto* call = std::get_if<model::Call>(&equation.right.node);
  return call != nullptr && call->builtin == builtin ? call : nullptr;
}

// Times that both have, or that any has; those that differ by less than the margin are one.
std::vector<double> combined(const std::vector<double>& a, const std::vector<double>& b, bool any,
                             double margin) {
  std::vector<double> times;
  const auto earlier = [&](double x, double y) { return x < y - margin; };
  const auto out = std::back_inserter(times);
  if (any) std::set_union(a.begin(), a.end(), b.begin(), b.end(), out, earlier);
  if (!any) std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), out, earlier);
  return times;
}

}  // namespace

double Lowering::point_margin() const { return 1e-6 * timing_.time_step; }

const model::Equation* Lowering::data_equation_of(CellRef cell) const {
  const model::Variable& variable = model_.at(cell.variable);
  if (variable.kind != model::VariableKind::auxiliary) return nullptr;
  const model::Equation* equation = model::equation_of(variable, cell.cell);
  const bool data = equation != nullptr && equation->data_mode && equation->values.empty();
  return data ? equation : nullptr;
}

const DataPoints& Lowering::points_of(CellRef cell, int depth) {
  const auto [at, fresh] = data_points_.try_emplace(index_of(cell));
  if (!fresh) return at->second;
  const model::Variable& variable = model_.at(cell.variable);
  DataPoints points;
  if (variable.kind == model::VariableKind::data) {
    points = {true, true, 0, variable.series[cell.cell].times};
  } else if (const model::Equation* equation = data_equation_of(cell)) {
    points = points_behind(cell, *equation, depth);
  } else {
    const bool constant = !changing_[static_cast<std::size_t>(cell.variable)];
    points.worked_out = constant || cell.variable == model_.time;
  }
  at->second = std::move(points);
  return at->second;
}

DataPoints Lowering::points_behind(CellRef cell, const model::Equation& equation, int depth) {
  const auto* missing = call_of(equation, Builtin::x_if_missing);
  const auto* shift = call_of(equation, Builtin::time_shift);
  const bool sums = call_of(equation, Builtin::cumulate) != nullptr ||
                    call_of(equation, Builtin::cumulatef) != nullptr;
  const bool plain = missing != nullptr ? is_plain(missing->arguments[0])
                                        : shift != nullptr || sums || is_plain(equation.right);
  DataPoints points;
  points.worked_out = plain && depth < kDeepest;
  const auto visit = [&](const model::Reference&, Span, CellRef read, const model::Needs&) {
    if (!points.worked_out) return;
    const DataPoints& other = points_of(read, depth + 1);
    points.depth = std::max(points.depth, other.depth + 1);
    points.worked_out = other.worked_out && points.depth < kDeepest;
    if (!other.any) return;
    points.times = points.any
                       ? combined(points.times, other.times, missing != nullptr, point_margin())
                       : other.times;
    points.any = true;
  };
  model::for_each_reference(model_, cell.variable, cell.cell, visit);
  if (shift != nullptr) shift_points(*shift, cell, points);
  if (call_of(equation, Builtin::cumulatef) != nullptr && !points.times.empty()) {
    points.times.erase(points.times.begin(), points.times.end() - 1);
  }
  return points;
}

void Lowering::shift_points(const model::Call& shift, CellRef cell, DataPoints& points) {
  const auto by = known_value(shift.arguments[1], site_of(cell, World::step));
  points.worked_out = points.worked_out && by;
  for (double& time : points.times) time -= by.value_or(0);
}

// At each of the times itself, and nothing at any other.
Lowering::Points Lowering::only_at(const std::vector<double>& times,
                                   const std::vector<double>& values) const {
  Points points;
  const double margin = point_margin();
  points.emplace_back(times.front() - 2 * margin, kNotAvailable);
  for (std::size_t i = 0; i < times.size(); ++i) {
    points.emplace_back(times[i] - margin, values[i]);
    points.emplace_back(times[i] + margin, kNotAvailable);
  }
  return points;
}

void Lowering::lower_data_equation(Site& site, Slot slot) {
  const DataPoints& points = points_of(site.cell);
  if (!points.worked_out) return lower_loosely(site, slot);
  if (!points.any) {
    lower(site.equation->right, site, slot);
    return;
  }
  read_worked_out(held_time(site), *site.equation->data_mode, site, slot);
}

Slot Lowering::read_worked_out(Slot time, model::DataMode mode, const Site& site, Slot wanted) {
  const std::vector<double>& times = points_of(site.cell).times;
  if (times.empty()) {
    say(Code::lower_no_points, site.equation->name_span,
        format("\"{}\" has no value at any time", name_of(site.cell)),
        "an equation between data has points where all data that it reads have one, and they share "
        "no time: it is :NA: throughout",
        "give the data points at the same times, or put 0, say, where one lacks: X IF MISSING(..., "
        "0)");
    return hold_number(kNotAvailable, wanted);
  }
  const World world = site.world;
  const auto place = [&](TableMode table) {
    Points points;
    for (const double one : times) points.emplace_back(one, one);
    return read_points(time, points, table, site, kAnySlot);
  };
  const auto at = [&](Slot point) { return worked_out_at(site.cell, point, world); };
  if (mode == model::DataMode::raw) return read_raw(time, site, wanted);
  if (mode == model::DataMode::hold_backward) {
    return copy_to(at(place(TableMode::backward)), world, wanted);
  }
  const Slot next = place(TableMode::forward), after = at(next);
  if (mode == model::DataMode::look_forward) return copy_to(after, world, wanted);
  const Slot last = place(TableMode::backward), before = at(last);
  const auto emit = [&](OpCode code, Slot a, Slot b, Slot c = 0) {
    return draft_.emit(world, code, a, b, c);
  };
  const Slot share =
      emit(OpCode::divide, emit(OpCode::subtract, time, last), emit(OpCode::subtract, next, last));
  const Slot rise = emit(OpCode::multiply, share, emit(OpCode::subtract, after, before));
  const Slot between = emit(OpCode::less, last, next);
  return draft_.emit(world, OpCode::select, between, emit(OpCode::add, before, rise), before,
                     wanted);
}

Slot Lowering::read_raw(Slot time, const Site& site, Slot wanted) {
  const std::vector<double>& times = points_of(site.cell).times;
  const Slot missing = draft_.constant(kNotAvailable);
  const Slot point = read_points(time, only_at(times, times), TableMode::backward, site, kAnySlot);
  const Slot lacks = draft_.emit(site.world, OpCode::equal, point, missing);
  const Slot some =
      draft_.emit(site.world, OpCode::select, lacks, draft_.constant(times.front()), point);
  return draft_.emit(site.world, OpCode::select, lacks, missing,
                     worked_out_at(site.cell, some, site.world), wanted);
}

// What an equation between data gives at one of its points, made once a node.
Slot Lowering::worked_out_at(CellRef cell, Slot time, World world) {
  const auto key = std::tuple(at_work_, index_of(cell), time, world);
  const auto known = worked_out_.find(key);
  if (known != worked_out_.end()) return known->second;
  if (draft_.op_count() > kMostOps || worked_out_.size() > kMostWorkedOut) {
    const auto is_it = [](const Diagnostic& one) { return one.code == Code::lower_too_large; };
    if (std::ranges::none_of(diagnostics_, is_it)) {
      say(Code::lower_too_large, model_.at(cell.variable).span,
          format("what \"{}\" reads of data makes too many operations", name_of(cell)),
          "sums and shifts of sums and shifts are spelled out, each for every point",
          "let fewer of them read each other, or take fewer points");
    }
    return draft_.constant(0);
  }
  Site site = site_of(cell, world);
  site.data_time = time;
  const model::Equation& equation = *site.equation;
  Slot value = 0;
  if (const auto* missing = call_of(equation, Builtin::x_if_missing)) {
    site.if_missing = std::get<model::Number>(missing->arguments[1].node).value;
    value = lower(missing->arguments[0], site);
  } else if (const auto* shift = call_of(equation, Builtin::time_shift)) {
    const Slot by = lower(shift->arguments[1], site);
    // One slot for each time: what several equations read there is made once.
    const auto moved =
        std::tuple(at_work_, std::numeric_limits<std::size_t>::max() - by, time, world);
    const auto [same, fresh] = worked_out_.try_emplace(moved, kAnySlot);
    if (fresh) same->second = draft_.emit(world, OpCode::add, time, by);
    site.data_time = same->second;
    value = lower(shift->arguments[0], site);
  } else if (const auto* sum = call_of(equation, Builtin::cumulate)) {
    value = sum_up_to(time, *sum, site);
  } else if (const auto* whole = call_of(equation, Builtin::cumulatef)) {
    value = sum_up_to(time, *whole, site);
  } else {
    value = lower(equation.right, site);
  }
  worked_out_.emplace(key, value);
  return value;
}

// The sum of the points up to a time: of a series a table, of an equation between data each point
// worked out.
Slot Lowering::sum_up_to(Slot time, const model::Call& call, Site& site) {
  const CellRef cell = data_argument(call, site);
  const std::vector<double>& times = points_of(cell).times;
  const bool is_series = model_.at(cell.variable).kind == model::VariableKind::data;
  if (!is_series && times.size() > kMostSummed) {
    say(Code::lower_too_large, call.arguments[0].span,
        format("{} adds up {} points that are computed", model::info_of(call.builtin).name,
               times.size()),
        format("each is spelled out, and at most {} are", kMostSummed),
        "add up the data themselves, or take fewer points");
    return draft_.constant(0);
  }
  Points sums;
  std::vector<Slot> parts;
  double sum = 0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const Slot point = draft_.constant(times[i]);
    if (is_series) {
      sum += model_.at(cell.variable).series[cell.cell].values[i];
      sums.emplace_back(times[i], sum);
      continue;
    }
    const Slot past = draft_.emit(site.world, OpCode::less_equal, point, time);
    parts.push_back(draft_.emit(site.world, OpCode::select, past,
                                worked_out_at(cell, point, site.world), draft_.constant(0)));
  }
  if (is_series) return read_points(time, sums, TableMode::backward, site, kAnySlot);
  return draft_.emit_list(site.world, OpCode::sum, parts);
}

// A reference inside an equation between data, at a point of that.
Slot Lowering::read_at_point(CellRef cell, Site& site, Slot wanted) {
  const World world = site.world;
  if (cell.variable == model_.time) return copy_to(site.data_time, world, wanted);
  const DataPoints& points = points_of(cell);
  if (!points.any) return copy_to(need(cell, world), world, wanted);
  const bool is_series = model_.at(cell.variable).kind == model::VariableKind::data;
  const bool lacks_some = site.if_missing.has_value();
  const Slot value = is_series ? draft_.emit(world, OpCode::lookup, site.data_time,
                                             table_of_series(cell, model::DataMode::interpolate), 0,
                                             lacks_some ? kAnySlot : wanted)
                               : worked_out_at(cell, site.data_time, world);
  if (!lacks_some) return is_series ? value : copy_to(value, world, wanted);
  const Slot otherwise = draft_.constant(*site.if_missing);
  if (points.times.empty()) return copy_to(otherwise, world, wanted);
  const std::vector<double> ones(points.times.size(), 1);
  const Slot here =
      read_points(site.data_time, only_at(points.times, ones), TableMode::backward, site, kAnySlot);
  const Slot has = draft_.emit(world, OpCode::equal, here, draft_.constant(1));
  return draft_.emit(world, OpCode::select, has, value, otherwise, wanted);
}

// Of all data that the equation reads, also by way of other equations between data, what they have
// at this time: a number or nothing.
std::vector<Slot> Lowering::data_behind(Site& site) {
  std::vector<Slot> slots;
  std::set<std::size_t> seen;
  const auto visit = [&](const model::Reference&, Span, CellRef read, const model::Needs& needs) {
    const bool is_series = model_.at(read.variable).kind == model::VariableKind::data;
    const bool between = data_equation_of(read) != nullptr;
    // What moves a memory on only may need this very cell.
    const bool at_once = site.world == World::step ? needs.now : needs.start;
    if (!is_series && !(between && at_once && read != site.cell)) return;
    if (!seen.insert(index_of(read)).second) return;
    slots.push_back(is_series ? read_series(read, site, kAnySlot) : need(read, site.world));
  };
  model::for_each_reference(model_, site.cell.variable, site.cell.cell, visit);
  return slots;
}

// An equation that remembers, draws, or reads what is computed in the run has no points of its own:
// it is worked out at each step, from data that are between their points as it says. Raw, it is
// missing where any of them is.
void Lowering::lower_loosely(Site& site, Slot slot) {
  site.data_mode = site.equation->data_mode;
  const bool raw = site.data_mode == model::DataMode::raw;
  Slot value = lower(site.equation->right, site, raw ? kAnySlot : slot);
  if (!raw) return;
  const Slot missing = draft_.constant(kNotAvailable);
  for (const Slot one : data_behind(site)) {
    const Slot lacks = draft_.emit(site.world, OpCode::equal, one, missing);
    value = draft_.emit(site.world, OpCode::select, lacks, missing, value);
  }
  copy_to(value, site.world, slot);
}

}  // namespace sluice::lower
