// What the ensemble commands share: the study with the command line's sampling, policies, draws,
// and runs with a progress bar that a signal can end.
#pragma once

#include <string>
#include <vector>

#include "app/arguments.h"
#include "base/diagnostic.h"
#include "ensemble/ensemble.h"
#include "ensemble/fans.h"
#include "report/making.h"
#include "results/frame.h"

namespace sluice::app {

// A study ready to be sampled: members, seed and design are the command line's where it gives them.
struct Futures {
  ensemble::Bound bound;
  Diagnostics diagnostics;  // warnings met on the way

  const study::Study& study() const { return *bound.study; }
};
Checked<Futures> open_futures(const Arguments& arguments);
Futures with_sampling(Futures futures, const Sampling& sampling);

// Named policies, or every scenario of the study for none.
Checked<std::vector<ensemble::Policy>> policies_named(const study::Study& study,
                                                      const std::vector<std::string>& names,
                                                      const char* where);

results::Draws draw_futures(const Futures& futures, const study::Worldview* worldview);
// The same, block by block when they are wanted.
ensemble::DrawPlan draw_plan(const Futures& futures, const study::Worldview* worldview);

struct Run {
  results::Ensemble ensemble;
  bool complete = true;  // false where a signal ended it
};
Run run_futures(const ensemble::Runner& runner, const std::vector<ensemble::Policy>& policies,
                const results::Draws& draws, unsigned threads, const std::string& title);

// Tells that the run was interrupted and gives the exit code of that.
int tell_interrupted();

report::Making making_of(const std::string& command, const Futures& futures,
                         const results::Draws& draws, const std::string& worldview);

report::Making making_of(const std::string& command, const Futures& futures, std::uint64_t members,
                         const std::string& worldview);

// What a runner gives, without numbers: series and times.
results::Frame frame_without_numbers(const ensemble::Runner& runner);
// The policies of a fan run as tables want them: names and bad futures.
std::vector<results::ScenarioResult> without_frames(const ensemble::FanRun& fans,
                                                    const results::Frame& shape);

// A study joined with its model as if it had only these outcomes.
ensemble::Bound with_only_outcomes(const ensemble::Bound& bound,
                                   const std::vector<std::string>& outcomes);

// An error where the study has none: there would be nothing to tell of its futures.
Diagnostics find_no_outcomes(const std::string& path, const study::Study& study);

// The study with only the named outcomes (all for none), for tables.
Checked<study::Study> with_outcomes(const study::Study& study,
                                    const std::vector<std::string>& outcomes);

}  // namespace sluice::app
