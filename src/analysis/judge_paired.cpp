#include "analysis/judgement.h"

namespace sluice::analysis {
namespace {

const results::ScenarioResult* baseline_of(const Hearing& hearing, const study::Leg& leg) {
  return leg.baseline.empty() ? nullptr : &scenario_of(hearing.ensemble, leg.baseline);
}

}  // namespace

ClaimAnswer judge_paired(const Hearing& hearing) {
  ClaimAnswer answer;
  for (const auto& leg : hearing.claim.legs) {
    const auto& policy = scenario_of(hearing.ensemble, leg.policy);
    answer.leg_values.push_back(tested_values(hearing, leg, policy, baseline_of(hearing, leg)));
  }
  std::vector<Answer> legs(hearing.claim.legs.size());
  if (legs.size() > 1) answer.leg_members.resize(legs.size());
  for (std::size_t m = 0; m < hearing.members(); ++m) {
    for (std::size_t k = 0; k < legs.size(); ++k) {
      legs[k] = answer_of(hearing.claim.legs[k], answer.leg_values[k][m]);
    }
    answer.members.push_back(combine(hearing.claim.combine, legs));
    for (std::size_t k = 0; k < answer.leg_members.size(); ++k) {
      answer.leg_members[k].push_back(legs[k]);
    }
  }
  exclude_all_bad(hearing, answer.members);
  return answer;
}

}  // namespace sluice::analysis
