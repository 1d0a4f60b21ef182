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

// Of each year: by so little a change says nothing. Years in which next to nothing is left of the
// outcome are held against a hundredth of its widest one, as `audit` holds them.
std::vector<double> slacks_of(std::vector<double> widths) {
  constexpr double kLeastOfWidest = 0.01;
  double widest = 0;
  for (const double width : widths)
    widest = std::isfinite(width) ? std::max(widest, width) : widest;
  for (double& width : widths) width = kSlight * std::max(width, kLeastOfWidest * widest);
  return widths;
}

DifferenceYear difference_in(const Year& year, double slack, std::vector<double> first,
                             std::vector<double> second) {
  std::vector<double> changes(first.size());
  std::ranges::transform(second, first, changes.begin(), std::minus{});
  DifferenceYear row;
  row.year = year.year;
  row.whole = year.whole;
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
    const auto shown = shown_years(years, outcome.yearly);
    std::vector<std::vector<double>> before, after;
    std::vector<double> widths;
    for (const Year& year : shown) {
      before.push_back(values(first, year));
      after.push_back(values(second, year));
      widths.push_back(std::max(width_of(results::quantiles(before.back(), kFanProbabilities)),
                                width_of(results::quantiles(after.back(), kFanProbabilities))));
    }
    const auto slacks = slacks_of(std::move(widths));
    for (std::size_t k = 0; k < shown.size(); ++k) {
      difference.years.push_back(
          difference_in(shown[k], slacks[k], std::move(before[k]), std::move(after[k])));
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
    std::vector<double> widths;
    for (std::size_t k = 0; k < shown.size(); ++k) {
      widths.push_back(std::max(width_of(fan_quantiles(first, cell + k).values),
                                width_of(fan_quantiles(second, cell + k).values)));
    }
    const auto slacks = slacks_of(std::move(widths));
    for (std::size_t k = 0; k < shown.size(); ++k) {
      const Year& year = shown[k];
      const double slack = slacks[k];
      auto found = fan_quantiles(change, cell);
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
