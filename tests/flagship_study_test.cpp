// The chips study as a text: it has no mistakes, every number says where it comes from, and its
// scenarios differ only from the decision date.
#include <gtest/gtest.h>

#include <algorithm>

#include "flagship.h"
#include "model/load.h"

namespace sluice::tests {
namespace {

constexpr double kDecision = 57;  // the end of 2026-10

void expect_no_complaint(const Diagnostics& diagnostics) {
  for (const Diagnostic& one : diagnostics) {
    if (one.severity != Severity::note) ADD_FAILURE() << to_text(one);
  }
}

TEST(FlagshipStudy, HasNeitherErrorsNorWarnings) {
  Checked<study::Study> study = study::read_study(flagship_folder());
  expect_no_complaint(study.diagnostics);
  ASSERT_TRUE(study.value);
  Checked<model::Model> model = model::load_model(study.value->model_path);
  expect_no_complaint(model.diagnostics);
  ASSERT_TRUE(model.value);
  const auto bound = ensemble::bind(std::move(*study.value), std::move(*model.value));
  expect_no_complaint(bound.diagnostics);
  ASSERT_TRUE(bound.value);
  expect_no_complaint(ensemble::Runner::make(*bound.value, true).diagnostics);
}

TEST(FlagshipStudy, AnOutcomeThatCallsItselfGradeDDeclaresIt) {
  const auto study = study::read_study(flagship_folder());
  ASSERT_TRUE(study.value);
  std::size_t said = 0;
  for (const study::Outcome& outcome : study.value->outcomes) {
    if (outcome.definition.find("grade D") == std::string::npos) continue;
    ++said;
    EXPECT_EQ(outcome.grade, 'D') << outcome.name;
  }
  EXPECT_GT(said, 0U);
}

bool holds_numbers(const model::Variable& variable) {
  return variable.kind == model::VariableKind::constant ||
         variable.kind == model::VariableKind::lookup;
}

TEST(FlagshipStudy, EveryNumberHasASourceAndAGrade) {
  const Flagship flagship({});
  std::size_t numbers = 0;
  for (const model::Variable& one : flagship.model().variables) {
    if (!holds_numbers(one) || one.group.ends_with("Control")) continue;
    ++numbers;
    EXPECT_NE(one.note.find("Source: "), std::string::npos) << one.name;
    const std::size_t grade = one.note.find("Grade: ");
    ASSERT_NE(grade, std::string::npos) << one.name;
    ASSERT_LT(grade + 7, one.note.size()) << one.name;
    EXPECT_NE(std::string("ABCD").find(one.note[grade + 7]), std::string::npos) << one.name;
  }
  EXPECT_GE(numbers, 300U);
}

// Bit for bit, before the decision date; whether they differ after it.
bool same_until_decision(const results::Frame& one, const results::Frame& other,
                         std::string* where) {
  for (std::size_t s = 0; s < one.series.size(); ++s) {
    for (std::size_t t = 0; t < one.times.size() && one.times[t] < kDecision; ++t) {
      if (std::ranges::equal(one.at(s, t), other.at(s, t))) continue;
      *where = one.series[s].name;
      return false;
    }
  }
  return true;
}

TEST(FlagshipStudy, ScenariosShareTheirHistory) {
  const Flagship flagship({});
  std::vector<ensemble::Policy> policies;
  for (const study::Scenario& one : flagship.study().scenarios) {
    policies.push_back(flagship.policy(one.name));
  }
  const auto ensemble = flagship.run(policies, 16);
  const results::Frame& first = ensemble.scenarios.front().frame;
  for (std::size_t s = 1; s < ensemble.scenarios.size(); ++s) {
    const results::ScenarioResult& other = ensemble.scenarios[s];
    std::string where;
    EXPECT_TRUE(same_until_decision(first, other.frame, &where)) << other.name << ": " << where;
    EXPECT_NE(first.values, other.frame.values) << other.name << " is \"today\" again";
  }
}

TEST(FlagshipStudy, EachLeverActsFromTheDecisionOnly) {
  const Flagship flagship({});
  const std::string today = "today";
  const results::Ensemble plain = flagship.run({flagship.policy(today)}, 8);
  for (const study::Lever& lever : flagship.study().levers) {
    const auto ensemble = flagship.run({flagship.policy(today, {{lever.name, lever.low}}),
                                        flagship.policy(today, {{lever.name, lever.high}})},
                                       8);
    for (const results::ScenarioResult& end : ensemble.scenarios) {
      std::string where;
      const bool same = same_until_decision(plain.scenarios.front().frame, end.frame, &where);
      // The basis says how compute is counted, at any date.
      if (lever.name == "compute_basis") continue;
      EXPECT_TRUE(same) << lever.name << " moves " << where << " before the decision";
    }
  }
}

TEST(FlagshipStudy, TheBasisOfComputeCountsHistoryToo) {
  const Flagship flagship({});
  const auto ensemble =
      flagship.run({flagship.policy("today"), flagship.policy("today", {{"compute_basis", 3}})}, 8);
  std::string where;
  EXPECT_FALSE(
      same_until_decision(ensemble.scenarios[0].frame, ensemble.scenarios[1].frame, &where));
}

TEST(FlagshipStudy, PairedScenariosLiveInTheSameFutures) {
  const Flagship flagship({});
  const ensemble::Policy ban = flagship.policy("ban");
  const auto pair = flagship.run({flagship.policy("h200"), ban}, 16);
  EXPECT_EQ(pair.draws.members, 16U);
  // Whatever it is run beside, and however often.
  const auto alone = flagship.run({ban}, 16);
  const auto twice = flagship.run({ban, ban}, 16);
  EXPECT_EQ(alone.draws.values, pair.draws.values);
  EXPECT_EQ(alone.scenarios[0].frame.values, pair.scenarios[1].frame.values);
  EXPECT_EQ(twice.scenarios[0].frame.values, twice.scenarios[1].frame.values);
  const auto others = flagship.run({ban}, 16, 2);
  EXPECT_NE(others.draws.values, pair.draws.values);
  EXPECT_NE(others.scenarios[0].frame.values, pair.scenarios[1].frame.values);
}

}  // namespace
}  // namespace sluice::tests
