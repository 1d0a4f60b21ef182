// A clock that the model computes in the run (TIME STEP, SAVEPER, FINAL TIME): found once, by the
// reference evaluator and with the model's own values, for every run of the model.
#pragma once

#include <optional>
#include <vector>

#include "lower/lowering.h"

namespace sluice::lower {

inline constexpr const char* kFinalTime = "FINAL TIME";

// More steps are no run.
inline constexpr double kMostSteps = 1e7;

// Operations that are worked out to find a clock, over all steps: some half a minute at the most.
inline constexpr double kMostClockWork = 2e9;
// Those of one step: lists count by their length, stocks by one each.
double work_of_step(const program::Program& program);

// Of those that change what they are at the start.
struct ClockTimes {
  double initial = 0, final = 0, step = 1, save = 1;
};
struct Changing {
  bool step = false, save = false, final = false;
};

struct FoundClock {
  std::vector<double> times;  // of each step, and of the one after the last
  std::vector<double> lengths;
  std::vector<std::uint32_t> saved;
};

// Nothing where there is no run, with the reasons in `said`. Saved is the step nearest to each time
// that is due: the one saved last (of a SAVEPER that stays: that it was due), and SAVEPER then.
std::optional<FoundClock> find_clock(const model::Model& model, const FixedCells& fixed,
                                     const ClockTimes& times, const Changing& changing,
                                     Diagnostics& said);

// Where only FINAL TIME is computed in the run: the first step at or past it.
std::optional<double> meet_final_time(const model::Model& model, const FixedCells& fixed,
                                      ClockTimes times, Diagnostics& said);

}  // namespace sluice::lower
