// The kinds of claim, each judged at one horizon. Each fills `members`, `leg_values` and what only
// its kind has; claims.cpp counts.
#pragma once

#include "analysis/claims.h"
#include "analysis/legs.h"

namespace sluice::analysis {

ClaimAnswer judge_paired(const Hearing& hearing);
ClaimAnswer judge_exists(const Hearing& hearing, const results::Ensemble& grid);
ClaimAnswer judge_dominance(const Hearing& hearing);
ClaimAnswer judge_score(const Hearing& hearing);

// Of exists claims: every policy of the grid is tried in each future, then the best is chosen.
struct Trial {  // the whole claim under one policy
  std::vector<Answer> members;
  std::vector<std::vector<double>> leg_values;   // as ClaimAnswer's; may be left out
  std::vector<std::vector<Answer>> leg_members;  // likewise
};
std::vector<Trial> try_all(const Hearing& hearing, const results::Ensemble& grid);
ClaimAnswer choose_policy(const study::Claim& claim, const std::vector<Trial>& trials,
                          const std::vector<std::string>& names);

// How much worse the policy is than each baseline on each metric; positive is worse.
using Shortfalls = std::vector<std::vector<std::vector<double>>>;  // [baseline][leg][member]
Shortfalls shortfalls_of(const Hearing& hearing);

// Points spread evenly over the simplex of `metrics` weights (each sums to 1): about 200 to 500.
std::vector<std::vector<double>> simplex_weights(std::size_t metrics);

}  // namespace sluice::analysis
