// The legs of one claim at one horizon, evaluated for every member.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/claims.h"
#include "analysis/reduce.h"

namespace sluice::analysis {

// What a claim is judged on.
struct Hearing {
  const study::Study& study;
  const study::Claim& claim;
  const results::Ensemble& ensemble;
  std::optional<study::Date> horizon;
  std::size_t members() const { return ensemble.draws.members; }
};

const results::ScenarioResult& scenario_of(const results::Ensemble& ensemble,
                                           const std::string& name);

// The reduced outcome of a leg under one scenario.
Reduced reduced_under(const Hearing& hearing, const study::Leg& leg,
                      const results::ScenarioResult& scenario);

// The tested number per member: policy against baseline, or the value itself. Of each-year-mean the
// year that is worst for `holds`. A ratio of
// zeros is 1; any other ratio to a baseline that is not above 0 is NaN.
std::vector<double> tested_values(const Hearing& hearing, const study::Leg& leg,
                                  const results::ScenarioResult& policy,
                                  const results::ScenarioResult* baseline);

// unusable for NaN; what neither holds nor fails is no difference, or fails where `fails` is
// absent.
Answer answer_of(const study::Leg& leg, double tested);
Answer combine(study::Combine how, const std::vector<Answer>& legs);

// Sets to unusable the answers of a scenario's bad members.
void exclude_bad(const results::ScenarioResult& scenario, std::vector<Answer>& members);
// Of every scenario that the claim reads.
void exclude_all_bad(const Hearing& hearing, std::vector<Answer>& members);

}  // namespace sluice::analysis
