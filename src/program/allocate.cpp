#include "program/allocate.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "vmath/vmath.h"

namespace sluice::program {
namespace {

constexpr double kSquareRootOfTwo = 1.4142135623730950488;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kLeastDeviation = 0.05;
constexpr int kMostTrials = 80;
constexpr double kTolerance = 1e-12;  // of the available amount

Profile profile_at(std::span<const double> profiles, std::size_t i) {
  return {profiles[4 * i], profiles[4 * i + 1], profiles[4 * i + 2], profiles[4 * i + 3]};
}

double triangular_fraction(double distance) {  // from the priority, in widths
  if (distance <= -0.5) return 1;
  if (distance >= 0.5) return 0;
  const double side = distance < 0 ? 0.5 + distance : 0.5 - distance;
  return distance < 0 ? 1 - 2 * side * side : 2 * side * side;
}

double elastic_fraction(const Profile& profile, double level) {
  if (level <= 0) return 1;
  if (level >= profile.priority + profile.width) return 0;
  return std::min(1.0, 0.5 * vmath::pow(level / profile.priority, -profile.extra));
}

}  // namespace

double deviation_of(const Profile& profile) { return std::max(profile.width, kLeastDeviation); }

double fraction_met(const Profile& profile, double level) {
  if (profile.type == 0) return 1;
  if (profile.type == 5) return elastic_fraction(profile, level);
  if (profile.type == 3) {
    const double deviations = (level - profile.priority) / deviation_of(profile);
    return 0.5 * vmath::erfc(deviations / kSquareRootOfTwo);
  }
  if (profile.width == 0) return level < profile.priority ? 1 : 0;
  const double distance = (level - profile.priority) / profile.width;
  if (profile.type == 1) return std::clamp(0.5 - distance, 0.0, 1.0);
  if (profile.type == 2) return triangular_fraction(distance);
  const double tail = 0.5 * vmath::exp(-std::fabs(distance));
  return distance < 0 ? 1 - tail : tail;
}

double reach_of(const Profile& profile) {
  if (profile.type == 3) return 9 * deviation_of(profile);
  if (profile.width == 0 && profile.type != 5)
    return 1e-9 * std::max(1.0, std::fabs(profile.priority));
  if (profile.type == 4) return 40 * profile.width;
  return profile.type == 5 ? profile.priority + profile.width : 0.5 * profile.width;
}

bool is_sound(const Profile& profile) {
  const bool known = profile.type == 0 || profile.type == 1 || profile.type == 2 ||
                     profile.type == 3 || profile.type == 4 || profile.type == 5;
  const bool finite = std::isfinite(profile.priority) && std::isfinite(profile.width) &&
                      std::isfinite(profile.extra) && profile.width >= 0;
  const bool elastic = profile.type != 5 || (profile.priority > 0 && profile.extra > 0);
  return known && (profile.type == 0 || (finite && elastic));
}

namespace {

struct Request {
  std::span<const double> amounts;
  std::span<const double> profiles;

  double amount(std::size_t i) const { return amounts[i] > 0 ? amounts[i] : 0; }
  double total() const {
    double sum = 0;
    for (std::size_t i = 0; i < amounts.size(); ++i) sum += amount(i);
    return sum;
  }
  double fixed() const {
    double sum = 0;
    for (std::size_t i = 0; i < amounts.size(); ++i)
      if (profiles[4 * i] == 0) sum += amount(i);
    return sum;
  }
  double met_at(double level) const {
    double sum = 0;
    for (std::size_t i = 0; i < amounts.size(); ++i)
      sum += amount(i) * fraction_met(profile_at(profiles, i), level);
    return sum;
  }
  bool is_sound() const {
    for (std::size_t i = 0; i < amounts.size(); ++i)
      if (!std::isfinite(amounts[i]) || !program::is_sound(profile_at(profiles, i))) return false;
    return true;
  }
};

// Two levels with the amount between what is met at them: at `low` at least it, at `high` at most.
struct Bracket {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  double met_low = 0, met_high = 0;
};

Bracket widest_bracket(const Request& request) {
  Bracket bracket;
  for (std::size_t i = 0; i < request.amounts.size(); ++i) {
    const Profile profile = profile_at(request.profiles, i);
    if (profile.type == 0) continue;
    bracket.low = std::min(bracket.low, profile.priority - reach_of(profile));
    bracket.high = std::max(bracket.high, profile.priority + reach_of(profile));
  }
  bracket.met_low = request.met_at(bracket.low);
  bracket.met_high = request.met_at(bracket.high);
  return bracket;
}

// False position, with every third trial a bisection so that steps and plateaus cannot stall it.
double next_trial(const Bracket& bracket, double available, int trial) {
  const double middle = bracket.low + 0.5 * (bracket.high - bracket.low);
  if (trial % 3 == 2) return middle;
  const double share = (bracket.met_low - available) / (bracket.met_low - bracket.met_high);
  const double level = bracket.low + share * (bracket.high - bracket.low);
  return level > bracket.low && level < bracket.high ? level : middle;
}

Bracket find_level(const Request& request, double available) {
  Bracket bracket = widest_bracket(request);
  for (int trial = 0; trial < kMostTrials && bracket.met_low > bracket.met_high; ++trial) {
    const double level = next_trial(bracket, available, trial);
    if (!(level > bracket.low && level < bracket.high)) break;
    const double met = request.met_at(level);
    if (std::fabs(met - available) <= kTolerance * available) return {level, level, met, met};
    (met > available ? bracket.low : bracket.high) = level;
    (met > available ? bracket.met_low : bracket.met_high) = met;
  }
  return bracket;
}

void share_at(const Request& request, const Bracket& at, double available,
              std::span<double> shares) {
  const double spread = at.met_low - at.met_high;
  const double part = spread > 0 ? std::clamp((available - at.met_high) / spread, 0.0, 1.0) : 0;
  double total = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const Profile profile = profile_at(request.profiles, i);
    const double high = fraction_met(profile, at.high);
    shares[i] = request.amount(i) * (high + part * (fraction_met(profile, at.low) - high));
    total += shares[i];
  }
  if (!(total > 0)) return;
  for (double& share : shares) share *= available / total;
}

}  // namespace

void allocate_available(double available, std::span<const double> requests,
                        std::span<const double> profiles, std::span<double> shares) {
  const Request request{requests, profiles};
  const double fixed = request.fixed();
  if (available != available || !request.is_sound()) {
    std::ranges::fill(shares, kNaN);
  } else if (!(available > 0)) {
    std::ranges::fill(shares, 0);
  } else if (available >= request.total()) {
    for (std::size_t i = 0; i < shares.size(); ++i) shares[i] = request.amount(i);
  } else if (fixed >= available) {
    for (std::size_t i = 0; i < shares.size(); ++i)
      shares[i] = profiles[4 * i] == 0 ? available * (request.amount(i) / fixed) : 0;
  } else {
    share_at(request, find_level(request, available), available, shares);
  }
}

}  // namespace sluice::program
