// One number per member (or one per year and member) read off an outcome's saved values.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "results/frame.h"
#include "study/study.h"

namespace sluice::analysis {

// values[period][member]; one period, except for each-year-mean, which has one per calendar year.
using Reduced = std::vector<std::vector<double>>;

// Saved points first..last-1.
struct Window {
  std::size_t first = 0, last = 0;
  bool empty() const { return first >= last; }
};
// The points whose dates lie in the months from `from` to `to`, both included.
Window window_of(const study::Study& study, const results::Frame& frame,
                 std::optional<study::Date> from, std::optional<study::Date> to);
// The last point saved before the end of a month; the first point if there is none.
std::size_t point_at(const study::Study& study, const results::Frame& frame, study::Date date);

// Model time between saved points: the weight of a value in a sum (flow x time). 1 for a single
// point.
double save_period(const results::Frame& frame);
// The place of a series by its name, if the frame holds it.
std::optional<std::size_t> find_series(const results::Frame& frame, std::string_view name);

// Means and sums over a window, [member]; NaN for an empty window.
std::vector<double> mean_over(const results::Frame& frame, std::size_t series, Window window);
std::vector<double> sum_over(const results::Frame& frame, std::size_t series, Window window);

// What the leg says. at: the value in the month `at` (else the horizon, else the end). mean, sum,
// each-year-mean: over from..to (else the whole run). change: value at `at` (else `to`, else the
// horizon) minus value at `from`. crossing: the model time at which the outcome first reaches
// `level`, interpolated between saved points; the next time that would be saved after `to` (else
// the end) if never, so that a difference with a member that crosses later is not overstated.
Reduced reduce(const study::Study& study, const results::Frame& frame, std::size_t series,
               const study::Leg& leg, std::optional<study::Date> horizon);

}  // namespace sluice::analysis
