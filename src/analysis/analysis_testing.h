// Small studies and results for the tests of this folder.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "results/frame.h"
#include "study/study.h"

namespace sluice::analysis::testing {

// Months from 2026-01.
inline study::Study monthly_study() {
  study::Study study;
  study.time_zero = {2026 * 12};
  return study;
}

// Members [member][time] of one series "x", months 0, 1, 2, ...
inline results::Frame frame_of(const std::vector<std::vector<double>>& members) {
  results::Frame frame;
  frame.series = {{"x", "X", "unit"}};
  frame.members = members.size();
  const std::size_t times = members.front().size();
  for (std::size_t k = 0; k < times; ++k) frame.times.push_back(static_cast<double>(k));
  frame.values.resize(times * frame.members);
  for (std::size_t m = 0; m < members.size(); ++m) {
    for (std::size_t k = 0; k < times; ++k) frame.at(0, k)[m] = members[m][k];
  }
  return frame;
}

// One scenario whose series "x" is the same number at month 0 for each member.
inline results::ScenarioResult scenario(const std::string& name,
                                        const std::vector<double>& values) {
  std::vector<std::vector<double>> members;
  for (const double value : values) members.push_back({value});
  return {name, frame_of(members), {}};
}

inline results::Ensemble ensemble_of(std::vector<results::ScenarioResult> scenarios) {
  results::Ensemble ensemble;
  ensemble.draws.members = scenarios.front().frame.members;
  ensemble.scenarios = std::move(scenarios);
  return ensemble;
}

inline study::Leg leg_of(study::Compare compare, study::Bound holds,
                         std::optional<study::Bound> fails) {
  study::Leg leg;
  leg.outcome = "x";
  leg.reduce = study::Reduce::at;
  leg.policy = "policy";
  leg.baseline = "base";
  leg.compare = compare;
  leg.holds = holds;
  leg.fails = fails;
  return leg;
}

inline study::Bound at_least(double value) { return {study::Bound::Relation::at_least, value}; }
inline study::Bound at_most(double value) { return {study::Bound::Relation::at_most, value}; }

}  // namespace sluice::analysis::testing
