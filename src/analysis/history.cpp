#include "analysis/history.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>

#include "analysis/reduce.h"
#include "analysis/reported.h"
#include "analysis/yearly.h"
#include "base/format.h"
#include "study/normal.h"

namespace sluice::analysis {
namespace {

// A sum or mean needs the whole period, a change also the month before; a reading at the end needs
// only that month.
bool covered(const study::Study& study, const results::Frame& frame, const study::History& history,
             const study::ObservedPoint& point) {
  const auto calendar = study.calendar();
  const study::Date first = calendar.month_at(frame.times.front());
  const study::Date last = calendar.month_at(frame.times.back());
  const bool end_only = history.reduce == study::HistoryReduce::end;
  const bool change = history.reduce == study::HistoryReduce::change;
  Months needed = months_read(history, point);
  if (end_only) needed.first = needed.last;
  if (change) --needed.first.months;
  const bool empty = window_of(study, frame, needed.first, needed.last).empty();
  return needed.first >= first && needed.last <= last && (end_only || !empty);
}

// The error of an observation and of its definition (a factor, `discrepancy`), independent of each
// other, at `score` standard deviations of both, put on a simulated number.
double with_error(double simulated, const study::ObservedPoint& point, double discrepancy,
                  double score) {
  constexpr double kTail = 1.6448536269514722;  // standard deviations of the 95 % quantile
  const double up = point.high.value_or(point.value), down = point.low.value_or(point.value);
  const double end = score > 0 ? up : down;
  const double size = std::abs(score) / kTail, signed_size = score / kTail;
  // "0, at most so much": as much may be read as nothing.
  if (point.value == 0 && down == 0) {
    return std::max(0.0, simulated + (score > 0 ? size : -size) * up);
  }
  if (point.value > 0 && up > 0 && down > 0) {
    const double factor = std::hypot(std::log(end / point.value), std::log(discrepancy));
    return simulated * std::exp(signed_size * factor);
  }
  const double defined = (discrepancy - 1) * std::abs(point.value);
  return simulated + signed_size * std::hypot(end - point.value, defined);
}

// Errors are spread evenly over the members by the golden ratio, whatever their numbers.
std::vector<double> observable(const std::vector<double>& simulated,
                               const study::ObservedPoint& point, double discrepancy) {
  constexpr double kGolden = 0.6180339887498949;
  std::vector<double> values;
  for (std::size_t k = 0; k < simulated.size(); ++k) {
    const double turned = (static_cast<double>(k) + 0.5) * kGolden;
    const double score = study::normal_quantile(turned - std::floor(turned));
    values.push_back(with_error(simulated[k], point, discrepancy, score));
  }
  return values;
}

void add_bands(const std::vector<double>& simulated, const study::ObservedPoint& point,
               double discrepancy, FitPoint& row) {
  const std::vector<double> probabilities = {0.05, 0.25, 0.75, 0.95};
  const bool stated = point.low || point.high || discrepancy > 1;
  const auto band = results::quantiles(
      stated ? observable(simulated, point, discrepancy) : simulated, probabilities);
  row.low90 = band[0];
  row.low50 = band[1];
  row.high50 = band[2];
  row.high90 = band[3];
  row.in50 = band[1] <= point.value && point.value <= band[2];
  row.in90 = band[0] <= point.value && point.value <= band[3];
  row.score50 = interval_score(band[1], band[2], 0.5, point.value);
  row.score90 = interval_score(band[0], band[3], 0.1, point.value);
}

FitPoint compare(const study::History& history, const study::ObservedPoint& point,
                 const std::vector<double>& values) {
  const std::vector<double> probabilities = {0.05, 0.5, 0.95};
  const auto band = results::quantiles(values, probabilities);
  FitPoint row{point.start, point.end, point.value, point.low, point.high,  band[0],
               band[1],     band[2],   {},          false,     point.source};
  if (point.value != 0) row.error = row.median / point.value - 1;
  row.fitted = point.fitted;
  row.weight = history.weight;
  row.inside =
      point.low.value_or(point.value) <= row.p95 && point.high.value_or(point.value) >= row.p5;
  add_bands(values, point, history.discrepancy, row);
  return row;
}

double mean_size(const std::vector<FitPoint>& points) {
  double sum = 0;
  for (const auto& point : points) sum += std::abs(point.observed);
  return points.empty() ? 0 : sum / static_cast<double>(points.size());
}

bool held_out(const FitPoint& point) { return point.fitted.empty(); }

std::size_t count_held_out(const std::vector<FitPoint>& points) {
  return static_cast<std::size_t>(std::ranges::count_if(points, held_out));
}

CoverageVerdict judged(const std::vector<FitPoint>& points, bool fitted) {
  std::vector<Held> held;
  for (const auto& point : points) {
    if (std::isnan(point.low90)) return {Judgement::unknown, "no future gave a usable number"};
    held.push_back({point.weight, point.in50, point.in90});
  }
  return fitted ? judge_fitted(held) : judge_coverage(held);
}

// By the points that nothing was set to, where there are any.
CoverageVerdict judged(std::vector<FitPoint> points) {
  const bool fitted = !points.empty() && count_held_out(points) == 0;
  if (!fitted) std::erase_if(points, [](const FitPoint& point) { return !held_out(point); });
  return judged(points, fitted);
}

// Sums over points; `scale` is what their sizes are relative to.
struct Sums {
  double error = 0, size = 0, square = 0, percentage = 0, relative = 0, score50 = 0, score90 = 0;
  std::size_t n = 0, not_zero = 0, scaled = 0, in50 = 0, in90 = 0;
  std::size_t weight = 0, weight50 = 0, weight90 = 0;

  void add(const FitPoint& point, double scale) {
    const double off = point.median - point.observed;
    ++n;
    in50 += point.in50 ? 1U : 0U;
    in90 += point.in90 ? 1U : 0U;
    weight += point.weight;
    weight50 += point.in50 ? point.weight : 0U;
    weight90 += point.in90 ? point.weight : 0U;
    error += off;
    size += std::abs(off);
    square += off * off;
    if (point.observed != 0) {
      ++not_zero;
      percentage += std::abs(off / point.observed);
    }
    if (!(scale > 0)) return;
    scaled += point.weight;
    relative += point.weight * std::abs(off) / scale;
    score50 += point.weight * point.score50 / scale;
    score90 += point.weight * point.score90 / scale;
  }

  Fit fit(CoverageVerdict verdict) const {
    const auto mean = [](double sum, std::size_t count) {
      return count == 0 ? std::optional<double>() : sum / static_cast<double>(count);
    };
    Fit fit{n, in50, in90, weight, weight50, weight90};
    fit.mean_error = mean(error, n).value_or(std::nan(""));
    fit.mean_absolute_error = mean(size, n).value_or(std::nan(""));
    fit.root_mean_square = std::sqrt(mean(square, n).value_or(std::nan("")));
    fit.percentage_error = mean(percentage, not_zero);
    fit.relative_error = mean(relative, scaled);
    fit.relative_score50 = mean(score50, scaled);
    fit.relative_score90 = mean(score90, scaled);
    fit.verdict = std::move(verdict);
    return fit;
  }
};

Fit fit_of(const std::vector<FitPoint>& points) {
  Sums sums;
  std::vector<double> simulated, observed;
  const double scale = mean_size(points);
  for (const auto& point : points) {
    sums.add(point, scale);
    simulated.push_back(point.median);
    observed.push_back(point.observed);
  }
  Fit fit = sums.fit(judged(points));
  fit.theil = theil_of(simulated, observed);
  return fit;
}

void sum_up(SeriesFit& series) {
  std::vector<double> errors, sizes;
  for (const auto& point : series.points) {
    series.inside += point.inside ? 1U : 0U;
    if (!point.error) continue;
    errors.push_back(*point.error);
    sizes.push_back(std::abs(*point.error));
  }
  series.coverage = static_cast<double>(series.inside) / static_cast<double>(series.points.size());
  series.held_out = count_held_out(series.points);
  series.fit = fit_of(series.points);
  if (errors.empty()) return;
  series.bias = results::quantile(std::move(errors), 0.5);
  series.typical_error = results::quantile(std::move(sizes), 0.5);
}

// Units differ within a pool: only what is relative has a meaning there.
PooledFit pool(std::string name, const std::vector<const SeriesFit*>& members, bool fitted) {
  PooledFit pooled{std::move(name), {}, {}};
  Sums sums;
  std::vector<FitPoint> points;
  for (const auto* series : members) {
    const double scale = mean_size(series->points);
    const std::size_t before = points.size();
    for (const auto& point : series->points) {
      if (held_out(point) == fitted) continue;
      sums.add(point, scale);
      points.push_back(point);
    }
    if (points.size() > before) pooled.series.push_back(series->name);
  }
  pooled.fit = sums.fit(judged(points, fitted));
  pooled.fit.mean_error = pooled.fit.mean_absolute_error = pooled.fit.root_mean_square =
      std::nan("");
  return pooled;
}

}  // namespace

std::vector<double> simulated_over(const study::Study& study, const results::Frame& frame,
                                   std::size_t series, study::HistoryReduce reduce,
                                   study::Date from, study::Date to) {
  const Window window = window_of(study, frame, from, to);
  switch (reduce) {
    case study::HistoryReduce::sum: return sum_over(frame, series, window);
    case study::HistoryReduce::mean: return mean_over(frame, series, window);
    case study::HistoryReduce::end: {
      const auto row = frame.at(series, point_at(study, frame, to));
      return {row.begin(), row.end()};
    }
    case study::HistoryReduce::change: {
      const auto before = frame.at(series, point_at(study, frame, {from.months - 1}));
      const auto row = frame.at(series, point_at(study, frame, to));
      std::vector<double> values(row.begin(), row.end());
      for (std::size_t m = 0; m < values.size(); ++m) values[m] -= before[m];
      return values;
    }
  }
  return {};
}

std::vector<SeriesFit> fits_of(const study::Study& study, const results::ScenarioResult& result) {
  const auto members = usable_members({&result});
  std::vector<SeriesFit> fits;
  for (const auto& history : study.histories) {
    const auto series = find_series(result.frame, "history:" + history.name);
    assert(series.has_value());
    const bool summed = history.reduce == study::HistoryReduce::sum;
    SeriesFit fit{history.name,
                  history.label,
                  summed ? summed_unit(study, history.unit) : history.unit,
                  history.note,
                  history.system,
                  history.scored,
                  history.weight,
                  history.discrepancy};
    for (const auto& point : history.points) {
      if (!covered(study, result.frame, history, point)) {
        ++fit.outside_run;
        continue;
      }
      auto values = pick(simulated_for(study, result.frame, *series, history, point), members);
      for (double& value : values) value *= history.scale;
      fit.points.push_back(compare(history, point, values));
    }
    sum_up(fit);
    fits.push_back(std::move(fit));
  }
  return fits;
}

namespace {

using Systems = std::map<int, std::vector<const SeriesFit*>>;
constexpr int kNoSystem = 1001;  // after every number that a study may give

void add_if_short(const SeriesFit& fit, std::size_t points, Systems& systems) {
  if (points == 0 || points >= kEnoughPoints) return;
  systems[fit.system.value_or(kNoSystem)].push_back(&fit);
}

void pool_by_system(const Systems& systems, bool fitted, std::vector<PooledFit>& pools) {
  for (const auto& [system, members] : systems) {
    const std::string name =
        system == kNoSystem ? "series of no system" : format("system {}", system);
    pools.push_back(pool(fitted ? name + ", fitted" : name, members, fitted));
  }
}

}  // namespace

std::vector<PooledFit> pooled(const std::vector<SeriesFit>& fits) {
  Systems held_systems, fitted_systems;
  std::vector<const SeriesFit*> all;
  std::size_t held = 0, fitted = 0;
  for (const auto& fit : fits) {
    if (!fit.scored || fit.points.empty()) continue;
    const std::size_t set = fit.points.size() - fit.held_out;
    all.push_back(&fit);
    held += fit.held_out;
    fitted += set;
    add_if_short(fit, fit.held_out, held_systems);
    add_if_short(fit, set, fitted_systems);
  }
  std::vector<PooledFit> pools;
  pool_by_system(held_systems, false, pools);
  if (held > 0) pools.push_back(pool(fitted > 0 ? "all held out" : "all series", all, false));
  pool_by_system(fitted_systems, true, pools);
  if (fitted > 0) pools.push_back(pool("all fitted", all, true));
  return pools;
}

}  // namespace sluice::analysis
