#include "analysis/reduce.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sluice::analysis {
namespace {

using study::Date;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kSlack = 1e-6;

std::optional<Date> resolve(const std::optional<study::ClaimDate>& date,
                            std::optional<Date> horizon) {
  if (!date) return std::nullopt;
  if (const auto* fixed = std::get_if<Date>(&*date)) return *fixed;
  return horizon;
}

std::size_t first_point_from(const results::Frame& frame, double time) {
  const auto found = std::lower_bound(frame.times.begin(), frame.times.end(), time - kSlack);
  return static_cast<std::size_t>(found - frame.times.begin());
}

std::vector<double> values_at(const results::Frame& frame, std::size_t series, std::size_t point) {
  const auto row = frame.at(series, point);
  return {row.begin(), row.end()};
}

std::size_t end_point(const study::Study& study, const results::Frame& frame, const study::Leg& leg,
                      std::optional<Date> horizon) {
  for (const auto& date : {resolve(leg.at, horizon), resolve(leg.to, horizon), horizon}) {
    if (date) return point_at(study, frame, *date);
  }
  return frame.times.size() - 1;
}

std::vector<double> change(const study::Study& study, const results::Frame& frame,
                           std::size_t series, const study::Leg& leg, std::optional<Date> horizon) {
  const auto from = resolve(leg.from, horizon);
  const auto before = frame.at(series, from ? point_at(study, frame, *from) : 0);
  auto values = values_at(frame, series, end_point(study, frame, leg, horizon));
  for (std::size_t m = 0; m < values.size(); ++m) values[m] -= before[m];
  return values;
}

double crossing_of(const results::Frame& frame, std::size_t series, std::size_t member,
                   Window window, double level) {
  for (std::size_t k = window.first; k < window.last; ++k) {
    const double here = frame.at(series, k)[member];
    if (std::isnan(here)) return kNaN;
    if (here < level) continue;
    if (k == window.first) return frame.times[k];
    const double before = frame.at(series, k - 1)[member];
    const double step = frame.times[k] - frame.times[k - 1];
    return frame.times[k - 1] + step * (level - before) / (here - before);
  }
  return frame.times[window.empty() ? 0 : window.last - 1] + save_period(frame);
}

std::vector<double> crossings(const results::Frame& frame, std::size_t series, Window window,
                              double level) {
  std::vector<double> times(frame.members);
  for (std::size_t m = 0; m < frame.members; ++m) {
    times[m] = crossing_of(frame, series, m, window, level);
  }
  return times;
}

Reduced yearly_means(const study::Study& study, const results::Frame& frame, std::size_t series,
                     Window window) {
  Reduced means;
  std::size_t first = window.first;
  while (first < window.last) {
    const int year = study.calendar().month_at(frame.times[first]).months / 12;
    std::size_t last = first;
    while (last < window.last && study.calendar().month_at(frame.times[last]).months / 12 == year)
      ++last;
    means.push_back(mean_over(frame, series, {first, last}));
    first = last;
  }
  return means;
}

}  // namespace

Window window_of(const study::Study& study, const results::Frame& frame, std::optional<Date> from,
                 std::optional<Date> to) {
  Window window{0, frame.times.size()};
  if (from) window.first = first_point_from(frame, study.calendar().time_at(*from));
  if (to) window.last = first_point_from(frame, study.calendar().time_at({to->months + 1}));
  return window;
}

std::size_t point_at(const study::Study& study, const results::Frame& frame, Date date) {
  const std::size_t after = first_point_from(frame, study.calendar().time_at({date.months + 1}));
  return after == 0 ? 0 : after - 1;
}

double save_period(const results::Frame& frame) {
  return frame.times.size() < 2 ? 1 : frame.times[1] - frame.times[0];
}

std::optional<std::size_t> find_series(const results::Frame& frame, std::string_view name) {
  for (std::size_t k = 0; k < frame.series.size(); ++k) {
    if (frame.series[k].name == name) return k;
  }
  return std::nullopt;
}

std::vector<double> sum_over(const results::Frame& frame, std::size_t series, Window window) {
  std::vector<double> sums(frame.members, window.empty() ? kNaN : 0);
  for (std::size_t k = window.first; k < window.last; ++k) {
    const auto row = frame.at(series, k);
    for (std::size_t m = 0; m < sums.size(); ++m) sums[m] += row[m];
  }
  for (double& sum : sums) sum *= save_period(frame);
  return sums;
}

std::vector<double> mean_over(const results::Frame& frame, std::size_t series, Window window) {
  std::vector<double> means = sum_over(frame, series, window);
  const double length = static_cast<double>(window.last - window.first) * save_period(frame);
  for (double& mean : means) mean /= length;
  return means;
}

Reduced reduce(const study::Study& study, const results::Frame& frame, std::size_t series,
               const study::Leg& leg, std::optional<Date> horizon) {
  const auto window = window_of(study, frame, resolve(leg.from, horizon), resolve(leg.to, horizon));
  switch (leg.reduce) {
    case study::Reduce::at:
      return {values_at(frame, series, end_point(study, frame, leg, horizon))};
    case study::Reduce::mean: return {mean_over(frame, series, window)};
    case study::Reduce::sum: return {sum_over(frame, series, window)};
    case study::Reduce::change: return {change(study, frame, series, leg, horizon)};
    case study::Reduce::crossing: return {crossings(frame, series, window, leg.level)};
    case study::Reduce::each_year_mean: return yearly_means(study, frame, series, window);
  }
  return {};
}

}  // namespace sluice::analysis
