// Observed history against the simulated one: point by point, by series, and pooled by system.
//
// A band is of what would be *observed*: each future's number with the error that the observation
// states (its low and high are read as its 5 and 95 % quantiles; by factors where all three are
// above 0), and with the factor by which a history says that what is counted may differ from what
// is simulated. Without either it is of the simulated number alone.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/scores.h"
#include "results/frame.h"
#include "study/study.h"

namespace sluice::analysis {

struct FitPoint {
  study::Date start, end;  // inclusive months
  double observed = 0;
  std::optional<double> low, high;     // of the observation
  double p5 = 0, median = 0, p95 = 0;  // simulated, scaled to the observation's unit
  std::optional<double> error;         // median / observed - 1; absent where observed is 0
  bool inside = false;                 // the observation (its range, if it has one) meets p5..p95
  std::string source = {};
  std::string fitted = {};  // what of the model was set to it; empty: held out
  // Of what would be observed: central bands of 90 and 50 %, whether the observed number lies in
  // them, and their interval scores.
  double low90 = 0, low50 = 0, high50 = 0, high90 = 0;
  bool in50 = false, in90 = false;
  double score50 = 0, score90 = 0;
  unsigned weight = 1;  // of its series
};

// Of several points. Errors are median less observed; sizes relative to the mean |observed|.
struct Fit {
  std::size_t n = 0, in50 = 0, in90 = 0;
  std::size_t weight = 0, weight50 = 0, weight90 = 0;  // the same, each counted by its weight
  double mean_error = 0, mean_absolute_error = 0, root_mean_square = 0;  // NaN for a pool
  std::optional<double> percentage_error = {};  // mean of |error| / |observed|, of observed not 0
  // Interval scores and the mean absolute error over the mean |observed|; of a pool, the mean over
  // its points by weight, each relative to its own series.
  std::optional<double> relative_error = {}, relative_score50 = {}, relative_score90 = {};
  std::optional<Theil> theil = {};
  CoverageVerdict verdict = {};
};

struct SeriesFit {
  std::string name, label, unit, note;
  std::optional<int> system = {};
  bool scored = true;   // false: shown, but in no pool
  unsigned weight = 1;  // of its points in a pool
  double discrepancy = 1;
  std::vector<FitPoint> points = {};
  std::size_t outside_run = 0;  // observed points that the run does not cover: not compared
  std::size_t inside = 0;
  double coverage = 0;                                  // inside / points; NaN for no points
  std::optional<double> bias = {}, typical_error = {};  // median of error and of |error|
  std::size_t held_out = 0;  // points that nothing was set to: where there are any, they are judged
  Fit fit = {};
};

struct PooledFit {
  std::string name;  // "system 4", "series of no system", "all series"
  std::vector<std::string> series;
  Fit fit;
};

// One per history of the study; the frame holds them as series "history:NAME".
std::vector<SeriesFit> fits_of(const study::Study& study, const results::ScenarioResult& result);
// Of the scored series: by system what is held out of those with fewer than 8 such points, then all
// that is held out, then all that the model was set to. Where nothing was, "all series".
std::vector<PooledFit> pooled(const std::vector<SeriesFit>& fits);

// [member]: the simulated number that is held against a period, without a history's scale.
std::vector<double> simulated_over(const study::Study& study, const results::Frame& frame,
                                   std::size_t series, study::HistoryReduce reduce,
                                   study::Date from, study::Date to);

}  // namespace sluice::analysis
