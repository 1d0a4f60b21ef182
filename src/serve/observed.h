// Observed history where a chart of the simulated course would show it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "ensemble/ensemble.h"

namespace sluice::serve {

struct Observed {
  double time = 0, year = 0;  // the middle of the period, or its end
  double drawn = 0;           // in the chart's unit: a sum as the rate that it means
  std::optional<double> low, high;
  std::string text;  // "H20 units, 2025-01 to 2025-03: 210 (CI016)"
};
Observed observed_point(const study::History& history, const study::ObservedPoint& point,
                        const Calendar& calendar);
// All of the series that observe this cell.
std::vector<Observed> observed_points(const ensemble::Bound& bound, model::CellRef cell);

// Saved times as years with fractions, for an axis.
double year_of(const Calendar& calendar, double time);
std::vector<double> years_of(const Calendar& calendar, const std::vector<double>& times);

}  // namespace sluice::serve
