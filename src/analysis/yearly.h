// Outcomes by calendar year: one number per year and member, made the way the outcome says, and its
// quantiles over the usable members.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/reduce.h"
#include "results/frame.h"
#include "study/study.h"

namespace sluice::analysis {

struct Year {
  int year = 0;
  Window points;
  bool whole = true;  // false where the run begins or ends inside the year
};
// The years of a run. A last year of which only the first instant is saved is left out.
std::vector<Year> years_of(const study::Study& study, const results::Frame& frame);

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
  std::vector<double> quantiles;  // at kFanProbabilities
};
struct Fan {
  std::string outcome, label, unit;
  bool percent = false;
  study::Yearly how = study::Yearly::end;
  std::vector<FanYear> years;
};
// One fan per outcome of the study.
std::vector<Fan> fans_of(const study::Study& study, const results::ScenarioResult& result);

}  // namespace sluice::analysis
