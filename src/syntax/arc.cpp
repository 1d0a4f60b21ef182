// Directions and points of arcs.
#include <cmath>
#include <numbers>

#include "syntax/views.h"

namespace sluice::syntax {
namespace {

constexpr double kPi = std::numbers::pi;

double degrees(double radians) { return radians * 180 / kPi; }

// Against the clock from the right; y counts down.
double direction_to(Point from, Point to) { return std::atan2(from.y - to.y, to.x - from.x); }

// Between -pi and pi.
double turned(double angle) { return std::remainder(angle, 2 * kPi); }

}  // namespace

bool is_straight(Point from, Point through, Point to) {
  const double dx = to.x - from.x, dy = to.y - from.y;
  const double length = std::hypot(dx, dy);
  constexpr double kNear = 2;  // in points of the drawing
  const double away = dx * (through.y - from.y) - dy * (through.x - from.x);
  return length < 1 || std::abs(away) < kNear * length;
}

// The angle between chord and tangent is the angle over the chord seen from the arc's other side.
double direction_of_arc(Point from, Point through, Point to) {
  const double chord = direction_to(from, to);
  const double seen = turned(direction_to(through, from) - direction_to(through, to));
  const double bend = seen > 0 ? kPi - seen : -kPi - seen;
  if (is_straight(from, through, to)) return degrees(chord);
  return degrees(turned(chord - bend));
}

std::optional<Point> middle_of_arc(Point from, double direction, Point to) {
  const double chord = direction_to(from, to);
  const double bend = turned(direction * kPi / 180 - chord);
  constexpr double kLeast = 0.03, kMost = 3;  // an arc that is nearly a whole circle has no end
  if (std::abs(bend) < kLeast || std::abs(bend) > kMost) return std::nullopt;
  const double height = std::hypot(to.x - from.x, to.y - from.y) / 2 * std::tan(bend / 2);
  const double across = chord + kPi / 2;
  return Point{(from.x + to.x) / 2 + height * std::cos(across),
               (from.y + to.y) / 2 - height * std::sin(across)};
}

}  // namespace sluice::syntax
