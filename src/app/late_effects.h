// How far what a back-test could not tell from later knowledge moves its boxes.
#pragma once

#include <vector>

#include "analysis/backtest.h"
#include "ensemble/ensemble.h"
#include "report/backtest.h"

namespace sluice::app {

// The most that each late input moves a box, in that box's 90 % band as `fit` has it: the mean over
// a few futures of the absolute move between the ends of a lever's range, the 5 and 95 % quantiles
// of an uncertainty, or a tenth less and a tenth more of a constant (all its elements at once).
// Those that move most come first; tables, which are not tried, last. Without boxes nothing is
// tried.
std::vector<report::LateInput> by_effect(const ensemble::Bound& whole,
                                         const study::Backtest& backtest,
                                         const analysis::BacktestFit& fit,
                                         std::vector<report::LateInput> late, unsigned threads);

}  // namespace sluice::app
