// ALLOCATE AVAILABLE: a scarce amount shared among requests by priority, as Vensim's reference
// manual describes it (Allocation Functions: Specifying the Curves; One-to-many Allocation).
//
// Each request r has a profile of four numbers (type, priority p, width w, extra e) that gives the
// fraction of it that is met at a market level x, falling from 1 to 0 as x rises:
//   0 fixed                1 at every level
//   1 rectangular          ramp down over [p - w/2, p + w/2]
//   2 triangular           the integral of a triangle over the same range
//   3 normal               erfc((x - p) / (s sqrt 2)) / 2: the standard deviation s is w, at
//                          least 0.05
//   4 exponential          two-sided: exp(-|x - p| / w) / 2 above p, one minus that below
//   5 constant elasticity  min(1, (x / p)^-e / 2); 1 for x <= 0; 0 from x = p + w on (needs p, e >
//   0)
// and the level is where what is met adds up to what is available.
//
// That a smaller deviation counts as 0.05 is no word of the manual: it is what Vensim does
// (SDEverywhere's models/allocate_normal_width).
//
// Type 5 is our reading: the manual's text names "the center, the width or truncation point and the
// elasticity", other engines leave it out, and there is no published output to check against.
// Any other type (also Vensim's whole-number types, 10 and more) gives NaN, never a guess.
#pragma once

#include <cstddef>
#include <span>

namespace sluice::program {

// One curve, and how much of a request it meets at a level.
struct Profile {
  double type = 0, priority = 0, width = 0, extra = 0;
};
double fraction_met(const Profile& profile, double level);
// The standard deviation of a normal curve.
double deviation_of(const Profile& profile);
// Known and with finite numbers that make sense.
bool is_sound(const Profile& profile);
// At least this far from the priority the fraction is 1 or 0 to the last bit.
double reach_of(const Profile& profile);

// Writes one share per request. `profiles` holds four numbers per request. Total:
//   all requests are met if the amount suffices; nothing is given if it is not positive;
//   negative requests count as 0; shares add up to the amount (to rounding) when it is scarce;
//   fixed requests come first (in proportion to their size if even they cannot all be met);
//   where several requests stand at one level with no width, they share in proportion;
//   if anything is not finite or a type is unknown, all shares are NaN.
void allocate_available(double available, std::span<const double> requests,
                        std::span<const double> profiles, std::span<double> shares);

}  // namespace sluice::program
