// Two scenarios over the same draws, as a table: the second minus the first in each future.
#pragma once

#include <string>
#include <vector>

#include "analysis/differences.h"
#include "report/making.h"
#include "report/terminal.h"

namespace sluice::report {

struct Comparison {
  const results::ScenarioResult* first = nullptr;
  const results::ScenarioResult* second = nullptr;
  std::vector<analysis::Difference> differences;
};
// Years before the study's decision are left out of the text: history is common.
std::string comparison_text(const Making& making, const study::Study& study,
                            const Comparison& comparison, const Terminal& terminal);
std::string comparison_json(const Making& making, const study::Study& study,
                            const Comparison& comparison);

}  // namespace sluice::report
