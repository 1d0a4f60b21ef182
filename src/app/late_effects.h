// How far what a back-test could not tell from later knowledge moves what it scores.
#pragma once

#include <optional>
#include <vector>

#include "analysis/backtest.h"
#include "app/late_trials.h"
#include "report/backtest.h"

namespace sluice::app {

// Of one input; empty where it was not tried. Over a few futures.
struct LateEffect {
  std::vector<double> boxes;  // by box: the mean absolute move, in its unit; the most of its trials
  // By history of the back-test's own study: the first month in which any future differs.
  std::vector<std::optional<study::Date>> moves_from;
  bool tried() const { return !boxes.empty() || !moves_from.empty(); }
};
// One for each of `left`; unfinished where a signal ended it. Errors: a constant that cannot be
// drawn.
Checked<std::vector<LateEffect>> late_effects(const ensemble::Bound& whole,
                                              const study::Backtest& backtest,
                                              const std::vector<LeftInput>& left, unsigned threads);

// Those with a late row, and the most that each moves a box in that box's 90 % band as `fit` has
// it: those that move most first, what was not tried last.
std::vector<report::LateInput> by_effect(const analysis::BacktestFit& fit,
                                         const std::vector<LeftInput>& left,
                                         const std::vector<LateEffect>& effects);

}  // namespace sluice::app
