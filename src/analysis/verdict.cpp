#include "analysis/verdict.h"

#include <algorithm>
#include <cmath>

namespace sluice::analysis {

double share_error(std::size_t count, std::size_t total) {
  if (total == 0) return 1;
  const double share = (static_cast<double>(count) + 1) / (static_cast<double>(total) + 2);
  return std::sqrt(share * (1 - share) / static_cast<double>(total));
}

namespace {

std::string undecided(double holds) {
  if (holds >= 0.4) return "toss-up";
  return holds < 0.2 ? "does not hold" : "open";
}

}  // namespace

std::string verdict_of(std::size_t holds, std::size_t fails, std::size_t no_difference) {
  const std::size_t total = holds + fails + no_difference;
  if (total == 0) return "cannot be told";
  const std::size_t most = std::max({holds, fails, no_difference});
  const double share = static_cast<double>(most) / static_cast<double>(total);
  if (share < 0.6) return undecided(static_cast<double>(holds) / static_cast<double>(total));
  std::string word = share < 0.8 ? "likely" : "very likely";
  if (most == holds) return word;
  return word + (most == fails ? " not" : " no difference");
}

std::string verdict_on_need(double share, double error, double needed) {
  if (std::isnan(share)) return "cannot be told";
  if (share - 2 * error >= needed) return "met";
  return share + 2 * error < needed ? "not met" : "too close to tell";
}

}  // namespace sluice::analysis
