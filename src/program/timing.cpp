#include <algorithm>
#include <cmath>

#include "program/program.h"

namespace sluice::program {

std::vector<std::uint32_t> saved_steps(const Timing& timing) {
  std::vector<std::uint32_t> steps;
  // Where a step is a tiny part of a period, its neighbours must not pass for the whole period.
  const double tolerance = std::min(1e-6, 0.25 * timing.time_step / timing.save_period);
  for (std::uint32_t step = 0; step <= timing.steps; ++step) {
    const double periods = static_cast<double>(step) * timing.time_step / timing.save_period;
    const bool due = std::abs(periods - std::round(periods)) <= tolerance;
    if (step == 0 || due) steps.push_back(step);  // the start whatever the period, sound or not
  }
  return steps;
}

double time_at(const Timing& timing, std::uint32_t step) {
  return timing.initial_time + static_cast<double>(step) * timing.time_step;
}

}  // namespace sluice::program
