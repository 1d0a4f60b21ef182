// What every finding says about its own making.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "results/frame.h"
#include "study/study.h"

namespace sluice::report {

struct Making {
  std::string command, study;
  std::uint64_t members = 0, seed = 0;
  std::string design, worldview;  // worldview: empty for the study's own distributions
};

// "1,000 futures, Sobol' design, seed 1, worldview denial_works".
std::string describe(const Making& making);

// "3 of 1,000 futures under ban gave no usable numbers and are left out (first: member 17 at time
// 48)"; empty if all are usable.
std::string unusable_note(const results::ScenarioResult& scenario, const study::Study& study);

}  // namespace sluice::report
