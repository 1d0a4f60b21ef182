// Two scenarios over the same draws: what changes in each future, by outcome and year.
#pragma once

#include <string>
#include <vector>

#include "analysis/yearly.h"
#include "results/frame.h"
#include "study/study.h"

namespace sluice::analysis {

struct DifferenceYear {
  int year = 0;
  bool whole = true;
  std::vector<double> quantiles;  // of (second - first) in the same future, at kFanProbabilities
  double median_first = 0, median_second = 0;
  // Shares of the usable futures in which the second is higher, lower, by more than half a percent
  // of what the outcome itself spans from its 5 % to its 95 % quantile under the one of the two
  // where it spans more. What changes by less says nothing by its sign: the rest are the same.
  double share_higher = 0, share_lower = 0;
  std::vector<double> errors = {};  // of the quantiles, at most; empty where they are exact
  bool slight = false;              // nine futures in ten change by less than that
};
struct Difference {
  std::string outcome, label, unit;
  bool percent = false;
  study::Yearly how = study::Yearly::end;
  std::vector<DifferenceYear> years;
  std::optional<double> never = {};  // study::Outcome::never
  Grade grade = {};                  // of the change, where it was asked for
};
// One per outcome of the study. Members bad in either scenario are left out.
std::vector<Difference> differences_of(const study::Study& study,
                                       const results::ScenarioResult& first,
                                       const results::ScenarioResult& second);

// The same from distributions of yearly_readings: of the first, of the second, of their difference,
// all over the members usable in both.
std::vector<Difference> differences_of(const study::Study& study, const results::Frame& shape,
                                       const results::Distributions& first,
                                       const results::Distributions& second,
                                       const results::Distributions& change);
double largest_error(const std::vector<Difference>& differences);

}  // namespace sluice::analysis
