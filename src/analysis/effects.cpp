#include "analysis/effects.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "analysis/yearly.h"

namespace sluice::analysis {
namespace {

constexpr double kTiny = 1e-6;  // of an outcome's largest number: a width that is none

double largest_number(const Members& members, std::size_t series, std::size_t count) {
  const results::Frame& frame = *members.frame;
  double largest = 0;
  for (std::size_t t = 0; t < frame.times.size(); ++t) {
    for (const double value : frame.at(series, t).subspan(members.first, count)) {
      if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
    }
  }
  return largest;
}

double band_at(const results::Frame& frame, std::size_t series, std::size_t point,
               std::size_t count) {
  std::vector<double> values;
  for (const double value : frame.at(series, point).first(count)) {
    if (std::isfinite(value)) values.push_back(value);
  }
  if (values.empty()) return 0;
  const std::vector<double> probabilities = {0.05, 0.95};
  const auto ends = results::quantiles(std::move(values), probabilities);
  return ends[1] - ends[0];
}

double move(const Members& one, const Members& other, std::size_t count, std::size_t series,
            std::size_t point, Middle middle) {
  std::vector<double> moves;
  for (std::size_t m = 0; m < count; ++m) {
    const double size = std::abs(one.frame->at(series, point)[one.first + m] -
                                 other.frame->at(series, point)[other.first + m]);
    if (std::isfinite(size)) moves.push_back(size);
  }
  if (moves.empty()) return std::nan("");
  if (middle == Middle::median) return results::quantile(std::move(moves), 0.5);
  double sum = 0;
  for (const double size : moves) sum += size;
  return sum / static_cast<double>(moves.size());
}

std::vector<Year> published_years(const study::Study& study, const results::Frame& frame) {
  const Calendar calendar = study.calendar();
  const auto all = years_of(study, frame);
  std::vector<Year> after;
  for (const Year& year : all) {
    if (calendar.month_at(frame.times[year.points.last - 1]) >= study.decision) {
      after.push_back(year);
    }
  }
  return after.empty() ? all : after;
}

}  // namespace

results::Frame published(const study::Study& study, const results::Frame& frame) {
  const auto years = published_years(study, frame);
  results::Frame yearly;
  yearly.series = frame.series;
  yearly.members = frame.members;
  for (const Year& year : years) yearly.times.push_back(frame.times[year.points.last - 1]);
  for (std::size_t series = 0; series < frame.series.size(); ++series) {
    const auto outcome =
        std::ranges::find(study.outcomes, frame.series[series].name, &study::Outcome::name);
    assert(outcome != study.outcomes.end());
    for (const Year& year : years) {
      const auto values = yearly_values(frame, series, year, outcome->yearly);
      yearly.values.insert(yearly.values.end(), values.begin(), values.end());
    }
  }
  return yearly;
}

Bands bands_of(const results::Frame& frame, std::size_t count) {
  Bands bands;
  for (std::size_t series = 0; series < frame.series.size(); ++series) {
    std::vector<double> widths;
    for (std::size_t k = 0; k < frame.times.size(); ++k) {
      widths.push_back(band_at(frame, series, k, count));
    }
    const double widest = widths.empty() ? 0 : std::ranges::max(widths);
    const double least =
        std::max({0.01 * widest, kTiny * largest_number({&frame, 0}, series, count), 1e-300});
    auto& series_bands = bands.emplace_back();
    for (const double width : widths) {
      series_bands.push_back({std::max(width, least), width < least, least});
    }
  }
  return bands;
}

bool tells_more(const Effect& one, const Effect& other) {
  constexpr double kTold = 0.01;
  if (one.no_band != other.no_band) {
    const bool real_is_told = (one.no_band ? other : one).share >= kTold;
    if (real_is_told) return other.no_band;
  }
  return one.share > other.share;
}

std::vector<Effect> effects_by_outcome(const Members& one, const Members& other, std::size_t count,
                                       const Bands& bands, Middle middle) {
  std::vector<Effect> effects;
  for (std::size_t series = 0; series < one.frame->series.size(); ++series) {
    Effect most{one.frame->series[series].name, 0, 0, false};
    bool known = false;
    // What the futures leave of an outcome that vanishes is no band for what appears in its place.
    const double tiny =
        kTiny * std::max(largest_number(one, series, count), largest_number(other, series, count));
    for (std::size_t k = 0; k < one.frame->times.size(); ++k) {
      const Band& band = bands[series][k];
      const double share = move(one, other, count, series, k, middle) / band.width;
      if (std::isnan(share)) continue;
      known = true;
      const Effect here{most.outcome, share, one.frame->times[k], true,
                        band.nothing || band.width < tiny};
      if (tells_more(here, most)) most = here;
    }
    most.known = known;
    effects.push_back(std::move(most));
  }
  return effects;
}

Effect largest_effect(const Members& one, const Members& other, std::size_t count,
                      const Bands& bands, Middle middle) {
  const auto effects = effects_by_outcome(one, other, count, bands, middle);
  Effect most;
  for (const Effect& effect : effects) {
    if (effect.known && (!most.known || tells_more(effect, most))) most = effect;
  }
  return most;
}

}  // namespace sluice::analysis
