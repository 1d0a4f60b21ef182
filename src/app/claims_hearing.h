// Claims judged while futures run: each block is heard and forgotten.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/claims.h"
#include "app/claims_plan.h"
#include "ensemble/stream.h"
#include "report/claims.h"

namespace sluice::app {

// Programs for claims: smaller ones, that compute only what the claims read.
struct ClaimRunners {
  ensemble::Runner scenarios;
  std::map<std::string, ensemble::Runner> grids;  // by the grid's name
};
Checked<ClaimRunners> claim_runners(const ClaimsPlan& plan);

// Policies begin..end - 1 of a block as an ensemble of its members alone.
results::Ensemble ensemble_of(const ensemble::FutureBlock& block, const ensemble::Runner& runner,
                              const std::vector<ensemble::Policy>& policies, std::size_t begin,
                              std::size_t end);

// Every claim of the plan under one worldview (or the study's own distributions). Empty where a
// signal ended it.
std::optional<report::WorldviewAnswers> answer_claims(const ClaimsPlan& plan,
                                                      const ClaimRunners& runners,
                                                      const study::Worldview* worldview,
                                                      unsigned threads);

}  // namespace sluice::app
