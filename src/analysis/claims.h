// Findings about claims: pure functions of a study and results; they never run a model.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "results/frame.h"
#include "study/study.h"

namespace sluice::analysis {

enum class Answer : unsigned char { holds, fails, no_difference, unusable };

struct InputEffect {  // how much an uncertain input decides the answer
  std::string uncertainty;
  // Share of the answer's variance that bins of this input explain (first-order correlation ratio, bias
  // corrected by permutation of ranks; 0..1), and the shares of `holds` in its lowest and highest fifth.
  double importance = 0, holds_when_low = 0, holds_when_high = 0;
};

struct ClaimAnswer {
  std::string name, variant, horizon;  // horizon may be empty
  std::size_t holds = 0, fails = 0, no_difference = 0, unusable = 0;
  double share_holds = 0, share_fails = 0, share_no_difference = 0;
  double error_holds = 0;  // Monte Carlo standard error of share_holds
  std::string verdict;     // "very likely" ..., of the most frequent answer
  std::vector<InputEffect> inputs;  // most important first
  // exists only
  std::string best_policy;
  double best_share = 0, clairvoyant_share = 0;
  std::vector<Answer> members;  // [member]
  // paired legs: the tested number, [leg][member]
  std::vector<std::vector<double>> leg_values;
};

// The scenarios that a claim reads (for a grid: none; the caller runs the grid's policies).
std::vector<std::string> scenarios_of(const study::Claim& claim);

// `ensemble` holds at least those scenarios; `grid` the policies of the claim's grid, else null.
std::vector<ClaimAnswer> judge(const study::Study& study, const study::Claim& claim,
                               const results::Ensemble& ensemble,
                               const results::Ensemble* grid);

}  // namespace sluice::analysis
