// Parts: draw_plan.h makes draws block by block; stream.h runs blocks of futures and hands them on;
// fans.h gives distributions while the ensemble still grows.
//
// A study and its model joined (every name of the study found in the model, units compared), and
// runs of it: central single runs, and ensembles of paired futures.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "execute/kernel.h"
#include "model/model.h"
#include "results/frame.h"
#include "study/study.h"

namespace sluice::ensemble {

// The joined pair. Inputs of the kernel: first every lever (in the study's order), then every
// uncertainty.
struct Bound {
  std::shared_ptr<const study::Study> study;
  std::shared_ptr<const model::Model> model;
  std::vector<model::CellRef> lever_cells, uncertainty_cells, outcome_cells, history_cells;
};
// Errors: a variable that is not there (near names), not a constant where an input is wanted, an
// array without element, units that differ, a lever preset unlike the model's value, a value out of
// its lever's range, a name used but not declared, and what the run's times do not allow
// (bind_times.h).
Checked<Bound> bind(study::Study study, model::Model model);
// The same without its back-tests, of what others hold too.
Checked<Bound> join(std::shared_ptr<const study::Study> study,
                    std::shared_ptr<const model::Model> model);

// A scenario as inputs: from the study by name, else a diagnostic with near names.
struct Policy {
  std::string name, label;
  std::vector<study::LeverSetting> settings;  // one per lever of the study
};
Checked<Policy> find_policy(const study::Study& study, const std::string& scenario,
                            const Place& place);
// All policies of a grid, named "grid_name/3: lever=value, lever=value".
std::vector<Policy> policies_of(const study::Study& study, const study::Grid& grid);

// The study's draws, for one worldview or for none, all at once (block by block: draw_plan.h).
// Deterministic in (study text, seed, members).
results::Draws draw(const study::Study& study, const study::Worldview* worldview,
                    std::uint64_t members, std::uint64_t seed);

struct Progress {
  std::uint64_t members_done = 0, members_total = 0;  // over all policies
};
struct RunOptions {
  unsigned threads = 0;                                // 0: all cores
  std::function<void(const Progress&)> progress = {};  // called from one thread at a time
  const std::atomic<bool>* cancel =
      nullptr;  // when set, run returns early; what it returns is partial
};
// What a kernel is compiled for.
struct RunnerOptions {
  bool with_history = false;  // the history variables too
  // Levers may take a schedule under any policy; else only those that some scenario of the study
  // schedules, and the others are computed with once.
  bool any_schedule = false;
};
// A study's model compiled: immutable, cheap to copy, shared by threads.
// Series: the outcomes (named by id), then with `with_history` the history variables (named
// "history:NAME").
class Runner {
 public:
  static Checked<Runner> make(const Bound& bound, const RunnerOptions& options);
  static Checked<Runner> make(const Bound& bound, bool with_history) {
    return make(bound, RunnerOptions{.with_history = with_history});
  }
  // Every future of every policy, all kept. A cancelled run leaves what it did not reach without
  // numbers (NaN) and says so in ScenarioResult::unreached.
  results::Ensemble run(const std::vector<Policy>& policies, const results::Draws& draws,
                        const RunOptions& options) const;
  // Central values of every uncertainty, one member.
  std::vector<double> central_values() const;

  const Bound& bound() const { return *bound_; }
  const execute::Kernel& kernel() const { return *kernel_; }
  const std::vector<results::SeriesInfo>& series() const { return series_; }
  const std::vector<double>& times() const { return times_; }  // saved ones

 private:
  std::shared_ptr<const execute::Kernel> kernel_;
  std::shared_ptr<const Bound> bound_;
  std::vector<results::SeriesInfo> series_;
  std::vector<double> times_;
};

}  // namespace sluice::ensemble
