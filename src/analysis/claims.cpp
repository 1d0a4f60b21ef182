#include "analysis/claims.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "analysis/frontier.h"
#include "analysis/importance.h"
#include "analysis/judgement.h"
#include "analysis/verdict.h"
#include "study/claim_words.h"

namespace sluice::analysis {
namespace {

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(name);
}

bool is_horizon(const std::optional<study::ClaimDate>& date) {
  return date && std::holds_alternative<study::HorizonDate>(*date);
}

bool speaks_of_horizon(const study::Claim& claim) {
  return std::ranges::any_of(claim.legs, [](const study::Leg& leg) {
    const bool at_end = leg.reduce == study::Reduce::at || leg.reduce == study::Reduce::change;
    const bool open = at_end && !leg.at && !leg.to;
    return open || is_horizon(leg.at) || is_horizon(leg.from) || is_horizon(leg.to);
  });
}

std::vector<std::optional<study::Date>> horizons_of(const study::Claim& claim) {
  if (claim.horizons.empty() || !speaks_of_horizon(claim)) return {std::nullopt};
  return {claim.horizons.begin(), claim.horizons.end()};
}

// The claim with its dates at each of `horizons_of`.
std::vector<study::Claim> judged_at_horizons(const study::Claim& claim) {
  std::vector<study::Claim> judged;
  for (std::size_t k = 0; k < horizons_of(claim).size(); ++k) {
    judged.push_back(study::at_horizon(claim, k));
  }
  return judged;
}

ClaimAnswer judge_kind(const Hearing& hearing, const results::Ensemble* grid) {
  switch (hearing.claim.kind) {
    case study::ClaimKind::paired: return judge_paired(hearing);
    case study::ClaimKind::exists: assert(grid != nullptr); return judge_exists(hearing, *grid);
    case study::ClaimKind::dominance: return judge_dominance(hearing);
    case study::ClaimKind::score: return judge_score(hearing);
  }
  return {};
}

void count(ClaimAnswer& answer) {
  const auto number = [&](Answer wanted) {
    return static_cast<std::size_t>(std::ranges::count(answer.members, wanted));
  };
  answer.holds = number(Answer::holds);
  answer.fails = number(Answer::fails);
  answer.no_difference = number(Answer::no_difference);
  answer.unusable = number(Answer::unusable);
  const std::size_t usable = answer.members.size() - answer.unusable;
  const auto share = [&](std::size_t part) {
    return usable == 0 ? std::nan("") : static_cast<double>(part) / static_cast<double>(usable);
  };
  answer.share_holds = share(answer.holds);
  answer.share_fails = share(answer.fails);
  answer.share_no_difference = share(answer.no_difference);
  answer.error_holds = share_error(answer.holds, usable);
  answer.error_fails = share_error(answer.fails, usable);
  answer.error_no_difference = share_error(answer.no_difference, usable);
}

// Which part of the claim speaks in which futures. `parts_decide`: it fails where one of them does.
void count_legs(ClaimAnswer& answer, bool parts_decide) {
  answer.legs.assign(answer.leg_members.size(), {});
  for (std::size_t m = 0; m < answer.members.size(); ++m) {
    if (answer.members[m] == Answer::unusable) continue;
    std::size_t failing = 0;
    for (const auto& leg : answer.leg_members) failing += leg[m] == Answer::fails ? 1U : 0U;
    for (std::size_t k = 0; k < answer.legs.size(); ++k) {
      const Answer alone = answer.leg_members[k][m];
      LegAnswers& leg = answer.legs[k];
      leg.holds += alone == Answer::holds ? 1U : 0U;
      leg.no_difference += alone == Answer::no_difference ? 1U : 0U;
      if (alone != Answer::fails) continue;
      ++leg.fails;
      const bool claim_fails = parts_decide && answer.members[m] == Answer::fails;
      leg.fails_alone += claim_fails && failing == 1 ? 1U : 0U;
    }
  }
}

std::string verdict_for(const study::Claim& claim, const ClaimAnswer& answer) {
  if (claim.kind == study::ClaimKind::exists) {
    return verdict_on_need(answer.share_holds, answer.error_holds, claim.share_needed);
  }
  return verdict_of(answer.holds, answer.fails, answer.no_difference);
}

void finish(ClaimAnswer& answer, const study::Study& study, const study::Claim& claim,
            const std::optional<study::Date>& horizon, const results::Draws& draws) {
  answer.name = claim.name;
  answer.variant = claim.variant;
  if (horizon) answer.horizon = study::to_text(*horizon);
  count(answer);
  count_legs(answer, claim.kind == study::ClaimKind::paired);
  answer.verdict = verdict_for(claim, answer);
  auto effects = input_effects(draws, study.correlations, answer.members);
  answer.inputs = std::move(effects.inputs);
  answer.naming = effects.naming;
}

ClaimAnswer judge_at(const Hearing& hearing, const results::Ensemble* grid) {
  ClaimAnswer answer = judge_kind(hearing, grid);
  finish(answer, hearing.study, hearing.claim, hearing.horizon, hearing.ensemble.draws);
  return answer;
}

// By policy of the grid, else one entry.
std::vector<Trial> hear_at(const Hearing& hearing, const results::Ensemble* grid) {
  if (hearing.claim.kind == study::ClaimKind::exists) return try_all(hearing, *grid);
  ClaimAnswer answer = judge_kind(hearing, grid);
  return {{std::move(answer.members), {}, std::move(answer.leg_members)}};
}

// How many `leg_members` an answer has.
std::size_t parts_of(const study::Claim& claim) {
  if (claim.kind == study::ClaimKind::dominance) return claim.baselines.size() * claim.legs.size();
  const bool several = claim.kind == study::ClaimKind::paired && claim.legs.size() > 1;
  return several ? claim.legs.size() : 0;
}

// Of a block's futures those among the first kFrontierMembers.
void keep_numbers(const std::vector<std::vector<double>>& block, std::size_t first,
                  std::vector<std::vector<double>>& kept) {
  for (std::size_t leg = 0; leg < block.size(); ++leg) {
    if (first >= kept[leg].size()) return;
    const std::size_t count = std::min(block[leg].size(), kept[leg].size() - first);
    std::copy_n(block[leg].begin(), count, kept[leg].begin() + static_cast<std::ptrdiff_t>(first));
  }
}

}  // namespace

std::vector<std::string> scenarios_of(const study::Claim& claim) {
  std::vector<std::string> names;
  add_once(names, claim.policy);
  for (const auto& baseline : claim.baselines) add_once(names, baseline);
  for (const auto& leg : claim.legs) {
    add_once(names, leg.policy);
    add_once(names, leg.baseline);
  }
  return names;
}

std::vector<std::string> outcomes_of(const study::Claim& claim) {
  std::vector<std::string> names;
  for (const auto& leg : claim.legs) add_once(names, leg.outcome);
  return names;
}

std::vector<ClaimAnswer> judge(const study::Study& study, const study::Claim& claim,
                               const results::Ensemble& ensemble, const results::Ensemble* grid) {
  std::vector<ClaimAnswer> answers;
  const auto horizons = horizons_of(claim);
  const auto judged = judged_at_horizons(claim);
  for (std::size_t h = 0; h < horizons.size(); ++h) {
    answers.push_back(judge_at({study, judged[h], ensemble, horizons[h]}, grid));
  }
  return answers;
}

std::vector<std::vector<std::vector<double>>> tested_numbers(const study::Study& study,
                                                             const study::Claim& claim,
                                                             const results::Ensemble& ensemble,
                                                             const results::Ensemble* grid) {
  std::vector<std::vector<std::vector<double>>> numbers;
  const auto horizons = horizons_of(claim);
  const auto judged = judged_at_horizons(claim);
  for (std::size_t h = 0; h < horizons.size(); ++h) {
    const Hearing hearing{study, judged[h], ensemble, horizons[h]};
    const bool exists = claim.kind == study::ClaimKind::exists;
    numbers.push_back(exists ? try_all(hearing, *grid).front().leg_values
                             : judge_kind(hearing, nullptr).leg_values);
  }
  return numbers;
}

ClaimHearing::ClaimHearing(const study::Study& study, const study::Claim& claim,
                           std::size_t members, std::vector<std::string> grid)
    : study_(study),
      claim_(claim),
      members_(members),
      grid_(std::move(grid)),
      horizons_(horizons_of(claim)),
      judged_(judged_at_horizons(claim)) {
  const std::size_t policies = claim.kind == study::ClaimKind::exists ? grid_.size() : 1;
  heard_.assign(horizons_.size(), std::vector(policies, std::vector(members, Answer::unusable)));
  if (const std::size_t parts = parts_of(claim); parts > 0) {
    legs_heard_.assign(horizons_.size(),
                       std::vector(parts, std::vector(members, Answer::unusable)));
  }
  if (claim.kind != study::ClaimKind::exists) return;
  const std::vector<double> kept(std::min(members, kFrontierMembers), std::nan(""));
  numbers_.assign(horizons_.size(), std::vector(policies, std::vector(claim.legs.size(), kept)));
}

void ClaimHearing::hear(std::size_t first, const results::Ensemble& block,
                        const results::Ensemble* grid) {
  for (std::size_t h = 0; h < horizons_.size(); ++h) {
    const auto trials = hear_at({study_, judged_[h], block, horizons_[h]}, grid);
    for (std::size_t policy = 0; policy < trials.size(); ++policy) {
      std::ranges::copy(trials[policy].members,
                        heard_[h][policy].begin() + static_cast<std::ptrdiff_t>(first));
      if (!numbers_.empty()) keep_numbers(trials[policy].leg_values, first, numbers_[h][policy]);
      for (std::size_t k = 0; !legs_heard_.empty() && k < legs_heard_[h].size(); ++k) {
        std::ranges::copy(trials[policy].leg_members[k],
                          legs_heard_[h][k].begin() + static_cast<std::ptrdiff_t>(first));
      }
    }
  }
}

std::vector<ClaimAnswer> ClaimHearing::answers(const results::Draws& draws) const {
  std::vector<ClaimAnswer> answers;
  for (std::size_t h = 0; h < horizons_.size(); ++h) {
    ClaimAnswer answer;
    if (claim_.kind == study::ClaimKind::exists) {
      std::vector<Trial> trials;
      for (std::size_t policy = 0; policy < heard_[h].size(); ++policy) {
        trials.push_back({heard_[h][policy], numbers_[h][policy], {}});
      }
      answer = choose_policy(claim_, trials, grid_);
      answer.leg_values.clear();
    } else {
      answer.members = heard_[h].front();
      if (!legs_heard_.empty()) answer.leg_members = legs_heard_[h];
    }
    finish(answer, study_, claim_, horizons_[h], draws);
    answers.push_back(std::move(answer));
  }
  return answers;
}

}  // namespace sluice::analysis
