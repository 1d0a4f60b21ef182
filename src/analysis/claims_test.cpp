#include "analysis/claims.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "analysis/analysis_testing.h"
#include "analysis/judgement.h"

namespace sluice::analysis {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using enum Answer;

study::Claim claim_of(study::ClaimKind kind, std::vector<study::Leg> legs) {
  study::Claim claim;
  claim.name = "hooked";
  claim.variant = "A";
  claim.kind = kind;
  claim.legs = std::move(legs);
  return claim;
}

ClaimAnswer judge_one(const study::Claim& claim, const results::Ensemble& ensemble,
                      const results::Ensemble* grid = nullptr) {
  auto answers = judge(testing::monthly_study(), claim, ensemble, grid);
  EXPECT_EQ(answers.size(), 1U);
  return answers.front();
}

results::Ensemble policy_and_base(const std::vector<double>& policy,
                                  const std::vector<double>& base) {
  return testing::ensemble_of(
      {testing::scenario("policy", policy), testing::scenario("base", base)});
}

study::Leg difference_leg() {
  return testing::leg_of(study::Compare::difference, testing::at_least(0.02),
                         testing::at_most(-0.02));
}

TEST(PairedClaim, ComparesEachFutureWithItself) {
  const auto claim = claim_of(study::ClaimKind::paired, {difference_leg()});
  const auto answer =
      judge_one(claim, policy_and_base({0.50, 0.30, 0.70, std::nan("")}, {0.40, 0.40, 0.69, 0.2}));
  EXPECT_THAT(answer.members, ElementsAre(holds, fails, no_difference, unusable));
  EXPECT_EQ(answer.holds, 1U);
  EXPECT_EQ(answer.unusable, 1U);
  EXPECT_DOUBLE_EQ(answer.share_holds, 1.0 / 3);
  EXPECT_THAT(answer.leg_values.at(0).at(0), DoubleNear(0.10, 1e-12));
  EXPECT_EQ(answer.verdict, "open");
}

TEST(PairedClaim, WithoutAFailsBoundTheRestFails) {
  auto leg = difference_leg();
  leg.fails.reset();
  const auto answer =
      judge_one(claim_of(study::ClaimKind::paired, {leg}), policy_and_base({1, 0.01}, {0, 0}));
  EXPECT_THAT(answer.members, ElementsAre(holds, fails));
}

TEST(PairedClaim, EqualValuesHaveRatioOneZerosIncluded) {
  const auto leg =
      testing::leg_of(study::Compare::ratio, testing::at_least(1.05), testing::at_most(0.95));
  const auto answer = judge_one(claim_of(study::ClaimKind::paired, {leg}),
                                policy_and_base({0, 2, 0, 3}, {0, 1, 1, 0}));
  EXPECT_THAT(answer.members, ElementsAre(no_difference, holds, fails, unusable));
}

TEST(PairedClaim, ABadMemberOfAnyScenarioIsUnusable) {
  auto ensemble = policy_and_base({1, 1, 1}, {0, 0, 0});
  ensemble.scenarios[1].bad.push_back({1, 0});
  const auto answer = judge_one(claim_of(study::ClaimKind::paired, {difference_leg()}), ensemble);
  EXPECT_THAT(answer.members, ElementsAre(holds, unusable, holds));
  EXPECT_DOUBLE_EQ(answer.share_holds, 1);
}

TEST(PairedClaim, JoinsLegs) {
  using study::Combine;
  EXPECT_EQ(combine(Combine::all, {holds, holds}), holds);
  EXPECT_EQ(combine(Combine::all, {holds, no_difference}), no_difference);
  EXPECT_EQ(combine(Combine::all, {no_difference, fails}), fails);
  EXPECT_EQ(combine(Combine::any, {fails, holds}), holds);
  EXPECT_EQ(combine(Combine::any, {fails, fails}), fails);
  EXPECT_EQ(combine(Combine::any, {fails, no_difference}), no_difference);
  EXPECT_EQ(combine(Combine::any, {holds, unusable}), unusable);
}

TEST(PairedClaim, CountsWhatEachPartSaysAndWhichFailsAlone) {
  auto high = difference_leg(), low = difference_leg();
  low.holds = testing::at_most(0.2);
  low.fails = study::Bound{study::Bound::Relation::more, 0.2};
  const auto claim = claim_of(study::ClaimKind::paired, {high, low});
  const auto ensemble = policy_and_base({0.1, -0.1, 0.3, 0, std::nan("")}, {0, 0, 0, 0, 0});
  const auto answer = judge_one(claim, ensemble);
  EXPECT_THAT(answer.members, ElementsAre(holds, fails, fails, no_difference, unusable));
  ASSERT_EQ(answer.legs.size(), 2U);
  EXPECT_EQ(answer.legs[0].holds, 2U);
  EXPECT_EQ(answer.legs[0].fails, 1U);
  EXPECT_EQ(answer.legs[0].no_difference, 1U);
  EXPECT_EQ(answer.legs[0].fails_alone, 1U);
  EXPECT_EQ(answer.legs[1].holds, 3U);
  EXPECT_EQ(answer.legs[1].fails_alone, 1U);
  const study::Study study = testing::monthly_study();
  ClaimHearing hearing(study, claim, 10, {});
  hearing.hear(5, ensemble, nullptr);
  hearing.hear(0, ensemble, nullptr);
  const auto heard = hearing.answers({}).front();
  EXPECT_EQ(heard.legs.at(1).holds, 6U);
  EXPECT_EQ(heard.legs.at(1).fails_alone, 2U);
}

TEST(PairedClaim, TheWorstYearDecides) {
  auto leg = testing::leg_of(study::Compare::ratio, testing::at_least(0.95), {});
  leg.reduce = study::Reduce::each_year_mean;
  std::vector<double> base(24, 1.0), one_poor_year(24, 1.0);
  for (std::size_t k = 12; k < 24; ++k) one_poor_year[k] = 0.9;
  const auto ensemble =
      testing::ensemble_of({{"policy", testing::frame_of({base, one_poor_year}), {}},
                            {"base", testing::frame_of({base, base}), {}}});
  const auto answer = judge_one(claim_of(study::ClaimKind::paired, {leg}), ensemble);
  EXPECT_THAT(answer.members, ElementsAre(holds, fails));
  EXPECT_THAT(answer.leg_values.at(0), ElementsAre(1, DoubleNear(0.9, 1e-12)));
}

TEST(PairedClaim, RatiosNeedABaselineAboveZero) {
  const auto leg = testing::leg_of(study::Compare::ratio, testing::at_least(0.95), {});
  const auto ensemble = testing::ensemble_of({testing::scenario("policy", {2, 1, 0, 1, -3}),
                                              testing::scenario("base", {1, 0, 0, -1, -3})});
  const auto answer = judge_one(claim_of(study::ClaimKind::paired, {leg}), ensemble);
  EXPECT_THAT(answer.members, ElementsAre(holds, unusable, holds, unusable, unusable));
  EXPECT_EQ(answer.unusable, 3U);
  EXPECT_EQ(answer.share_holds, 1);
}

TEST(PairedClaim, WithoutAnyUsableFutureCannotBeTold) {
  const auto leg = testing::leg_of(study::Compare::ratio, testing::at_least(0.95), {});
  const auto ensemble = testing::ensemble_of(
      {testing::scenario("policy", {2, 1}), testing::scenario("base", {0, 0})});
  EXPECT_EQ(judge_one(claim_of(study::ClaimKind::paired, {leg}), ensemble).verdict,
            "cannot be told");
}

TEST(PairedClaim, IsAnsweredAtEachHorizonThatALegSpeaksOf) {
  auto claim = claim_of(study::ClaimKind::paired, {difference_leg()});
  claim.horizons = {{2026 * 12}, {2026 * 12 + 1}};
  const auto ensemble = testing::ensemble_of(
      {{"policy", testing::frame_of({{0, 1}}), {}}, {"base", testing::frame_of({{0, 0}}), {}}});
  const auto answers = judge(testing::monthly_study(), claim, ensemble, nullptr);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].horizon, "2026-01");
  EXPECT_EQ(answers[0].no_difference, 1U);
  EXPECT_EQ(answers[1].horizon, "2026-02");
  EXPECT_EQ(answers[1].holds, 1U);
}

TEST(PairedClaim, ALegMayNameADateForEachHorizon) {
  auto claim = claim_of(study::ClaimKind::paired, {difference_leg()});
  claim.horizons = {{2026 * 12 + 1}, {2026 * 12 + 2}};
  claim.legs[0].at = study::HorizonDate{{{2026 * 12 + 2}, {2026 * 12}}};
  const auto ensemble = testing::ensemble_of({{"policy", testing::frame_of({{0, 0, 1}}), {}},
                                              {"base", testing::frame_of({{0, 0, 0}}), {}}});
  const auto answers = judge(testing::monthly_study(), claim, ensemble, nullptr);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].horizon, "2026-02");
  EXPECT_EQ(answers[0].holds, 1U);  // reads March
  EXPECT_EQ(answers[1].holds, 0U);  // reads January
}

study::Claim value_claim() {
  auto leg = testing::leg_of(study::Compare::value, testing::at_least(1), {});
  leg.policy.clear();
  leg.baseline.clear();
  auto claim = claim_of(study::ClaimKind::exists, {leg});
  claim.share_needed = 0.5;
  return claim;
}

TEST(ExistsClaim, IsScoredOnTheHalfThatDidNotChoose) {
  // Policy a is best on the first half (it holds there by chance), b on the second.
  const auto grid = testing::ensemble_of({testing::scenario("a", {1, 1, 1, 0, 0, 0}),
                                          testing::scenario("b", {0, 0, 0, 1, 1, 1}),
                                          testing::scenario("c", {0, 0, 0, 0, 0, 0})});
  results::Ensemble none;
  none.draws.members = 6;
  const auto answer = judge_one(value_claim(), none, &grid);
  EXPECT_EQ(answer.best_policy, "a");
  EXPECT_DOUBLE_EQ(answer.best_share, 0.5);
  EXPECT_DOUBLE_EQ(answer.clairvoyant_share, 1);
  EXPECT_DOUBLE_EQ(answer.share_holds, 0);
  EXPECT_FALSE(answer.halves_agree);
}

TEST(ExistsClaim, ItsFrontierIsWhatNoOtherPolicyBeats) {
  // Medians of both legs: strong (3, 1), balanced (2, 2), weak (1, 1), same as balanced, mild (1,
  // 3).
  study::Claim claim = value_claim();
  claim.legs.push_back(claim.legs.front());
  claim.legs[1].outcome = "y";
  const auto policy = [](const char* name, double x, double y) {
    results::ScenarioResult one = testing::scenario(name, {x - 1, x, x + 5});
    const auto other = testing::scenario(name, {y, y, y});
    one.frame.series.push_back(other.frame.series.front());
    one.frame.series.back().name = "y";
    one.frame.values.insert(one.frame.values.end(), other.frame.values.begin(),
                            other.frame.values.end());
    return one;
  };
  const auto grid =
      testing::ensemble_of({policy("strong", 3, 1), policy("balanced", 2, 2), policy("weak", 1, 1),
                            policy("same", 2, 2), policy("mild", 1, 3)});
  results::Ensemble none;
  none.draws.members = 3;
  const auto frontier = judge_one(claim, none, &grid).frontier;
  ASSERT_EQ(frontier.size(), 3U);
  EXPECT_EQ(frontier[0].policy, "strong");
  EXPECT_EQ(frontier[1].policy, "balanced");
  EXPECT_EQ(frontier[2].policy, "mild");
  EXPECT_THAT(frontier[0].medians, ElementsAre(3, 1));
  EXPECT_DOUBLE_EQ(frontier[1].share_holds, 1);
}

TEST(ExistsClaim, NamesThePoliciesThatDoAsWell) {
  std::vector<double> most(400, 1.0), same = most, nearly = most, less = most;
  for (std::size_t m = 0; m < 40; ++m) most[m] = same[m + 40] = 0;  // elsewhere, and as often
  for (std::size_t m = 0; m < 50; ++m) nearly[m] = 0;               // ten more: within chance
  for (std::size_t m = 0; m < 80; ++m) less[m] = 0;
  for (std::size_t m = 0; m < 6; ++m) nearly[m] = 1;
  const auto grid =
      testing::ensemble_of({testing::scenario("most", most), testing::scenario("less", less),
                            testing::scenario("same", same), testing::scenario("nearly", nearly)});
  results::Ensemble none;
  none.draws.members = 400;
  const auto answer = judge_one(value_claim(), none, &grid);
  EXPECT_EQ(answer.best_policy, "most");
  EXPECT_THAT(answer.tied, ElementsAre("most", "same", "nearly"));
}

TEST(ExistsClaim, APolicyThatReallyWorksIsFoundByBothHalves) {
  std::vector<double> works(400, 1.0), never(400, 0.0);
  for (std::size_t m = 0; m < 400; m += 10) works[m] = works[m + 1] = 0;
  const auto grid =
      testing::ensemble_of({testing::scenario("never", never), testing::scenario("works", works)});
  results::Ensemble none;
  none.draws.members = 400;
  const auto answer = judge_one(value_claim(), none, &grid);
  EXPECT_EQ(answer.best_policy, "works");
  EXPECT_TRUE(answer.halves_agree);
  EXPECT_DOUBLE_EQ(answer.share_holds, 0.8);
  EXPECT_EQ(answer.verdict, "met");
}

TEST(ExistsClaim, AFutureThatIsBadUnderOnePolicyIsLeftOut) {
  auto grid = testing::ensemble_of(
      {testing::scenario("a", {1, 1, 1, 1}), testing::scenario("b", {0, 0, 0, 0})});
  grid.scenarios[1].bad.push_back({2, 0});
  results::Ensemble none;
  none.draws.members = 4;
  const auto answer = judge_one(value_claim(), none, &grid);
  EXPECT_EQ(answer.unusable, 1U);
  EXPECT_DOUBLE_EQ(answer.clairvoyant_share, 1);
}

study::Leg metric(bool high_is_better, double band) {
  study::Leg leg;
  leg.outcome = "x";
  leg.high_is_better = high_is_better;
  leg.dead_band = band;
  leg.weight = 1;
  return leg;
}

study::Claim ranked(study::ClaimKind kind, std::vector<study::Leg> legs, int worse_on) {
  auto claim = claim_of(kind, std::move(legs));
  claim.policy = "policy";
  claim.baselines = {"one", "two"};
  claim.worse_on = worse_on;
  return claim;
}

results::Ensemble three(const std::vector<double>& policy) {
  return testing::ensemble_of({testing::scenario("policy", policy),
                               testing::scenario("one", std::vector<double>(policy.size(), 10)),
                               testing::scenario("two", std::vector<double>(policy.size(), 12))});
}

TEST(DominanceClaim, WorseThanAllHoldsBetweenFailsWithinTheBandIsNoDifference) {
  const auto claim = ranked(study::ClaimKind::dominance, {metric(true, 1)}, 1);
  const auto answer = judge_one(claim, three({5, 11.5, 20, 9.5}));
  // 11.5 is better than one baseline; 9.5 is worse than `two` alone, and better than none.
  EXPECT_THAT(answer.members, ElementsAre(holds, fails, fails, no_difference));
  EXPECT_THAT(answer.leg_values.at(0), ElementsAre(5, -1.5, -10, 0.5));
}

TEST(DominanceClaim, LowCanBeBetterAndBetterOnOneMetricSpoilsIt) {
  const auto low = ranked(study::ClaimKind::dominance, {metric(false, 1)}, 1);
  EXPECT_THAT(judge_one(low, three({20, 5})).members, ElementsAre(holds, fails));
  const auto both = ranked(study::ClaimKind::dominance, {metric(true, 1), metric(false, 1)}, 1);
  EXPECT_THAT(judge_one(both, three({5, 20})).members, ElementsAre(fails, fails));
}

TEST(ScoreClaim, HoldsWhereTheRankIsStableOverTheWeights) {
  auto claim = ranked(study::ClaimKind::score, {metric(true, 0), metric(false, 0)}, 0);
  claim.legs[1].scale = 1e9;  // decides nothing, except where its weight is nearly 1
  const auto answer = judge_one(claim, three({5, 20, 11, std::nan("")}));
  EXPECT_THAT(answer.members, ElementsAre(holds, fails, fails, unusable));
  EXPECT_THAT(answer.leg_values.at(0).at(0), DoubleNear(2.5, 1e-6));
}

TEST(ScoreClaim, AnEqualPolicyMakesNoDifference) {
  auto claim = ranked(study::ClaimKind::score, {metric(true, 0)}, 0);
  claim.baselines = {"one"};
  EXPECT_THAT(judge_one(claim, three({10})).members, ElementsAre(no_difference));
}

TEST(ScoreClaim, ARankThatTurnsOnTheWeightsIsNoDifference) {
  // Worse by 1 on one metric, better by 1 on the other: below on half of the simplex.
  auto claim = ranked(study::ClaimKind::score, {metric(true, 0), metric(false, 0)}, 0);
  claim.baselines = {"one"};
  claim.legs[0].weight = 0.9;
  claim.legs[1].weight = 0.1;
  EXPECT_THAT(judge_one(claim, three({9})).members, ElementsAre(no_difference));
}

TEST(SimplexWeights, SumToOneAndAreEvenlySpread) {
  for (std::size_t metrics = 1; metrics <= 6; ++metrics) {
    std::vector<double> mean(metrics, 0);
    const auto points = simplex_weights(metrics);
    for (const auto& point : points) {
      ASSERT_EQ(point.size(), metrics);
      double total = 0;
      for (std::size_t k = 0; k < metrics; ++k) {
        total += point[k];
        mean[k] += point[k] / static_cast<double>(points.size());
      }
      EXPECT_NEAR(total, 1, 1e-12);
    }
    for (const double value : mean) EXPECT_NEAR(value, 1 / static_cast<double>(metrics), 1e-12);
  }
}

TEST(ClaimReads, NameEachScenarioAndOutcomeOnce) {
  const auto claim = claim_of(study::ClaimKind::paired, {difference_leg(), difference_leg()});
  EXPECT_THAT(scenarios_of(claim), ElementsAre("policy", "base"));
  EXPECT_THAT(outcomes_of(claim), ElementsAre("x"));
}

}  // namespace
}  // namespace sluice::analysis
