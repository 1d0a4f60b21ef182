#include "analysis/backtest.h"

#include <cassert>
#include <cmath>

#include "analysis/reduce.h"
#include "analysis/yearly.h"

namespace sluice::analysis {
namespace {

std::vector<double> simulated(const study::Study& study, const results::Frame& frame,
                              std::size_t series, const study::History& history,
                              const study::ObservedPoint& point) {
  const Window window = window_of(study, frame, point.start, point.end);
  switch (history.reduce) {
    case study::HistoryReduce::sum: return sum_over(frame, series, window);
    case study::HistoryReduce::mean: return mean_over(frame, series, window);
    case study::HistoryReduce::end: {
      const auto row = frame.at(series, point_at(study, frame, point.end));
      return {row.begin(), row.end()};
    }
  }
  return {};
}

// A sum or mean needs the whole period; a reading at the end needs only that month.
bool covered(const study::Study& study, const results::Frame& frame, const study::History& history,
             const study::ObservedPoint& point) {
  const auto calendar = study.calendar();
  const study::Date first = calendar.month_at(frame.times.front());
  const study::Date last = calendar.month_at(frame.times.back());
  const bool end_only = history.reduce == study::HistoryReduce::end;
  const bool empty = window_of(study, frame, point.start, point.end).empty();
  return (end_only ? point.end : point.start) >= first && point.end <= last && (end_only || !empty);
}

BacktestPoint compare(const study::ObservedPoint& point, std::vector<double> values) {
  const std::vector<double> probabilities = {0.05, 0.5, 0.95};
  const auto band = results::quantiles(std::move(values), probabilities);
  BacktestPoint row{point.start, point.end, point.value, point.low, point.high,  band[0],
                    band[1],     band[2],   {},          false,     point.source};
  if (point.value != 0) row.error = row.median / point.value - 1;
  row.inside =
      point.low.value_or(point.value) <= row.p95 && point.high.value_or(point.value) >= row.p5;
  return row;
}

void sum_up(Backtest& backtest) {
  std::vector<double> errors, sizes;
  for (const auto& point : backtest.points) {
    backtest.inside += point.inside ? 1U : 0U;
    if (!point.error) continue;
    errors.push_back(*point.error);
    sizes.push_back(std::abs(*point.error));
  }
  backtest.coverage =
      static_cast<double>(backtest.inside) / static_cast<double>(backtest.points.size());
  if (errors.empty()) return;
  backtest.bias = results::quantile(std::move(errors), 0.5);
  backtest.typical_error = results::quantile(std::move(sizes), 0.5);
}

}  // namespace

std::vector<Backtest> backtests_of(const study::Study& study,
                                   const results::ScenarioResult& result) {
  const auto members = usable_members({&result});
  std::vector<Backtest> backtests;
  for (const auto& history : study.histories) {
    const auto series = find_series(result.frame, "history:" + history.name);
    assert(series.has_value());
    const bool summed = history.reduce == study::HistoryReduce::sum;
    Backtest backtest{history.name, history.label,
                      summed ? summed_unit(study, history.unit) : history.unit, history.note};
    for (const auto& point : history.points) {
      if (!covered(study, result.frame, history, point)) {
        ++backtest.outside_run;
        continue;
      }
      auto values = pick(simulated(study, result.frame, *series, history, point), members);
      for (double& value : values) value *= history.scale;
      backtest.points.push_back(compare(point, std::move(values)));
    }
    sum_up(backtest);
    backtests.push_back(std::move(backtest));
  }
  return backtests;
}

}  // namespace sluice::analysis
