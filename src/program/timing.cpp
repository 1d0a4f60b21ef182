#include <cmath>

#include "program/program.h"

namespace sluice::program {

std::vector<std::uint32_t> saved_steps(const Timing& timing) {
  std::vector<std::uint32_t> steps;
  for (std::uint32_t step = 0; step <= timing.steps; ++step) {
    const double periods = static_cast<double>(step) * timing.time_step / timing.save_period;
    if (std::abs(periods - std::round(periods)) <= 1e-6) steps.push_back(step);
  }
  return steps;
}

double time_at(const Timing& timing, std::uint32_t step) {
  return timing.initial_time + static_cast<double>(step) * timing.time_step;
}

}  // namespace sluice::program
