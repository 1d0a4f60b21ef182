// How far a change of method moves outcomes, against what is not known of them, and between which
// bounds the number of futures leaves that.
//
// The bounds hold for any distribution: the median of the moves and the two ends of the 90 % band
// lie between two order statistics with 95 % or more each (David and Nagaraja 2003, Order
// Statistics, section 7.1). Fewer than 6 futures bound no median, fewer than 72 no 95 % quantile.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "results/frame.h"

namespace sluice::analysis {

// Between which of `count` ascending values, counted from 0, the quantile of a probability lies.
struct RankBounds {
  std::optional<std::size_t> low, high;
};
RankBounds rank_bounds(std::size_t count, double probability);

struct Movement {
  std::string outcome;
  double share = 0;          // median of the absolute moves in the 90 % band, at most at any point
  double low = 0, high = 0;  // its bounds; infinite where so few futures give none
};
// One per series. `moved` is of the first of the futures that `plain` is of; all of `plain` make
// the band. As in effects.h a band is no less than a hundredth of the outcome's widest.
std::vector<Movement> movements(const results::Frame& plain, const results::Frame& moved);

}  // namespace sluice::analysis
