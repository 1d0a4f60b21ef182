// Which steps of a run are saved: that one nearest to each multiple of SAVEPER, so that a TIME STEP
// of 0.333333 saves as one of a third does; of two equally near, the later. A TIME STEP longer than
// SAVEPER saves every step.
#pragma once

#include <cmath>

namespace sluice {

inline bool is_step_saved(double step, double time_step, double save_period) {
  if (step == 0 || !(save_period > 0)) return step == 0;
  const double elapsed = step * time_step;
  const double before = std::floor(elapsed / save_period);
  const double slack = 1e-6 * time_step;  // of rounding
  const auto nearest_to = [&](double periods) {
    const double past = elapsed - periods * save_period;
    return past > slack - 0.5 * time_step && past <= slack + 0.5 * time_step;
  };
  return nearest_to(before) || nearest_to(before + 1);
}

}  // namespace sluice
