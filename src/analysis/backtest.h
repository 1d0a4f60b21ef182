// Observed history against the simulated one, point by point.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "results/frame.h"
#include "study/study.h"

namespace sluice::analysis {

struct BacktestPoint {
  study::Date start, end;  // inclusive months
  double observed = 0;
  std::optional<double> low, high;     // of the observation
  double p5 = 0, median = 0, p95 = 0;  // simulated, scaled to the observation's unit
  std::optional<double> error;         // median / observed - 1; absent where observed is 0
  bool inside = false;                 // the observation (its range, if it has one) meets p5..p95
  std::string source;
};
struct Backtest {
  std::string name, label, unit, note;
  std::vector<BacktestPoint> points = {};
  std::size_t outside_run = 0;  // observed points that the run does not cover: not compared
  std::size_t inside = 0;
  double coverage = 0;                                  // inside / points; NaN for no points
  std::optional<double> bias = {}, typical_error = {};  // median of error and of |error|
};

// One per history of the study; the frame holds them as series "history:NAME".
std::vector<Backtest> backtests_of(const study::Study& study,
                                   const results::ScenarioResult& result);

}  // namespace sluice::analysis
