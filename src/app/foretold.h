// Points of history that a back-test foretells, though the study's own model was fitted to them.
#pragma once

#include <memory>

#include "app/late_effects.h"

namespace sluice::app {

// The back-test's own study with such points as held out (ObservedPoint::fitted is empty): all that
// `fitted` names, separated by ";", are inputs that the back-test gives the values that were
// believed at its cut, and no input that it leaves as it is and that bears on the point cites the
// row. One that was tried and moved nothing of the series until then bears on nothing of it, as a
// lever that acts from a later decision on, or other elements of an array. `whole` is the study
// that the back-test stands in.
std::shared_ptr<const study::Study> with_foretold(const ensemble::Bound& whole,
                                                  const study::Backtest& backtest,
                                                  const study::Study& own,
                                                  const std::vector<LeftInput>& left,
                                                  const std::vector<LateEffect>& effects);

}  // namespace sluice::app
