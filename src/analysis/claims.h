// Findings about claims: pure functions of a study and results; they never run a model.
//
// A future (a member) gets one answer to a claim; the claim's result is the share of futures for
// each.
//   paired     each leg compares one reduced outcome under a policy with the same future under a
//              baseline (or takes the value itself); `combine` joins the legs.
//   exists     every policy of a grid is tried. The policy that holds most often among the first
//              half of the members is scored on the second, and the reverse, because the best of
//              many shares is inflated by chance; the clairvoyant share (a policy per future) is
//              only an upper bound.
//   dominance  holds: worse than every baseline on at least `worse_on` metrics and better than
//              every baseline on none. Fails: else, if it is better than some baseline on some
//              metric (a mixture that lies between). Else no difference. Better and worse mean
//              beyond the metric's dead band.
//   score      index = sum of weight * value / scale, signed so that high is good. Holds: the
//              policy's index is below every baseline's with the stated weights and on at least
//              `stable_share` of the weight simplex; fails: above some baseline's with the stated
//              weights and on at least `stable_share` of the simplex; else no difference.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/deciders.h"
#include "analysis/grades.h"
#include "results/frame.h"
#include "study/study.h"

namespace sluice::analysis {

enum class Answer : unsigned char { holds, fails, no_difference, unusable };

struct InputEffect {  // how much an uncertain input decides the answer
  std::string uncertainty;
  // Share of the answer's variance that bins of this input explain (chance.h; 0..1), and the
  // shares of `holds` and `fails` in its lowest and highest fifth.
  double importance = 0, holds_when_low = 0, holds_when_high = 0;
  double fails_when_low = 0, fails_when_high = 0;
  bool above_chance = false;  // named as one that decides it (deciders.h)
  double holds_when_middle = 0, fails_when_middle = 0;
  std::vector<std::string> stands_for;  // or one of these, correlated with it, decides in its place
  char grade = 0;                       // of the evidence for its range, A to D
};

struct LegAnswers {  // of one part of a claim: futures by the answer that this part alone would
                     // give
  std::size_t holds = 0, fails = 0, no_difference = 0;
  std::size_t fails_alone = 0;  // the claim fails, and no other part of it does
};

struct FrontierPolicy {  // of a grid (frontier.h)
  std::string policy;
  double share_holds = 0;
  std::vector<double> medians;  // of the tested number of each leg
};

struct ClaimAnswer {
  std::string name, variant, horizon;  // horizon may be empty
  std::size_t holds = 0, fails = 0, no_difference = 0, unusable = 0;
  double share_holds = 0, share_fails = 0, share_no_difference = 0;  // of the usable members
  // Monte Carlo standard errors, binomial; for Latin hypercube and Sobol' draws an upper bound.
  double error_holds = 0, error_fails = 0, error_no_difference = 0;
  std::string verdict;              // verdict.h
  std::vector<InputEffect> inputs;  // most important first
  Naming naming = Naming::done;     // why none of them is named, if that is so
  Grade grade = {};  // of the numbers that it tests, the worst; where it was asked for
  // Of the usable members; of paired claims of several legs one a leg. Of dominance one for each
  // baseline and, within it, leg: holds is worse than that baseline, fails is better.
  std::vector<LegAnswers> legs;
  // exists only
  std::string best_policy;  // over all members; the share out of sample is share_holds
  double best_share = 0, clairvoyant_share = 0;
  bool halves_agree = true;  // both halves chose best_policy
  // Policies that do as well, best_policy among them: future by future, they and the best are apart
  // by at most two standard errors.
  std::vector<std::string> tied;
  std::vector<FrontierPolicy> frontier;
  std::vector<Answer> members;                   // [member]
  std::vector<std::vector<Answer>> leg_members;  // [leg][member], where `legs` is filled
  // The tested number of each leg, [leg][member]. exists: under the best policy. dominance: how
  // much worse than the nearest baseline, in the metric's unit. score: one entry, how far the index
  // lies below the nearest baseline's.
  std::vector<std::vector<double>> leg_values;
};

// The scenarios that a claim reads (for a grid: its legs' baselines; the caller runs the grid's
// policies).
std::vector<std::string> scenarios_of(const study::Claim& claim);
// The outcomes that a claim reads, each once.
std::vector<std::string> outcomes_of(const study::Claim& claim);

// One answer per horizon (one in all if no leg speaks of the horizon). `ensemble` holds at least
// those scenarios; `grid` the policies of the claim's grid, else null.
std::vector<ClaimAnswer> judge(const study::Study& study, const study::Claim& claim,
                               const results::Ensemble& ensemble, const results::Ensemble* grid);

// The tested number of each leg and no more, [horizon][leg][member], as ClaimAnswer::leg_values; of
// a claim about a grid under the only policy of `grid`.
std::vector<std::vector<std::vector<double>>> tested_numbers(const study::Study& study,
                                                             const study::Claim& claim,
                                                             const results::Ensemble& ensemble,
                                                             const results::Ensemble* grid);

// Judges without holding futures: hears them block by block, from any thread, and keeps one
// answer of each (for a grid one a policy).
class ClaimHearing {
 public:
  // `members` in all. `grid`: names of the policies of the claim's grid; else empty.
  ClaimHearing(const study::Study& study, const study::Claim& claim, std::size_t members,
               std::vector<std::string> grid);
  // Members first, first + 1, ... as an ensemble by themselves: their bad members are numbered from
  // 0, and only draws.members is read of its draws. No member twice.
  void hear(std::size_t first, const results::Ensemble& block, const results::Ensemble* grid);
  // As judge gives them, without leg_values. `draws` of all members.
  std::vector<ClaimAnswer> answers(const results::Draws& draws) const;

 private:
  const study::Study& study_;
  const study::Claim& claim_;
  std::size_t members_ = 0;
  std::vector<std::string> grid_;
  std::vector<std::optional<study::Date>> horizons_;
  std::vector<study::Claim> judged_;  // the claim at each horizon
  // [horizon][policy of the grid, else one][member]
  std::vector<std::vector<std::vector<Answer>>> heard_;
  // [horizon][leg][member]: of paired claims of several legs
  std::vector<std::vector<std::vector<Answer>>> legs_heard_;
  // [horizon][policy][leg][member]: of grids, for their frontier
  std::vector<std::vector<std::vector<std::vector<double>>>> numbers_;
};

}  // namespace sluice::analysis
