// A back-test's futures against what came after its cut.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/history.h"
#include "results/frame.h"
#include "study/study.h"

namespace sluice::analysis {

struct BoxFit {
  double p5 = 0, median = 0, p95 = 0;  // simulated
  double share = 0, error = 0;         // of futures inside, and its Monte Carlo error
};

struct BacktestFit {
  std::vector<BoxFit> boxes;      // in the order of the back-test
  std::vector<SeriesFit> series;  // histories, only the periods between cut and until
  std::size_t members = 0, unusable = 0, inside = 0;
  // Share of the usable futures in which every box is met at once; NaN without boxes.
  double share = 0, error = 0;
  std::string verdict;  // met, not met, too close to tell; empty where no share is needed
};

// `study` is the study of the back-test (ensemble/backtest.h), whose outcomes are its boxes.
BacktestFit backtest_fit(const study::Study& study, const study::Backtest& backtest,
                         const results::ScenarioResult& result);

}  // namespace sluice::analysis
