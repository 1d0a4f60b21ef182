// Which inputs decide an answer, so named that one without any effect is named in at most 1 % of
// the answers.
//
//   - Each input is tested (chance.h) at 1 % over the number of tests.
//   - Inputs that the study correlates can seem to matter through one another. Such an input is
//     named only if what it has of its own, its normal scores less what those of its partners tell
//     of it (nothing of them is left, because draws are tied by a Gaussian copula), is told from
//     chance as well. Where that is so of none of them, though some go with the answer, the
//     strongest stands for all.
//   - None is named where fewer than 20 members answer otherwise than most, or where the points of
//     the design are tied to one another: of Sobol' points beyond study::kFreeSobolInputs inputs
//     (200 to 4,000 members of 16 inputs named an idle one in 5 to 12 % of answers).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "results/frame.h"
#include "study/study.h"

namespace sluice::analysis {

enum class Naming : unsigned char { done, too_few_differ, tied_points };

struct Decider {
  std::size_t input = 0;  // place in the draws
  double importance = 0;  // correlation_ratio
  bool named = false;
  std::vector<std::size_t> stands_for;  // partners, of which it may be any that matters
};
struct Deciders {
  std::vector<Decider> inputs;  // those that vary, most important first
  Naming naming = Naming::done;
};

// What the input is in each of these members.
std::vector<double> values_of(const results::Draws& draws, std::size_t input,
                              const std::vector<std::size_t>& members);

// answer[k] is that of member members[k], which are usable.
Deciders find_deciders(const results::Draws& draws,
                       const std::vector<study::Correlation>& correlations,
                       const std::vector<std::size_t>& members, const std::vector<double>& answer);

}  // namespace sluice::analysis
