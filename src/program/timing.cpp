#include "base/saving.h"
#include "program/program.h"

namespace sluice::program {

std::vector<std::uint32_t> saved_steps(const Timing& timing) {
  if (!timing.saved.empty()) return timing.saved;
  std::vector<std::uint32_t> steps;
  for (std::uint32_t step = 0; step <= timing.steps; ++step) {
    if (is_step_saved(step, timing.time_step, timing.save_period)) steps.push_back(step);
  }
  return steps;
}

double time_at(const Timing& timing, std::uint32_t step) {
  if (!timing.times.empty()) return timing.times[step];
  return timing.initial_time + static_cast<double>(step) * timing.time_step;
}

double length_of_step(const Timing& timing, std::uint32_t step) {
  if (timing.times.empty()) return timing.time_step;
  return timing.times[step + 1] - timing.times[step];
}

}  // namespace sluice::program
