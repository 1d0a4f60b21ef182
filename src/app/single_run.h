// One run of one member at central values, on the reference evaluator.
#pragma once

#include <string>
#include <vector>

#include "app/open.h"
#include "app/settings.h"
#include "program/evaluate.h"
#include "results/frame.h"

namespace sluice::app {

struct RunRequest {
  std::string scenario;   // empty: the study's baseline
  std::string worldview;  // empty: the study's own distributions
  Settings settings;
  std::vector<model::CellRef> outputs;  // empty: every cell of every numeric variable
};
// A run with what is to be said of its numbers: the first that is not finite.
struct OneRun {
  results::Frame frame;
  Diagnostics trouble;
};
// Errors: unknown scenario or worldview, control values that make no run.
Checked<OneRun> run_whole(const Opened& opened, const RunRequest& request);
// The same where every number has to be finite.
Checked<results::Frame> run_once(const Opened& opened, const RunRequest& request);

// The worldview of that name (null for an empty one), else a diagnostic with near names.
Checked<const study::Worldview*> find_worldview(const study::Study& study, const std::string& name);
// The distribution of an uncertainty under a worldview (null: the study's own).
const study::Distribution& distribution_of(const study::Uncertainty& uncertainty,
                                           const study::Worldview* worldview);

}  // namespace sluice::app
