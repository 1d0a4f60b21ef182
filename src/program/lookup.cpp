#include "program/lookup.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace sluice::program {
namespace {

// A y of -0 comes out as 0, as from the sum of y and slope * (x - at).
constexpr double kNoChange = 0;

double slope_between(const Table& table, std::size_t left, std::size_t right) {
  return (table.y[right] - table.y[left]) / (table.x[right] - table.x[left]);
}

// Of the first stretch that is not vertical, from the left or from the right; 0 if there is none.
double first_slope(const Table& table) {
  for (std::size_t i = 0; i + 1 < table.x.size(); ++i)
    if (table.x[i] < table.x[i + 1]) return slope_between(table, i, i + 1);
  return 0;
}
double last_slope(const Table& table) {
  for (std::size_t i = table.x.size(); i-- > 1;)
    if (table.x[i - 1] < table.x[i]) return slope_between(table, i - 1, i);
  return 0;
}

double interpolate(const Table& table, double x) {
  std::size_t left = 0;
  while (left + 2 < table.x.size() && table.x[left + 1] <= x) ++left;
  return table.y[left] + slope_between(table, left, left + 1) * (x - table.x[left]);
}

double forward(const Table& table, double x) {
  for (std::size_t i = 0; i < table.x.size(); ++i)
    if (table.x[i] >= x) return table.y[i] + kNoChange;
  return table.y.back() + kNoChange;
}

double backward(const Table& table, double x) {
  for (std::size_t i = table.x.size(); i-- > 0;)
    if (table.x[i] <= x) return table.y[i] + kNoChange;
  return table.y.front() + kNoChange;
}

// Beyond any point of a table, yet finite, as is 3 times as much: 0 * (x - at) must stay 0.
constexpr double kFar = std::numeric_limits<double>::max() / 4;

Segments steps_of(const Table& table) {
  Segments result{-kFar, kFar, table.mode == TableMode::forward, table.x, {}};
  if (result.bounds_belong_left)
    result.bounds.pop_back();
  else
    result.bounds.erase(result.bounds.begin());
  // With `at` before any x what is added to y is 0 and never -0.
  for (const double y : table.y) result.segments.push_back({-2 * kFar, y, 0});
  return result;
}

Segments lines_of(const Table& table) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const bool hold = table.mode == TableMode::hold;
  const double reach = hold ? kFar : kInfinity;
  Segments result{-reach, reach, false, table.x, {}};
  // Before the first point x - at is negative: -0 times it is 0.
  result.segments.push_back({table.x.front(), table.y.front(), hold ? -0.0 : first_slope(table)});
  for (std::size_t i = 0; i + 1 < table.x.size(); ++i) {
    const bool vertical = table.x[i] == table.x[i + 1];
    const double slope = vertical ? 0 : slope_between(table, i, i + 1);
    result.segments.push_back({table.x[i], table.y[i], slope});
  }
  result.segments.push_back({table.x.back(), table.y.back(), hold ? 0 : last_slope(table)});
  return result;
}

}  // namespace

double look_up(const Table& table, double x) {
  assert(!table.x.empty() && table.x.size() == table.y.size());
  if (x != x) return x;
  if (table.mode == TableMode::forward) return forward(table, x);
  if (table.mode == TableMode::backward) return backward(table, x);
  const bool hold = table.mode == TableMode::hold;
  if (x >= table.x.back())
    return table.y.back() + (hold ? 0 : last_slope(table) * (x - table.x.back()));
  if (x < table.x.front())
    return table.y.front() + (hold ? 0 : first_slope(table) * (x - table.x.front()));
  return interpolate(table, x);
}

Segments segments_of(const Table& table) {
  const bool steps = table.mode == TableMode::forward || table.mode == TableMode::backward;
  return steps ? steps_of(table) : lines_of(table);
}

}  // namespace sluice::program
