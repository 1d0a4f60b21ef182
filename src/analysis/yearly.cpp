#include "analysis/yearly.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/unicode.h"

namespace sluice::analysis {
namespace {

constexpr double kSlack = 1e-6;

int year_at(const study::Study& study, double time) {
  return study.calendar().month_at(time).months / 12;
}

bool covers(const study::Study& study, const results::Frame& frame, const Year& year) {
  const double begins = study.calendar().time_at({year.year * 12});
  const double ends = study.calendar().time_at({(year.year + 1) * 12});
  const double period = save_period(frame);
  return frame.times[year.points.first] < begins + period - kSlack &&
         frame.times[year.points.last - 1] + period > ends - kSlack;
}

bool is_first_instant(const study::Study& study, const results::Frame& frame, const Year& year) {
  const double begins = study.calendar().time_at({year.year * 12});
  return year.points.last - year.points.first == 1 &&
         std::abs(frame.times[year.points.first] - begins) < kSlack;
}

std::optional<double> share_never(const study::Outcome& outcome,
                                  const std::vector<double>& values) {
  if (!outcome.never || values.empty()) return {};
  const auto found =
      std::ranges::count_if(values, [&](double value) { return value >= *outcome.never; });
  return static_cast<double>(found) / static_cast<double>(values.size());
}

// The same of a distribution: the quantiles at the middle of every half percent.
std::optional<double> share_never(const study::Outcome& outcome,
                                  const results::Distributions& readings, std::size_t cell) {
  if (!outcome.never) return {};
  constexpr std::size_t kParts = 200;
  std::vector<double> middles(kParts), values;
  for (std::size_t k = 0; k < kParts; ++k) {
    middles[k] = (static_cast<double>(k) + 0.5) / static_cast<double>(kParts);
  }
  for (const auto& one : readings.quantiles(cell, middles)) values.push_back(one.value);
  return share_never(outcome, values);
}

FanYear fan_year(const results::Frame& frame, std::size_t series, const Year& year,
                 const study::Outcome& outcome, const std::vector<std::size_t>& members) {
  auto values = pick(yearly_values(frame, series, year, outcome.yearly), members);
  const auto never = share_never(outcome, values);
  return {
      year.year, year.whole, results::quantiles(std::move(values), kFanProbabilities), {}, never};
}

results::Over over_of(study::Yearly how) {
  switch (how) {
    case study::Yearly::end:
    case study::Yearly::last: return results::Over::last;
    case study::Yearly::mean: return results::Over::mean;
    case study::Yearly::sum: return results::Over::sum;
  }
  return results::Over::last;
}

Fan fan_without_years(const study::Study& study, const study::Outcome& outcome) {
  return {outcome.name, outcome.label, yearly_unit(study, outcome), outcome.percent, outcome.yearly,
          {},           outcome.never};
}

}  // namespace

std::vector<Year> years_of(const study::Study& study, const results::Frame& frame) {
  std::vector<Year> years;
  for (std::size_t k = 0; k < frame.times.size(); ++k) {
    const int year = year_at(study, frame.times[k]);
    if (years.empty() || years.back().year != year) years.push_back({year, {k, k}});
    years.back().points.last = k + 1;
  }
  for (Year& year : years) year.whole = covers(study, frame, year);
  const bool edge = years.size() > 1 && !years.back().whole;
  if (edge && is_first_instant(study, frame, years.back())) years.pop_back();
  return years;
}

std::vector<Year> shown_years(std::vector<Year> years, study::Yearly how) {
  if (how == study::Yearly::last && years.size() > 1) years.erase(years.begin(), years.end() - 1);
  return years;
}

std::vector<double> yearly_values(const results::Frame& frame, std::size_t series, const Year& year,
                                  study::Yearly how) {
  switch (how) {
    case study::Yearly::end:
    case study::Yearly::last: {
      const auto row = frame.at(series, year.points.last - 1);
      return {row.begin(), row.end()};
    }
    case study::Yearly::mean: return mean_over(frame, series, year.points);
    case study::Yearly::sum: return sum_over(frame, series, year.points);
  }
  return {};
}

std::string summed_unit(const study::Study& study, const std::string& unit) {
  const std::string time(name_of(study.time_unit));
  const std::size_t slash = unit.rfind('/');
  const bool flow = slash != std::string::npos && to_lower(unit.substr(slash + 1)) == time;
  return flow ? unit.substr(0, slash) : unit + "*" + time;
}

std::string yearly_unit(const study::Study& study, const study::Outcome& outcome) {
  return outcome.yearly == study::Yearly::sum ? summed_unit(study, outcome.unit) : outcome.unit;
}

std::vector<std::size_t> usable_members(
    const std::vector<const results::ScenarioResult*>& results) {
  std::vector<bool> bad(results.empty() ? 0 : results.front()->frame.members, false);
  for (const auto* result : results) {
    for (const auto& member : result->bad) {
      if (member.member < bad.size()) bad[static_cast<std::size_t>(member.member)] = true;
    }
  }
  std::vector<std::size_t> usable;
  for (std::size_t m = 0; m < bad.size(); ++m) {
    if (!bad[m]) usable.push_back(m);
  }
  return usable;
}

std::vector<double> pick(const std::vector<double>& values,
                         const std::vector<std::size_t>& members) {
  std::vector<double> picked;
  picked.reserve(members.size());
  for (const std::size_t m : members) picked.push_back(values[m]);
  return picked;
}

std::vector<Fan> fans_of(const study::Study& study, const results::ScenarioResult& result) {
  const auto years = years_of(study, result.frame);
  const auto members = usable_members({&result});
  std::vector<Fan> fans;
  for (const auto& outcome : study.outcomes) {
    const auto series = find_series(result.frame, outcome.name);
    assert(series.has_value());
    Fan fan = fan_without_years(study, outcome);
    for (const Year& year : shown_years(years, outcome.yearly)) {
      fan.years.push_back(fan_year(result.frame, *series, year, outcome, members));
    }
    fans.push_back(std::move(fan));
  }
  return fans;
}

std::vector<results::Reading> yearly_readings(const study::Study& study,
                                              const results::Frame& shape) {
  const auto years = years_of(study, shape);
  std::vector<results::Reading> readings;
  for (const auto& outcome : study.outcomes) {
    const auto series = find_series(shape, outcome.name);
    assert(series.has_value());
    for (const Year& year : years) {
      readings.push_back({*series, year.points.first, year.points.last, over_of(outcome.yearly)});
    }
  }
  return readings;
}

namespace {

FanQuantiles fan_of(const std::vector<results::Estimate>& estimates, bool exact) {
  FanQuantiles found;
  for (const auto& one : estimates) {
    found.values.push_back(one.value);
    if (!exact) found.errors.push_back(one.error);
  }
  return found;
}

}  // namespace

FanQuantiles fan_quantiles(const results::Distributions& readings, std::size_t cell) {
  return fan_of(readings.quantiles(cell, kFanProbabilities), readings.exact());
}

std::vector<Fan> fans_of(const study::Study& study, const results::Frame& shape,
                         const results::Distributions& readings) {
  const auto years = years_of(study, shape);
  const auto quantiles = readings.quantiles_of(0, readings.cells(), kFanProbabilities);
  std::vector<Fan> fans;
  std::size_t cell = 0;
  for (const auto& outcome : study.outcomes) {
    Fan fan = fan_without_years(study, outcome);
    const auto shown = shown_years(years, outcome.yearly);
    cell += years.size() - shown.size();
    for (const Year& year : shown) {
      auto found = fan_of(quantiles[cell], readings.exact());
      fan.years.push_back({year.year, year.whole, std::move(found.values), std::move(found.errors),
                           share_never(outcome, readings, cell)});
      ++cell;
    }
    fans.push_back(std::move(fan));
  }
  return fans;
}

double largest_error(const std::vector<QuantilesOfYear>& years) {
  double size = 0, largest = 0;
  for (const auto& year : years) {
    for (const double value : year.quantiles) size = std::max(size, std::abs(value));
  }
  for (const auto& year : years) {
    if (year.errors.empty()) continue;
    const double range = year.quantiles.back() - year.quantiles.front();
    const double share = std::ranges::max(year.errors) / std::max(range, size * 1e-6);
    if (std::isfinite(share)) largest = std::max(largest, share);
  }
  return largest;
}

double largest_error(const std::vector<Fan>& fans) {
  double largest = 0;
  for (const Fan& fan : fans) {
    std::vector<QuantilesOfYear> years;
    for (const FanYear& year : fan.years) years.push_back({year.quantiles, year.errors});
    largest = std::max(largest, largest_error(years));
  }
  return largest;
}

}  // namespace sluice::analysis
