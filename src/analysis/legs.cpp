#include "analysis/legs.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace sluice::analysis {
namespace {

// A ratio tells how much more only of something: with nothing or less than nothing below the line
// it has no answer.
double ratio_of(double value, double baseline) {
  if (value == 0 && baseline == 0) return 1;
  return baseline > 0 ? value / baseline : std::nan("");
}

double compare(study::Compare how, double value, double baseline) {
  switch (how) {
    case study::Compare::value: return value;
    case study::Compare::difference: return value - baseline;
    case study::Compare::ratio: return ratio_of(value, baseline);
  }
  return value;
}

// A claim about every year is decided by the year that speaks most against it.
double worse_for(const study::Leg& leg, double first, double second) {
  if (std::isnan(first) || std::isnan(second)) return std::nan("");
  using Relation = study::Bound::Relation;
  const bool high_holds = leg.holds && (leg.holds->relation == Relation::at_least ||
                                        leg.holds->relation == Relation::more);
  return high_holds ? std::min(first, second) : std::max(first, second);
}

bool any_is(const std::vector<Answer>& answers, Answer wanted) {
  return std::ranges::find(answers, wanted) != answers.end();
}

bool all_are(const std::vector<Answer>& answers, Answer wanted) {
  return std::ranges::all_of(answers, [&](Answer answer) { return answer == wanted; });
}

}  // namespace

const results::ScenarioResult& scenario_of(const results::Ensemble& ensemble,
                                           const std::string& name) {
  const auto found = std::ranges::find(ensemble.scenarios, name, &results::ScenarioResult::name);
  assert(found != ensemble.scenarios.end());
  return *found;
}

Reduced reduced_under(const Hearing& hearing, const study::Leg& leg,
                      const results::ScenarioResult& scenario) {
  const auto series = find_series(scenario.frame, leg.outcome);
  assert(series.has_value());
  return reduce(hearing.study, scenario.frame, *series, leg, hearing.horizon);
}

std::vector<double> tested_values(const Hearing& hearing, const study::Leg& leg,
                                  const results::ScenarioResult& policy,
                                  const results::ScenarioResult* baseline) {
  const Reduced value = reduced_under(hearing, leg, policy);
  const Reduced reference = baseline ? reduced_under(hearing, leg, *baseline) : value;
  const auto how = baseline ? leg.compare : study::Compare::value;
  std::vector<double> worst(hearing.members(), std::nan(""));
  for (std::size_t period = 0; period < value.size(); ++period) {
    for (std::size_t m = 0; m < worst.size(); ++m) {
      const double here = compare(how, value[period][m], reference[period][m]);
      worst[m] = period == 0 ? here : worse_for(leg, worst[m], here);
    }
  }
  return worst;
}

Answer answer_of(const study::Leg& leg, double tested) {
  if (std::isnan(tested) || !leg.holds) return Answer::unusable;
  if (satisfies(tested, *leg.holds)) return Answer::holds;
  if (!leg.fails || satisfies(tested, *leg.fails)) return Answer::fails;
  return Answer::no_difference;
}

Answer combine(study::Combine how, const std::vector<Answer>& legs) {
  if (any_is(legs, Answer::unusable)) return Answer::unusable;
  switch (how) {
    case study::Combine::all:
      if (all_are(legs, Answer::holds)) return Answer::holds;
      return any_is(legs, Answer::fails) ? Answer::fails : Answer::no_difference;
    case study::Combine::any:
      if (any_is(legs, Answer::holds)) return Answer::holds;
      return all_are(legs, Answer::fails) ? Answer::fails : Answer::no_difference;
  }
  return Answer::unusable;
}

void exclude_bad(const results::ScenarioResult& scenario, std::vector<Answer>& members) {
  for (const auto& bad : scenario.bad) {
    const auto member = static_cast<std::size_t>(bad.member);
    if (member < members.size()) members[member] = Answer::unusable;
  }
}

void exclude_all_bad(const Hearing& hearing, std::vector<Answer>& members) {
  for (const auto& name : scenarios_of(hearing.claim)) {
    exclude_bad(scenario_of(hearing.ensemble, name), members);
  }
}

}  // namespace sluice::analysis
