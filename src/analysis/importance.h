// How much an uncertain input decides an answer, from the ensemble itself.
//
// The first-order correlation ratio (Pearson 1905; the main-effect index of Saltelli et al. 2008,
// section 1.2.6, by bins): members are put into bins of about equal size by their rank in the input
// (equal inputs stay together), and the variance between the bins' mean answers is divided by the
// answer's variance. Where the input does not matter, a random permutation of the ranks still gives
// (bins - 1) / (members - 1) in the mean; the ratio is corrected to have mean 0 then:
//   corrected = (ratio - chance) / (1 - chance), not below 0.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/claims.h"

namespace sluice::analysis {

struct CorrelationRatio {
  double corrected = 0;  // 0..1
  // Chance alone would give one of the inputs that were tried so large a ratio in less than 1 case
  // of 100 (chi-squared, Bonferroni).
  bool above_chance = false;
};
// One entry per usable member in both. At most 10 bins, at least 25 members a bin where that can
// be. `tried`: how many inputs are tried on this answer.
CorrelationRatio correlation_ratio(std::span<const double> input, std::span<const double> answer,
                                   std::size_t tried = 1);

// Every uncertainty of `draws`, most important first. The answer is counted as 1 holds, 0 no
// difference, -1 fails; unusable members are left out. Uncertainties that do not vary are absent.
std::vector<InputEffect> input_effects(const results::Draws& draws,
                                       const std::vector<Answer>& members);

}  // namespace sluice::analysis
