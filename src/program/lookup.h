// What a table gives at a number: the one definition that every executor follows.
#pragma once

#include <vector>

#include "program/program.h"

namespace sluice::program {

// Between two points: y0 + slope * (x - x0) with slope = (y1 - y0) / (x1 - x0), where x0 is the
// last point at or before x (so of points with equal x the last one decides). Outside the points:
//   hold         the nearest point's y
//   extrapolate  the line through the first or last two points with different x
//   forward      everywhere: y of the first point at or after x; after the last, its y
//   backward     everywhere: y of the last point at or before x; before the first, its y
// At NaN it is NaN; a zero has the sign that this sum gives it (of y alone: y + 0). The table has
// at least one point.
double look_up(const Table& table, double x);

// A table made ready for an executor. With x' = x clamped to [low, high] and k = how many bounds
// are at or before x' (mode forward: before x'), look_up(table, x) = y + slope * (x' - at) of
// segments[k].
struct Segment {
  double at = 0, y = 0, slope = 0;
};
struct Segments {
  double low = 0, high = 0;
  bool bounds_belong_left = false;  // mode forward
  std::vector<double> bounds;       // ascending
  std::vector<Segment> segments;    // one more than bounds
};
Segments segments_of(const Table& table);

}  // namespace sluice::program
