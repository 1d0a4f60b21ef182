#include "lower/shares.h"

namespace sluice::lower {
namespace {

using Points = std::vector<std::pair<double, double>>;

double value_at(const Points& points, double x) {
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const auto& [x0, y0] = points[i];
    const auto& [x1, y1] = points[i + 1];
    if (x <= x1 && x1 > x0) return y0 + (y1 - y0) * (x - x0) / (x1 - x0);
  }
  return points.back().second;
}

// How much of the area under the points lies between two shares of their width.
double area_between(const Points& points, double from, double to) {
  const double begin = points.front().first, width = points.back().first - begin;
  double area = 0, low = begin + from * width;
  const double high = begin + to * width;
  for (const auto& [x, y] : points) {
    if (x <= low || x >= high) continue;
    area += (x - low) * 0.5 * (value_at(points, low) + y);
    low = x;
  }
  return area + (high - low) * 0.5 * (value_at(points, low) + value_at(points, high));
}

}  // namespace

std::vector<double> shares_of(const Points& points, std::uint32_t count) {
  std::vector<double> shares(count, 1.0 / count);
  const bool wide = points.size() > 1 && points.back().first > points.front().first;
  const double whole = wide ? area_between(points, 0, 1) : 0;
  for (std::uint32_t i = 0; whole > 0 && i < count; ++i) {
    shares[i] = area_between(points, double(i) / count, double(i + 1) / count) / whole;
  }
  return shares;
}

double height_at(const Points& points, double share) {
  const double begin = points.front().first;
  return value_at(points, begin + share * (points.back().first - begin));
}

}  // namespace sluice::lower
