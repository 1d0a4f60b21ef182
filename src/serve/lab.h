// A study open for questions: what was compiled, drawn and run is kept, so that moving a lever
// costs the members of one policy and nothing else. Used by one thread at a time.
//
// Futures come in the order of their number, so the first 200 of 1,000 are a quick look at the same
// 1,000 that `sluice ensemble` runs, to the same bits.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "ensemble/ensemble.h"
#include "ensemble/pasts.h"
#include "results/frame.h"
#include "study/study.h"

namespace sluice::serve {

// What futures are drawn from: the study's own distributions (a null worldview) or others.
struct Beliefs {
  std::shared_ptr<const study::Worldview> worldview;
  std::string key;  // equal for equal beliefs
};

struct Design {
  std::uint64_t members = 0, seed = 1;
};

// The futures of one policy that have been run so far: members 0 to done - 1 of a frame that may
// have room for more. The series are named by their charts.
struct Futures {
  results::ScenarioResult result;
  std::size_t done = 0;
};

// What is computed: the charts' cells as outcomes, compiled.
struct View {
  std::string key;
  std::vector<std::string> charts;
  ensemble::Bound bound;  // with the charts as its outcomes
  std::optional<ensemble::Runner> runner;
};

class Lab {
 public:
  explicit Lab(ensemble::Bound bound, std::size_t most_bytes = std::size_t{600} << 20U);

  const ensemble::Bound& bound() const { return bound_; }
  const study::Study& study() const { return *bound_.study; }

  // Errors: a chart that is no outcome, history series or variable of the model. `policies`: those
  // that will run; a lever that one of them schedules is compiled as one.
  Checked<std::shared_ptr<const View>> view(const std::vector<std::string>& charts,
                                            const std::vector<ensemble::Policy>& policies);
  std::shared_ptr<const results::Draws> draws(const Beliefs& beliefs, const Design& design);

  // Runs members up to `upto` (or some of them, where `stop` is set meanwhile).
  std::shared_ptr<const Futures> futures(const View& view, const ensemble::Policy& policy,
                                         const Beliefs& beliefs, const Design& design,
                                         std::size_t upto, const std::atomic<bool>& stop);
  // Members that are there already.
  std::size_t done(const View& view, const ensemble::Policy& policy, const Beliefs& beliefs,
                   const Design& design) const;

 private:
  struct Kept {
    std::string key;
    std::shared_ptr<Futures> futures;
    std::size_t bytes = 0;
  };
  Kept& kept(const ensemble::Policy& policy, const std::string& key);
  void forget_old();
  ensemble::Pasts* pasts(const View& view, const Beliefs& beliefs, const Design& design);
  void make_room(const View& view, std::size_t upto, const Design& design, Kept& entry);

  ensemble::Bound bound_;
  std::size_t most_bytes_;
  std::list<std::shared_ptr<const View>> views_;
  std::list<std::pair<std::string, std::shared_ptr<const results::Draws>>> draws_;
  std::list<Kept> kept_;  // most recently used first
  std::list<std::pair<std::string, std::unique_ptr<ensemble::Pasts>>> pasts_;
};

// A study as a request finds it: the files' own, or with trial equations.
struct Bench {
  std::shared_ptr<Lab> lab;
  Beliefs beliefs;
  std::uint64_t revision = 0;
};

// "us_tariff=0.5 us_cap_share=100": equal for policies that do the same, whatever their names.
std::string key_of(const study::Study& study, const ensemble::Policy& policy);

// The cell, unit and label of a chart as an outcome of that name.
struct ChartCell {
  study::Outcome outcome;
  model::CellRef cell;
};
Checked<ChartCell> find_chart(const ensemble::Bound& bound, const std::string& chart);

// What is wrong with a request, without a place.
Diagnostic bad_request(const std::string& message, const std::string& mend);

}  // namespace sluice::serve
