// How much each uncertain input decides a claim's answer, and which are to be named (deciders.h).
#pragma once

#include <vector>

#include "analysis/claims.h"

namespace sluice::analysis {

struct InputEffects {
  std::vector<InputEffect> inputs;  // those that vary, most important first
  Naming naming = Naming::done;
};
// The answer is counted as 1 holds, 0 no difference, -1 fails; unusable members are left out.
InputEffects input_effects(const results::Draws& draws,
                           const std::vector<study::Correlation>& correlations,
                           const std::vector<Answer>& members);

}  // namespace sluice::analysis
