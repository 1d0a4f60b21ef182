#include "analysis/movement.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <limits>

#include "analysis/effects.h"

namespace sluice::analysis {
namespace {

constexpr double kTail = 0.025;
constexpr double kInfinite = std::numeric_limits<double>::infinity();

// The largest k with a probability of at most `kTail` that so few of `count` values, k or fewer,
// lie below the quantile.
std::optional<std::size_t> rank_below(std::size_t count, double probability) {
  if (count == 0) return {};
  const boost::math::binomial_distribution<double> below(static_cast<double>(count), probability);
  std::optional<std::size_t> rank;
  for (std::size_t k = 0; k < count; ++k) {
    if (boost::math::cdf(below, static_cast<double>(k)) > kTail) break;
    rank = k;
  }
  return rank;
}

struct Between {
  double low = -kInfinite, high = kInfinite;
};

Between bounds_of(const std::vector<double>& ascending, const RankBounds& ranks) {
  Between between;
  if (ranks.low) between.low = ascending[*ranks.low];
  if (ranks.high) between.high = ascending[*ranks.high];
  return between;
}

std::vector<double> finite_ascending(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  std::ranges::sort(values);
  return values;
}

std::vector<double> moves_at(const results::Frame& plain, const results::Frame& moved,
                             std::size_t series, std::size_t point) {
  std::vector<double> moves;
  for (std::size_t m = 0; m < moved.members; ++m) {
    moves.push_back(std::abs(moved.at(series, point)[m] - plain.at(series, point)[m]));
  }
  return finite_ascending(std::move(moves));
}

// The narrowest and the widest that the 90 % band at one point may be.
Between widths_at(const results::Frame& plain, std::size_t series, std::size_t point) {
  const auto row = plain.at(series, point);
  const auto values = finite_ascending({row.begin(), row.end()});
  const Between bottom = bounds_of(values, rank_bounds(values.size(), 0.05));
  const Between top = bounds_of(values, rank_bounds(values.size(), 0.95));
  return {std::max(0.0, top.low - bottom.high), top.high - bottom.low};
}

struct AtPoint {
  Effect effect;
  double low = 0, high = 0;
};

AtPoint movement_at(const results::Frame& plain, const results::Frame& moved, std::size_t series,
                    std::size_t point, const Band& band) {
  const auto moves = moves_at(plain, moved, series, point);
  if (moves.empty()) return {};
  const Between median = bounds_of(moves, rank_bounds(moves.size(), 0.5));
  const Between width = widths_at(plain, series, point);
  AtPoint here;
  here.effect.known = true;
  here.effect.no_band = band.nothing;
  here.effect.share = results::quantile_of_sorted(moves, 0.5) / band.width;
  here.low = std::max(0.0, median.low) / std::max(width.high, band.least);
  here.high = median.high / std::max(width.low, band.least);
  return here;
}

Movement largest(const std::string& outcome, const std::vector<AtPoint>& points) {
  Movement most{outcome};
  Effect chosen;
  for (const auto& point : points) {
    if (!point.effect.known || (chosen.known && !tells_more(point.effect, chosen))) continue;
    chosen = point.effect;
  }
  most.share = chosen.share;
  for (const auto& point : points) {
    if (!point.effect.known || point.effect.no_band != chosen.no_band) continue;
    most.low = std::max(most.low, point.low);
    most.high = std::max(most.high, point.high);
  }
  return most;
}

}  // namespace

RankBounds rank_bounds(std::size_t count, double probability) {
  const auto from_above = rank_below(count, 1 - probability);
  RankBounds bounds{rank_below(count, probability), {}};
  if (from_above) bounds.high = count - 1 - *from_above;
  return bounds;
}

std::vector<Movement> movements(const results::Frame& plain, const results::Frame& moved) {
  const Bands bands = bands_of(plain, plain.members);
  std::vector<Movement> found;
  for (std::size_t series = 0; series < plain.series.size(); ++series) {
    std::vector<AtPoint> points;
    for (std::size_t k = 0; k < plain.times.size(); ++k) {
      points.push_back(movement_at(plain, moved, series, k, bands[series][k]));
    }
    found.push_back(largest(plain.series[series].name, points));
  }
  return found;
}

}  // namespace sluice::analysis
