// What a source shows of a calendar period when it is told of periods of its own: NVIDIA's fiscal
// quarters end in January, April, July and October, and an analyst who makes calendar quarters of
// them spreads each evenly over its months. A closing in one month is then seen in four.
#pragma once

#include <vector>

#include "results/frame.h"
#include "study/study.h"

namespace sluice::analysis {

// Inclusive months.
struct Months {
  study::Date first, last;
};

// The reporting period that holds `month`, when periods end in these months of the year (1 to 12,
// at least one).
Months reporting_period(const std::vector<int>& ends, study::Date month);

// The months of the run that a period of the history is read from: the period itself, or the
// reporting periods that touch it.
Months months_read(const study::History& history, const study::ObservedPoint& point);

// [member]: the simulated number held against a point, without the history's scale.
std::vector<double> simulated_for(const study::Study& study, const results::Frame& frame,
                                  std::size_t series, const study::History& history,
                                  const study::ObservedPoint& point);

}  // namespace sluice::analysis
