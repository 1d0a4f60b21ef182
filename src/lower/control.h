// The four control variables: what the model says, what the caller replaces, and the timing that
// follows.
#pragma once

#include "lower/lower.h"
#include "lower/lowering.h"

namespace sluice::lower {

struct Control {
  program::Timing timing;
  FixedCells fixed;             // the control variables that the caller replaces
  std::vector<double> lengths;  // of the steps, where they differ
  Diagnostics diagnostics;
};
Control control_of(const model::Model& model, const Options& options);

}  // namespace sluice::lower
