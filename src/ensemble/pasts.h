// What policies share: every future goes the same way until the first of their levers acts. Kept
// from the first run of them, so that each further policy costs what comes after.
#pragma once

#include <list>
#include <memory>
#include <vector>

#include "ensemble/ensemble.h"
#include "execute/lanes/past.h"

namespace sluice::ensemble {

// Of one runner, one worldview and one design. Used by one thread at a time.
class Pasts {
 public:
  // What lies before `time` (in the model's time) is shared.
  Pasts(Runner runner, double time, std::size_t most_bytes)
      : runner_(std::move(runner)), time_(time), most_bytes_(most_bytes) {}

  // The past of runs with these prepared numbers: one that is there already, else a new one. Null
  // where nothing comes before `time`.
  std::shared_ptr<execute::Past> of(const std::vector<double>& prepared);

 private:
  Runner runner_;  // keeps the kernel alive
  double time_;
  std::size_t most_bytes_;
  std::list<std::shared_ptr<execute::Past>> pasts_;  // most recently used first
};

}  // namespace sluice::ensemble
