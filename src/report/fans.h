// Quantiles of outcomes by year, under one or several scenarios.
#pragma once

#include <string>
#include <vector>

#include "analysis/yearly.h"
#include "report/making.h"
#include "report/numbers.h"
#include "report/terminal.h"

namespace sluice::report {

struct ScenarioFans {
  const results::ScenarioResult* result = nullptr;
  std::string label;
  std::vector<analysis::Fan> fans;  // the same outcomes in every scenario
};

// How the values of an outcome are shown; a date is one whose unit is a year, shown at the last.
NumberStyle style_of(const std::string& unit, bool percent, study::Yearly how,
                     std::optional<double> never);
// "US share of compute (%, end of year)".
std::string outcome_title(const std::string& label, const std::string& unit, bool percent,
                          study::Yearly how);

// One scenario: a table per outcome, years down, all quantiles across. Several: scenarios down,
// years across, "median (5 %..95 %)" in each cell; with `all_quantiles` the first form for each
// scenario.
std::string fans_text(const Making& making, const study::Study& study,
                      const std::vector<ScenarioFans>& scenarios, bool all_quantiles,
                      const Terminal& terminal);
std::string fans_json(const Making& making, const study::Study& study,
                      const std::vector<ScenarioFans>& scenarios);

}  // namespace sluice::report
