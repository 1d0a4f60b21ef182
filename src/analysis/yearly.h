// Outcomes by calendar year: one number per year and member, made the way the outcome says, and its
// quantiles over the usable members.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/grades.h"
#include "analysis/reduce.h"
#include "results/distributions.h"
#include "results/frame.h"
#include "results/reading.h"
#include "study/study.h"

namespace sluice::analysis {

struct Year {
  int year = 0;
  Window points;
  bool whole = true;  // false where the run begins or ends inside the year
};
// The years of a run. A last year of which only the first instant is saved is left out.
std::vector<Year> years_of(const study::Study& study, const results::Frame& frame);

// Those of them that are shown: of `last` the last alone.
std::vector<Year> shown_years(std::vector<Year> years, study::Yearly how);

// [member]: the last saved value of the year, the mean, or the sum (times the save period).
std::vector<double> yearly_values(const results::Frame& frame, std::size_t series, const Year& year,
                                  study::Yearly how);

// The unit of a yearly number: of a sum the outcome's unit times the model's time, so that "k
// units/month" summed over months is "k units".
std::string yearly_unit(const study::Study& study, const study::Outcome& outcome);
std::string summed_unit(const study::Study& study, const std::string& unit);

// Members that are bad in none of the results, ascending.
std::vector<std::size_t> usable_members(const std::vector<const results::ScenarioResult*>& results);
std::vector<double> pick(const std::vector<double>& values,
                         const std::vector<std::size_t>& members);

inline const std::vector<double> kFanProbabilities = {0.05, 0.25, 0.5, 0.75, 0.95};

struct FanYear {
  int year = 0;
  bool whole = true;
  std::vector<double> quantiles;    // at kFanProbabilities
  std::vector<double> errors = {};  // of each, at most; empty where they are exact
  // Share of futures in which it has not come about (study::Outcome::never); to half a percent
  // where futures are not kept.
  std::optional<double> share_never = {};
};
struct Fan {
  std::string outcome, label, unit;
  bool percent = false;
  study::Yearly how = study::Yearly::end;
  std::vector<FanYear> years;
  std::optional<double> never = {};
  Grade grade = {};  // where it was asked for
};
// One fan per outcome of the study.
std::vector<Fan> fans_of(const study::Study& study, const results::ScenarioResult& result);

// The same without holding futures: what is to be read of each (outcome by outcome, year by year),
// and the fans of the distributions of these readings. `shape` is a frame without numbers.
std::vector<results::Reading> yearly_readings(const study::Study& study,
                                              const results::Frame& shape);
std::vector<Fan> fans_of(const study::Study& study, const results::Frame& shape,
                         const results::Distributions& readings);
// How far quantiles can be off, at most, as a share of the distance from the 5 % to the 95 %
// quantile of their year. 0 where they are exact. Where these are (nearly) equal, a millionth of
// the outcome's largest quantile in any year takes the place of their distance.
double largest_error(const std::vector<Fan>& fans);
struct QuantilesOfYear {
  const std::vector<double>&quantiles, &errors;
};
double largest_error(const std::vector<QuantilesOfYear>& years);  // of one outcome
// Quantiles of a cell and their errors (empty where exact).
struct FanQuantiles {
  std::vector<double> values, errors;
};
FanQuantiles fan_quantiles(const results::Distributions& readings, std::size_t cell);

}  // namespace sluice::analysis
