// Dated steps of a scheduled input.
#pragma once

#include <vector>

namespace sluice::program {

// The value from each time on; before the first time, `before`.
struct Schedule {
  double before = 0;
  std::vector<double> times;  // ascending, model time
  std::vector<double> values;
  bool operator==(const Schedule&) const = default;
};

// The value in force at `time`. As STEP does in Vensim, a date counts from half a time step early,
// so that rounding of the time never shifts it by a whole step.
double value_at(const Schedule& schedule, double time, double time_step);

}  // namespace sluice::program
