#include "analysis/reported.h"

#include <algorithm>

#include "analysis/history.h"

namespace sluice::analysis {
namespace {

bool ends_in(const std::vector<int>& ends, study::Date month) {
  return std::ranges::find(ends, month.months % 12 + 1) != ends.end();
}

int length_of(const Months& months) { return months.last.months - months.first.months + 1; }

void add(std::vector<double>& sums, const std::vector<double>& values, double weight) {
  sums.resize(values.size(), 0.0);
  for (std::size_t m = 0; m < values.size(); ++m) sums[m] += weight * values[m];
}

// A mean counts each month alike; a sum takes from each reporting period its months' part.
double weight_of(const study::History& history, const Months& part, const Months& whole,
                 const Months& all) {
  const bool mean = history.reduce == study::HistoryReduce::mean;
  return static_cast<double>(length_of(part)) / length_of(mean ? all : whole);
}

}  // namespace

Months reporting_period(const std::vector<int>& ends, study::Date month) {
  Months period{month, month};
  while (!ends_in(ends, period.last)) ++period.last.months;
  while (!ends_in(ends, {period.first.months - 1})) --period.first.months;
  return period;
}

Months months_read(const study::History& history, const study::ObservedPoint& point) {
  if (history.reports_end.empty()) return {point.start, point.end};
  return {reporting_period(history.reports_end, point.start).first,
          reporting_period(history.reports_end, point.end).last};
}

std::vector<double> simulated_for(const study::Study& study, const results::Frame& frame,
                                  std::size_t series, const study::History& history,
                                  const study::ObservedPoint& point) {
  if (history.reports_end.empty()) {
    return simulated_over(study, frame, series, history.reduce, point.start, point.end);
  }
  std::vector<double> sums;
  for (study::Date month = point.start; month <= point.end;) {
    const Months whole = reporting_period(history.reports_end, month);
    const Months part{month, std::min(whole.last, point.end)};
    add(sums, simulated_over(study, frame, series, history.reduce, whole.first, whole.last),
        weight_of(history, part, whole, {point.start, point.end}));
    month = {part.last.months + 1};
  }
  return sums;
}

}  // namespace sluice::analysis
