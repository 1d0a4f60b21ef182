// Back-tests as tables: what was scored, the joint share of its boxes, and what it should not have
// known.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/backtest.h"
#include "report/making.h"
#include "report/terminal.h"

namespace sluice::report {

// An input that the back-test leaves as it is though it rests on a row dated after the cut.
struct LateInput {
  std::string name, row, date;
  // The most that it moves a box, in that box's 90 % band; absent where that was not tried.
  std::optional<double> effect = {};
};
struct BacktestFinding {
  const study::Backtest* backtest = nullptr;
  analysis::BacktestFit fit;
  std::vector<LateInput> late;
};

std::string backtests_text(const Making& making, const study::Study& study,
                           const std::vector<BacktestFinding>& findings, const Terminal& terminal);
std::string backtests_json(const Making& making, const std::vector<BacktestFinding>& findings);

}  // namespace sluice::report
