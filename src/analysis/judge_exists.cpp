#include <algorithm>
#include <cmath>

#include "analysis/frontier.h"
#include "analysis/judgement.h"

namespace sluice::analysis {
namespace {

Trial try_policy(const Hearing& hearing, const results::ScenarioResult& policy) {
  const auto& claim = hearing.claim;
  Trial trial;
  for (const auto& leg : claim.legs) {
    const auto& arm = leg.policy.empty() ? policy : scenario_of(hearing.ensemble, leg.policy);
    const auto* baseline =
        leg.baseline.empty() ? nullptr : &scenario_of(hearing.ensemble, leg.baseline);
    trial.leg_values.push_back(tested_values(hearing, leg, arm, baseline));
  }
  std::vector<Answer> legs(claim.legs.size());
  for (std::size_t m = 0; m < hearing.members(); ++m) {
    for (std::size_t k = 0; k < legs.size(); ++k) {
      legs[k] = answer_of(claim.legs[k], trial.leg_values[k][m]);
    }
    trial.members.push_back(combine(claim.combine, legs));
  }
  return trial;
}

// A member that is bad under one policy is left out of all: else the choice would favour policies
// under which difficult futures happen to fail to compute.
void share_unusable(std::vector<Trial>& trials) {
  const std::size_t members = trials.empty() ? 0 : trials.front().members.size();
  for (std::size_t m = 0; m < members; ++m) {
    const bool unusable = std::ranges::any_of(
        trials, [&](const Trial& trial) { return trial.members[m] == Answer::unusable; });
    if (!unusable) continue;
    for (Trial& trial : trials) trial.members[m] = Answer::unusable;
  }
}

enum class Half : unsigned char { first, second, both };

// First and second, not even and odd: in a Sobol' sequence the parity of a point's number is the
// leading bit of its second coordinate, so the odd points would all lie in one half of that input.
bool belongs(std::size_t member, std::size_t members, Half half) {
  return half == Half::both || (member < (members + 1) / 2) == (half == Half::first);
}

std::size_t holds_in(const Trial& trial, Half half) {
  const std::size_t members = trial.members.size();
  std::size_t holds = 0;
  for (std::size_t m = 0; m < members; ++m) {
    if (belongs(m, members, half) && trial.members[m] == Answer::holds) ++holds;
  }
  return holds;
}

// The first of the best, so that a tie goes to the grid's order.
std::size_t best_on(const std::vector<Trial>& trials, Half half) {
  std::size_t best = 0;
  for (std::size_t k = 1; k < trials.size(); ++k) {
    if (holds_in(trials[k], half) > holds_in(trials[best], half)) best = k;
  }
  return best;
}

// Whether the second does as well as the first: their futures apart, counted by sign, by at most
// two standard errors of what chance would give (McNemar 1947).
bool does_as_well(const Trial& best, const Trial& other) {
  double lost = 0, won = 0;
  for (std::size_t m = 0; m < best.members.size(); ++m) {
    const bool first = best.members[m] == Answer::holds;
    const bool second = other.members[m] == Answer::holds;
    lost += first && !second ? 1 : 0;
    won += second && !first ? 1 : 0;
  }
  return lost - won <= 2 * std::sqrt(lost + won);
}

std::vector<std::string> tied_with(const std::vector<Trial>& trials, std::size_t best,
                                   const std::vector<std::string>& names) {
  std::vector<std::string> tied;
  for (std::size_t k = 0; k < trials.size(); ++k) {
    if (does_as_well(trials[best], trials[k])) tied.push_back(names[k]);
  }
  return tied;
}

double clairvoyant_share(const std::vector<Trial>& trials, std::size_t usable) {
  std::size_t found = 0;
  for (std::size_t m = 0; m < trials.front().members.size(); ++m) {
    found += std::ranges::any_of(
        trials, [&](const Trial& trial) { return trial.members[m] == Answer::holds; });
  }
  return usable == 0 ? 0 : static_cast<double>(found) / static_cast<double>(usable);
}

std::size_t count_usable(const Trial& trial) {
  return trial.members.size() -
         static_cast<std::size_t>(std::ranges::count(trial.members, Answer::unusable));
}

}  // namespace

std::vector<Trial> try_all(const Hearing& hearing, const results::Ensemble& grid) {
  std::vector<Trial> trials;
  for (const auto& policy : grid.scenarios) {
    trials.push_back(try_policy(hearing, policy));
    exclude_bad(policy, trials.back().members);
    exclude_all_bad(hearing, trials.back().members);
  }
  share_unusable(trials);
  return trials;
}

ClaimAnswer choose_policy(const study::Claim& claim, const std::vector<Trial>& trials,
                          const std::vector<std::string>& names) {
  ClaimAnswer answer;
  if (trials.empty()) return answer;
  const std::size_t by_first = best_on(trials, Half::first);
  const std::size_t by_second = best_on(trials, Half::second);
  const std::size_t best = best_on(trials, Half::both);
  const std::size_t usable = count_usable(trials.front());
  const std::size_t members = trials.front().members.size();
  for (std::size_t m = 0; m < members; ++m) {
    const std::size_t chosen = belongs(m, members, Half::first) ? by_second : by_first;
    answer.members.push_back(trials[chosen].members[m]);
  }
  answer.best_policy = names[best];
  answer.tied = tied_with(trials, best, names);
  answer.halves_agree = by_first == best && by_second == best;
  answer.clairvoyant_share = clairvoyant_share(trials, usable);
  if (usable > 0) {
    answer.best_share =
        static_cast<double>(holds_in(trials[best], Half::both)) / static_cast<double>(usable);
  }
  answer.leg_values = trials[best].leg_values;
  answer.frontier = frontier_of(claim, trials, names);
  return answer;
}

ClaimAnswer judge_exists(const Hearing& hearing, const results::Ensemble& grid) {
  std::vector<std::string> names;
  for (const auto& policy : grid.scenarios) names.push_back(policy.name);
  return choose_policy(hearing.claim, try_all(hearing, grid), names);
}

}  // namespace sluice::analysis
