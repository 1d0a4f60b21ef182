// One run of one member at central values, on the reference evaluator.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
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
// How many rows (saved times) of a frame are there. None come after kNoMoreRows.
using RowsThere = std::atomic<std::uint32_t>;
inline constexpr std::uint32_t kNoMoreRows = 0xffffffffU;
// What is done with the rows while the run goes on, on a thread of its own where there is one: it
// waits for each until all are there, or kNoMoreRows is.
struct Follow {
  std::function<void(const results::Frame& frame, const RowsThere& rows)> rows;
  // From the thread that ran, once it has: does some of what is left of that.
  std::function<void(const results::Frame& frame)> help;
  std::size_t threads = 1;  // those that there are
};
// Errors: unknown scenario or worldview, control values that make no run.
Checked<OneRun> run_whole(const Opened& opened, const RunRequest& request,
                          const Follow* follow = nullptr);
// The same where every number has to be finite.
Checked<results::Frame> run_once(const Opened& opened, const RunRequest& request);

// The worldview of that name (null for an empty one), else a diagnostic with near names.
Checked<const study::Worldview*> find_worldview(const study::Study& study, const std::string& name);
// The distribution of an uncertainty under a worldview (null: the study's own).
const study::Distribution& distribution_of(const study::Uncertainty& uncertainty,
                                           const study::Worldview* worldview);

}  // namespace sluice::app
