// A back-test as a study of its own: the same model, with what was not yet known given the values
// that were believed at the cut.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "ensemble/ensemble.h"

namespace sluice::ensemble {

// The name of the scenario and of the worldview of such a study.
inline constexpr const char* kBacktestPolicy = "backtest";
// The outcome that box number k is read from.
std::string box_series(std::size_t k);

// `bound`'s study with the back-test's settings: constants of the model as further uncertainties,
// the policy that was followed as scenario kBacktestPolicy, replaced beliefs as worldview
// kBacktestPolicy, its boxes as outcomes, its histories alone. Errors: a constant that the model
// does not have or computes, a box whose variable or unit is not the model's.
Checked<Bound> bind_backtest(const Bound& bound, const study::Backtest& backtest);

// What is wrong with the back-tests of a study.
Diagnostics check_backtests(const Bound& bound);

}  // namespace sluice::ensemble
