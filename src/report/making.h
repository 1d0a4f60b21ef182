// What every finding says about its own making.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "results/frame.h"
#include "study/study.h"

namespace sluice::report {

struct Making {
  std::string command, study;
  std::uint64_t members = 0, seed = 0;
  std::string design, worldview;  // worldview: empty for the study's own distributions
  // Where there were more futures than quantiles are exact for: by how much these can be off, as a
  // share of the distance from the 5 % to the 95 % quantile.
  struct Counted {
    std::uint64_t exact_members = 0;
    double largest_error = 0;
  };
  std::optional<Counted> counted = {};
  // The Monte Carlo standard error of one quantile, the largest over the scenarios: in the
  // outcome's unit, and as a share of the quantile.
  struct SamplingError {
    std::string outcome;
    int year = 0;
    double probability = 0, absolute = 0, relative = 0;
    std::optional<bool> enough = {};  // whether it is as small as was asked for
  };
  std::optional<SamplingError> sampling_error = {};
};

// "1,000 futures, Sobol' design, seed 1, worldview denial_works".
std::string describe(const Making& making);

// "More than 2,048 futures are counted in bins, not kept: the quantiles are within 0.1 % of the
// distance from the 5 % to the 95 % quantile."; empty where they are exact.
std::string counted_note(const Making& making);

// "Monte Carlo error of the 50 % quantile of fish in 2049: 3.1 (0.9 %)."; empty where none was
// asked for.
std::string sampling_note(const Making& making);

// "3 of 1,000 futures under ban gave no usable numbers and are left out (first: member 17 at time
// 48)"; empty if all are usable.
std::string unusable_note(const results::ScenarioResult& scenario, const study::Study& study);

}  // namespace sluice::report
