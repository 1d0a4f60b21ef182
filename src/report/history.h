// Observed against simulated history, as tables.
#pragma once

#include <string>
#include <vector>

#include "analysis/history.h"
#include "report/making.h"
#include "report/terminal.h"

namespace sluice::report {

// `result`: its name and its futures that gave no usable numbers. Summaries of all series, pools of
// the short ones, then each series point by point.
std::string history_text(const Making& making, const study::Study& study,
                         const results::ScenarioResult& result,
                         const std::vector<analysis::SeriesFit>& fits, const Terminal& terminal);
std::string history_json(const Making& making, const study::Study& study,
                         const results::ScenarioResult& result,
                         const std::vector<analysis::SeriesFit>& fits);

}  // namespace sluice::report
