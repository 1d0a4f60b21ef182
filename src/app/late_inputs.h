// Inputs that a back-test leaves as they are though their evidence is younger than its cut.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "ensemble/ensemble.h"
#include "report/backtest.h"

namespace sluice::app {

// Levers, uncertainties, and constants and tables of the model, in that order; each once, with the
// youngest row that it cites. A row's date is its `source_date`, or for events their date.
std::vector<report::LateInput> late_inputs(const ensemble::Bound& bound,
                                           const study::Backtest& backtest);
// All rows that an input cites which the back-test leaves as it is, of any date.
std::set<std::string> rows_left(const ensemble::Bound& bound, const study::Backtest& backtest);

}  // namespace sluice::app
