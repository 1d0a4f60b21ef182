#include <algorithm>

#include "base/format.h"
#include "ensemble/ensemble.h"

namespace sluice::ensemble {
namespace {

Policy policy_of(const study::Study& study, const study::Scenario& scenario) {
  Policy policy{scenario.name, scenario.label, {}};
  for (const study::Lever& lever : study.levers) {
    const auto found = scenario.settings.find(lever.name);
    policy.settings.push_back(found == scenario.settings.end() ? study::LeverSetting(lever.preset)
                                                               : found->second);
  }
  return policy;
}

const study::Scenario* find_scenario(const study::Study& study, const std::string& name) {
  const auto found = std::ranges::find(study.scenarios, name, &study::Scenario::name);
  return found == study.scenarios.end() ? nullptr : &*found;
}

std::size_t place_of_lever(const study::Study& study, const std::string& name) {
  const auto found = std::ranges::find(study.levers, name, &study::Lever::name);
  return static_cast<std::size_t>(found - study.levers.begin());
}

}  // namespace

Checked<Policy> find_policy(const study::Study& study, const std::string& scenario,
                            const Place& place) {
  if (const study::Scenario* found = find_scenario(study, scenario)) {
    return {.value = policy_of(study, *found), .diagnostics = {}};
  }
  std::vector<std::string> known;
  std::string all;
  for (const study::Scenario& one : study.scenarios) {
    known.push_back(one.name);
    all += (all.empty() ? "" : ", ") + one.name;
  }
  const std::string near = did_you_mean(scenario, known);
  return {.value = {},
          .diagnostics = {make_diagnostic(Code::unknown_scenario, place,
                                          format("the study has no scenario \"{}\"", scenario), {},
                                          near.empty() ? "its scenarios are: " + all : near)}};
}

// Counts through the axes with the last one fastest, as the cells of an array are numbered.
std::vector<Policy> policies_of(const study::Study& study, const study::Grid& grid) {
  const study::Scenario* base = find_scenario(study, grid.base);
  const Policy start = base == nullptr ? policy_of(study, {}) : policy_of(study, *base);
  std::size_t count = 1;
  for (const auto& [lever, values] : grid.axes) count *= values.size();
  std::vector<Policy> policies;
  for (std::size_t number = 0; number < count; ++number) {
    Policy policy = start;
    std::string text;
    std::size_t rest = number;
    for (auto axis = grid.axes.rbegin(); axis != grid.axes.rend(); ++axis) {
      const double value = axis->second[rest % axis->second.size()];
      rest /= axis->second.size();
      policy.settings[place_of_lever(study, axis->first)] = value;
      text = format("{}={}{}{}", axis->first, to_text(value), text.empty() ? "" : ", ", text);
    }
    policy.name = format("{}/{}: {}", grid.name, number + 1, text);
    policy.label = text;
    policies.push_back(std::move(policy));
  }
  return policies;
}

}  // namespace sluice::ensemble
