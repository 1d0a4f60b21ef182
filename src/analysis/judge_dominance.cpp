#include <algorithm>
#include <cassert>
#include <cmath>

#include "analysis/judgement.h"

namespace sluice::analysis {
namespace {

struct Count {
  int worse_than_all = 0, better_than_all = 0, better_than_some = 0;
};

void count_metric(const Shortfalls& all, std::size_t leg, std::size_t member, double band,
                  Count& count) {
  std::size_t worse = 0, better = 0;
  for (const auto& baseline : all) {
    worse += baseline[leg][member] > band ? 1U : 0U;
    better += baseline[leg][member] < -band ? 1U : 0U;
  }
  count.worse_than_all += worse == all.size() ? 1 : 0;
  count.better_than_all += better == all.size() ? 1 : 0;
  count.better_than_some += better > 0 ? 1 : 0;
}

Answer answer_for(const study::Claim& claim, const Shortfalls& all, std::size_t member) {
  Count count;
  for (std::size_t leg = 0; leg < claim.legs.size(); ++leg) {
    for (const auto& baseline : all) {
      if (std::isnan(baseline[leg][member])) return Answer::unusable;
    }
    count_metric(all, leg, member, claim.legs[leg].dead_band, count);
  }
  if (count.worse_than_all >= claim.worse_on && count.better_than_all == 0) return Answer::holds;
  return count.better_than_some > 0 ? Answer::fails : Answer::no_difference;
}

// One baseline and one metric alone: worse, better, or within the dead band.
Answer alone(double shortfall, double band) {
  if (std::isnan(shortfall)) return Answer::unusable;
  if (shortfall > band) return Answer::holds;
  return shortfall < -band ? Answer::fails : Answer::no_difference;
}

std::vector<std::vector<Answer>> metric_answers(const study::Claim& claim, const Shortfalls& all) {
  std::vector<std::vector<Answer>> answers;
  for (const auto& baseline : all) {
    for (std::size_t leg = 0; leg < baseline.size(); ++leg) {
      auto& members = answers.emplace_back();
      for (const double shortfall : baseline[leg]) {
        members.push_back(alone(shortfall, claim.legs[leg].dead_band));
      }
    }
  }
  return answers;
}

std::vector<std::vector<double>> nearest(const Shortfalls& all) {
  auto least = all.front();
  for (const auto& baseline : all) {
    for (std::size_t leg = 0; leg < least.size(); ++leg) {
      for (std::size_t m = 0; m < least[leg].size(); ++m) {
        least[leg][m] = std::min(least[leg][m], baseline[leg][m]);
      }
    }
  }
  return least;
}

std::vector<std::vector<double>> shortfalls_against(const Hearing& hearing,
                                                    const std::string& baseline) {
  const auto& policy = scenario_of(hearing.ensemble, hearing.claim.policy);
  std::vector<std::vector<double>> all;
  for (study::Leg leg : hearing.claim.legs) {
    leg.compare = study::Compare::difference;
    all.push_back(tested_values(hearing, leg, policy, &scenario_of(hearing.ensemble, baseline)));
    if (!leg.high_is_better) continue;
    for (double& value : all.back()) value = -value;
  }
  return all;
}

}  // namespace

Shortfalls shortfalls_of(const Hearing& hearing) {
  Shortfalls all;
  for (const auto& baseline : hearing.claim.baselines) {
    all.push_back(shortfalls_against(hearing, baseline));
  }
  return all;
}

ClaimAnswer judge_dominance(const Hearing& hearing) {
  const Shortfalls all = shortfalls_of(hearing);
  assert(!all.empty());
  ClaimAnswer answer;
  for (std::size_t m = 0; m < hearing.members(); ++m) {
    answer.members.push_back(answer_for(hearing.claim, all, m));
  }
  exclude_all_bad(hearing, answer.members);
  answer.leg_values = nearest(all);
  answer.leg_members = metric_answers(hearing.claim, all);
  return answer;
}

}  // namespace sluice::analysis
