#include "analysis/differences.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace sluice::analysis {
namespace {

template <class Counted>
double share_of(const std::vector<double>& values, const Counted& counted) {
  if (values.empty()) return std::nan("");
  return static_cast<double>(std::ranges::count_if(values, counted)) /
         static_cast<double>(values.size());
}

// What `audit` lets another time step move a headline by.
constexpr double kSlight = 0.005;

// Of the quantiles of what changes.
bool is_slight(const std::vector<double>& changes, double slack) {
  return std::max(std::abs(changes.front()), std::abs(changes.back())) < slack;
}

double width_of(const std::vector<double>& quantiles) {
  return quantiles.back() - quantiles.front();
}

DifferenceYear difference_in(const Year& year, std::vector<double> first,
                             std::vector<double> second) {
  std::vector<double> changes(first.size());
  std::ranges::transform(second, first, changes.begin(), std::minus{});
  DifferenceYear row;
  row.year = year.year;
  row.whole = year.whole;
  const double slack = kSlight * std::max(width_of(results::quantiles(first, kFanProbabilities)),
                                          width_of(results::quantiles(second, kFanProbabilities)));
  row.share_higher = share_of(changes, [&](double change) { return change > slack; });
  row.share_lower = share_of(changes, [&](double change) { return change < -slack; });
  row.quantiles = results::quantiles(std::move(changes), kFanProbabilities);
  row.slight = is_slight(row.quantiles, slack);
  row.median_first = results::quantile(std::move(first), 0.5);
  row.median_second = results::quantile(std::move(second), 0.5);
  return row;
}

Difference without_years(const study::Study& study, const study::Outcome& outcome) {
  return {outcome.name, outcome.label, yearly_unit(study, outcome), outcome.percent, outcome.yearly,
          {},           outcome.never};
}

double median_of(const results::Distributions& readings, std::size_t cell) {
  constexpr double kMedian[] = {0.5};
  return readings.quantiles(cell, kMedian).front().value;
}

}  // namespace

std::vector<Difference> differences_of(const study::Study& study,
                                       const results::ScenarioResult& first,
                                       const results::ScenarioResult& second) {
  const auto years = years_of(study, first.frame);
  const auto members = usable_members({&first, &second});
  std::vector<Difference> differences;
  for (const auto& outcome : study.outcomes) {
    const auto series = find_series(first.frame, outcome.name);
    assert(series.has_value());
    Difference difference = without_years(study, outcome);
    const auto values = [&](const results::ScenarioResult& result, const Year& year) {
      return pick(yearly_values(result.frame, *series, year, outcome.yearly), members);
    };
    for (const Year& year : shown_years(years, outcome.yearly)) {
      difference.years.push_back(difference_in(year, values(first, year), values(second, year)));
    }
    differences.push_back(std::move(difference));
  }
  return differences;
}

std::vector<Difference> differences_of(const study::Study& study, const results::Frame& shape,
                                       const results::Distributions& first,
                                       const results::Distributions& second,
                                       const results::Distributions& change) {
  const auto years = years_of(study, shape);
  std::vector<Difference> differences;
  std::size_t cell = 0;
  for (const auto& outcome : study.outcomes) {
    Difference difference = without_years(study, outcome);
    const auto shown = shown_years(years, outcome.yearly);
    cell += years.size() - shown.size();
    for (const Year& year : shown) {
      auto found = fan_quantiles(change, cell);
      const double slack = kSlight * std::max(width_of(fan_quantiles(first, cell).values),
                                              width_of(fan_quantiles(second, cell).values));
      const auto signs = change.signs(cell, std::isfinite(slack) ? slack : 0);
      const bool slight = is_slight(found.values, slack);
      difference.years.push_back({year.year, year.whole, std::move(found.values),
                                  median_of(first, cell), median_of(second, cell), signs.above,
                                  signs.below, std::move(found.errors), slight});
      ++cell;
    }
    differences.push_back(std::move(difference));
  }
  return differences;
}

double largest_error(const std::vector<Difference>& differences) {
  double largest = 0;
  for (const Difference& difference : differences) {
    std::vector<QuantilesOfYear> years;
    for (const DifferenceYear& year : difference.years) {
      years.push_back({year.quantiles, year.errors});
    }
    largest = std::max(largest, largest_error(years));
  }
  return largest;
}

}  // namespace sluice::analysis
