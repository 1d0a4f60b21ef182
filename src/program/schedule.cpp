#include "program/schedule.h"

#include <algorithm>

namespace sluice::program {

double value_at(const Schedule& schedule, double time, double time_step) {
  const auto after = std::ranges::lower_bound(schedule.times, time + 0.5 * time_step);
  if (after == schedule.times.begin()) return schedule.before;
  return schedule.values[static_cast<std::size_t>(after - schedule.times.begin()) - 1];
}

}  // namespace sluice::program
