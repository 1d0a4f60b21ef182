#include "serve/claim_runs.h"

#include <algorithm>
#include <set>

#include "analysis/reduce.h"
#include "base/format.h"
#include "report/claims.h"

namespace sluice::serve {
namespace {

constexpr const char* kHand = "the policy on the page";

bool same(const study::LeverSetting& first, const study::LeverSetting& second) {
  const auto* numbers = std::get_if<double>(&first);
  const auto* other = std::get_if<double>(&second);
  if (numbers != nullptr && other != nullptr) return *numbers == *other;
  if (numbers != nullptr || other != nullptr) return false;
  const auto& steps = std::get<std::vector<study::DatedValue>>(first);
  return std::ranges::equal(steps, std::get<std::vector<study::DatedValue>>(second),
                            [](const study::DatedValue& a, const study::DatedValue& b) {
                              return a.from == b.from && a.value == b.value;
                            });
}

ensemble::Policy scenario_named(const study::Study& study, const std::string& name) {
  auto found = ensemble::find_policy(study, name, {});
  if (found.value) return std::move(*found.value);
  ensemble::Policy presets;
  for (const auto& lever : study.levers) presets.settings.emplace_back(lever.preset);
  return presets;
}

// The places of the levers that the policy has otherwise than its scenario.
std::vector<std::size_t> moved_levers(const study::Study& study, const ensemble::Policy& policy,
                                      const std::string& scenario) {
  const ensemble::Policy base = scenario_named(study, scenario);
  std::vector<std::size_t> moved;
  for (std::size_t k = 0; k < policy.settings.size(); ++k) {
    if (!same(policy.settings[k], base.settings[k])) moved.push_back(k);
  }
  return moved;
}

// What a hand has changed, laid over another policy; `kept` levers stay as that policy has them.
void lay_over(const ensemble::Policy& from, const std::vector<std::size_t>& moved,
              const std::set<std::string>& kept, const study::Study& study, ensemble::Policy& to) {
  for (const std::size_t k : moved) {
    if (!kept.contains(study.levers[k].name)) to.settings[k] = from.settings[k];
  }
}

std::set<std::string> levers_set_by(const study::Study& study, const std::string& scenario) {
  std::set<std::string> names;
  const auto found = std::ranges::find(study.scenarios, scenario, &study::Scenario::name);
  if (found == study.scenarios.end()) return names;
  for (const auto& [lever, setting] : found->settings) names.insert(lever);
  return names;
}

// The one policy that every leg tests, if there is one.
std::string tested_policy(const study::Claim& claim) {
  if (claim.kind != study::ClaimKind::paired || claim.legs.empty()) return {};
  const std::string& first = claim.legs.front().policy;
  const auto same_policy = [&](const study::Leg& leg) { return leg.policy == first; };
  return std::ranges::all_of(claim.legs, same_policy) ? first : std::string();
}

bool same_settings(const ensemble::Policy& first, const ensemble::Policy& second) {
  return std::ranges::equal(first.settings, second.settings, same);
}

// Whether a leg would compare the policy with itself.
bool is_baseline_of(const study::Study& study, const study::Claim& claim,
                    const ensemble::Policy& policy) {
  return std::ranges::any_of(claim.legs, [&](const study::Leg& leg) {
    return !leg.baseline.empty() && same_settings(policy, scenario_named(study, leg.baseline));
  });
}

std::string label_of(const ensemble::Policy& policy) {
  return policy.label.empty() ? std::string(kHand) : policy.label;
}

std::string in_place_of(const study::Study& study, const ensemble::Policy& policy,
                        const std::string& scenario) {
  const ensemble::Policy tested = scenario_named(study, scenario);
  if (same_settings(policy, tested)) return {};
  return format("\"{}\" in the place of \"{}\": ", label_of(policy),
                tested.label.empty() ? scenario : tested.label);
}

ClaimRun with_hand(const study::Study& study, const study::Claim& claim,
                   const ensemble::Policy& policy) {
  ClaimRun run{claim, "policy", {policy}, {}};
  run.preface = in_place_of(study, policy, tested_policy(claim));
  run.policies.front().name = kHand;
  for (study::Leg& leg : run.claim.legs) leg.policy = kHand;
  for (const auto& name : analysis::scenarios_of(run.claim)) {
    if (name != kHand) run.policies.push_back(scenario_named(study, name));
  }
  return run;
}

ClaimRun with_changes(const study::Study& study, const study::Claim& claim,
                      const ensemble::Policy& policy, const std::vector<std::size_t>& moved) {
  ClaimRun run{claim, "changes", {}, {}};
  if (!moved.empty()) {
    run.preface =
        format("With the changes of \"{}\" laid over the claim's policies: ", label_of(policy));
  }
  for (const auto& name : analysis::scenarios_of(claim)) {
    run.policies.push_back(scenario_named(study, name));
    lay_over(policy, moved, levers_set_by(study, name), study, run.policies.back());
  }
  if (claim.kind != study::ClaimKind::exists) return run;
  const auto grid = std::ranges::find(study.grids, claim.grid, &study::Grid::name);
  std::set<std::string> kept = levers_set_by(study, grid->base);
  for (const auto& [lever, values] : grid->axes) kept.insert(lever);
  run.grid = ensemble::policies_of(study, *grid);
  for (auto& one : run.grid) lay_over(policy, moved, kept, study, one);
  return run;
}

bool is_wanted(const study::Claim& claim, const ClaimsWanted& wanted) {
  if ((claim.kind == study::ClaimKind::exists) != wanted.grids) return false;
  return !wanted.quick || !tested_policy(claim).empty();
}

}  // namespace

std::vector<ClaimRun> claim_runs(const study::Study& study, const ensemble::Policy& policy,
                                 const std::string& scenario, const ClaimsWanted& wanted) {
  const auto moved = moved_levers(study, policy, scenario);
  std::vector<ClaimRun> runs;
  for (const study::Claim& claim : study.claims) {
    if (!is_wanted(claim, wanted)) continue;
    const bool itself = !wanted.own && is_baseline_of(study, claim, policy);
    if (wanted.own || (itself && !tested_policy(claim).empty())) {
      runs.push_back(with_changes(study, claim, policy, {}));
      runs.back().reading = "own";
    } else if (tested_policy(claim).empty()) {
      runs.push_back(with_changes(study, claim, policy, moved));
    } else {
      runs.push_back(with_hand(study, claim, policy));
    }
  }
  return runs;
}

std::vector<std::string> charts_of_claims(const study::Study& study, const ClaimsWanted& wanted) {
  std::vector<std::string> charts;
  for (const study::Claim& claim : study.claims) {
    if (!is_wanted(claim, wanted)) continue;
    for (auto& name : analysis::outcomes_of(claim)) {
      if (std::ranges::find(charts, name) == charts.end()) charts.push_back(std::move(name));
    }
  }
  return charts;
}

results::ScenarioResult first_of(const Futures& futures, std::size_t done, const std::string& name,
                                 const std::vector<std::string>& series) {
  const results::Frame& all = futures.result.frame;
  results::ScenarioResult result;
  result.name = name;
  result.frame.times = all.times;
  result.frame.members = done;
  for (const auto& one : series) {
    const auto place = analysis::find_series(all, one);
    if (!place) continue;
    result.frame.series.push_back(all.series[*place]);
    for (std::size_t time = 0; time < all.times.size(); ++time) {
      const auto row = all.at(*place, time).first(done);
      result.frame.values.insert(result.frame.values.end(), row.begin(), row.end());
    }
  }
  for (const auto& bad : futures.result.bad) {
    if (bad.member < done) result.bad.push_back(bad);
  }
  return result;
}

results::Draws first_draws(const results::Draws& draws, std::size_t done) {
  results::Draws first = {draws.names, done, draws.seed, draws.design, {}};
  for (std::size_t k = 0; k < draws.names.size(); ++k) {
    const auto values = draws.of(k).first(done);
    first.values.insert(first.values.end(), values.begin(), values.end());
  }
  return first;
}

report::Json to_json(const study::Study& study, const ClaimRun& run,
                     const analysis::ClaimAnswer& answer) {
  report::Json json;
  json["name"] = answer.name;
  json["variant"] = answer.variant;
  json["horizon"] = report::text_or_null(answer.horizon);
  json["reading"] = run.reading;
  json["holds"] = report::number(answer.share_holds);
  json["fails"] = report::number(answer.share_fails);
  json["no_difference"] = report::number(answer.share_no_difference);
  json["error"] = report::number(answer.error_holds);
  json["verdict"] = answer.verdict;
  json["sentence"] = run.preface + report::sentence_of(study, run.claim, answer);
  json["unusable"] = answer.unusable;
  if (run.claim.kind == study::ClaimKind::exists) {
    json["best_policy"] = answer.best_policy;
    json["tied"] = answer.tied;
    json["best_share"] = report::number(answer.best_share);
    json["clairvoyant"] = report::number(answer.clairvoyant_share);
    json["needed"] = run.claim.share_needed;
  }
  report::Json inputs = report::Json::array();
  for (const auto& input : answer.inputs) {
    if (!input.above_chance || inputs.size() == 3) continue;
    inputs.push_back({{"uncertainty", input.uncertainty},
                      {"importance", input.importance},
                      {"stands_for", input.stands_for}});
  }
  json["inputs"] = std::move(inputs);
  return json;
}

}  // namespace sluice::serve
