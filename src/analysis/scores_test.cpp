#include "analysis/scores.h"

#include <gtest/gtest.h>

namespace sluice::analysis {
namespace {

TEST(IntervalScore, IsTheWidthAndAPenaltyOutside) {
  EXPECT_DOUBLE_EQ(interval_score(2, 6, 0.1, 4), 4);
  EXPECT_DOUBLE_EQ(interval_score(2, 6, 0.1, 7), 4 + 20);
  EXPECT_DOUBLE_EQ(interval_score(2, 6, 0.5, 1), 4 + 4);
}

// Points of one weight; what lies in the 50 % band lies in the 90 % band as well.
std::vector<Held> points_of(std::size_t in50, std::size_t in90, std::size_t n) {
  std::vector<Held> points;
  for (std::size_t k = 0; k < n; ++k) points.push_back({1, k < in50, k < in90});
  return points;
}

CoverageVerdict judge_coverage(std::size_t in50, std::size_t in90, std::size_t n) {
  return judge_coverage(points_of(in50, in90, n));
}

CoverageVerdict judge_fitted(std::size_t in50, std::size_t in90, std::size_t n) {
  return judge_fitted(points_of(in50, in90, n));
}

TEST(WeightedTails, WithEqualWeightsAreBinomial) {
  EXPECT_NEAR(at_most(0, {1, 1}, 0.9), 0.01, 1e-12);
  EXPECT_NEAR(at_most(1, {1, 1}, 0.9), 0.19, 1e-12);
  EXPECT_NEAR(at_least(2, {1, 1}, 0.9), 0.81, 1e-12);
  EXPECT_EQ(at_least(0, {1, 1}, 0.9), 1);
  EXPECT_NEAR(at_most(3, {3, 3}, 0.9), 0.19, 1e-12);
}

TEST(WeightedTails, AddUpWeights) {
  // Of weights 3 and 1: 0, 1, 3 and 4 with 0.01, 0.09, 0.09 and 0.81.
  EXPECT_NEAR(at_most(0, {3, 1}, 0.9), 0.01, 1e-12);
  EXPECT_NEAR(at_most(2, {3, 1}, 0.9), 0.10, 1e-12);
  EXPECT_NEAR(at_most(3, {1, 3}, 0.9), 0.19, 1e-12);
  EXPECT_NEAR(at_least(3, {1, 3}, 0.9), 0.90, 1e-12);
}

TEST(CoverageVerdict, CountsByWeight) {
  // Six points of nine, four of them of three times the weight: which are missed decides.
  std::vector<Held> light, heavy;
  for (unsigned k = 0; k < 9; ++k) {
    const bool strong = k < 4, missed_light = k >= 7, missed_heavy = k < 2;
    light.push_back({strong ? 3U : 1U, k % 2 == 0, !missed_light});
    heavy.push_back({strong ? 3U : 1U, k % 2 == 0, !missed_heavy});
  }
  EXPECT_EQ(judge_coverage(light).judgement, Judgement::passes);
  EXPECT_EQ(judge_coverage(heavy).judgement, Judgement::passes);  // 11 of 17
  heavy[2].in90 = false;
  EXPECT_EQ(judge_coverage(heavy).judgement, Judgement::misses);
  EXPECT_EQ(judge_coverage(heavy).reason, "the 90 % band holds 6 of 9 (by weight 8 of 17)");
  light[6].in90 = false;
  EXPECT_EQ(judge_coverage(light).judgement, Judgement::passes);  // 6 of 9, 14 of 17
}

TEST(CoverageVerdict, NeedsAtLeastTwoPointsToFail) {
  EXPECT_EQ(judge_coverage(0, 0, 1).judgement, Judgement::too_few);
  EXPECT_EQ(judge_coverage(0, 0, 2).judgement, Judgement::misses);
  EXPECT_EQ(judge_coverage(0, 0, 2).reason, "the 90 % band holds 0 of 2");
  EXPECT_EQ(judge_coverage(1, 2, 2).judgement, Judgement::not_refuted);
  EXPECT_EQ(judge_coverage(1, 2, 2).reason, "n = 2");
  EXPECT_EQ(judge_coverage(3, 6, 7).judgement, Judgement::not_refuted);
  EXPECT_EQ(judge_coverage(3, 7, 8).judgement, Judgement::passes);
}

TEST(CoverageVerdict, FailsBandsThatHoldTooLittle) {
  EXPECT_EQ(judge_coverage(2, 4, 8).judgement, Judgement::misses);  // 4 of 8: 0.5 %
  EXPECT_EQ(judge_coverage(0, 7, 7).reason, "the 50 % band holds 0 of 7");
}

TEST(CoverageVerdict, FailsBandsThatHoldTooMuchWhereThatCanBeTold) {
  EXPECT_EQ(judge_coverage(14, 28, 28).judgement, Judgement::passes);  // 0.9^28 is 5.2 %
  EXPECT_EQ(judge_coverage(15, 29, 29).judgement, Judgement::too_wide);
  EXPECT_EQ(judge_coverage(50, 98, 100).judgement, Judgement::passes);  // not more than 98 %
  EXPECT_EQ(judge_coverage(50, 99, 100).judgement, Judgement::too_wide);
  EXPECT_EQ(judge_coverage(6, 6, 6).reason, "the 50 % band holds 6 of 6");
}

TEST(CoverageVerdict, OfFittedPointsSaysHowManyAreMissed) {
  EXPECT_EQ(judge_fitted(0, 0, 1).judgement, Judgement::fitted);
  EXPECT_EQ(judge_fitted(0, 0, 1).reason, "misses 1 of 1");
  EXPECT_EQ(judge_fitted(1, 2, 3).reason, "misses 1 of 3");
  EXPECT_EQ(judge_fitted(2, 3, 4).reason, "misses 1 of 4");
  EXPECT_EQ(judge_fitted(3, 5, 7).reason, "misses 2 of 7");
  EXPECT_EQ(judge_fitted(5, 9, 10).reason, "");
  EXPECT_EQ(judge_fitted(0, 0, 9).judgement, Judgement::misses);
}

TEST(Theil, SaysWhereTheErrorLies) {
  const std::vector<double> observed = {1, 2, 3, 4, 5, 6, 7, 8};
  std::vector<double> shifted = observed, stretched = observed;
  for (double& value : shifted) value += 2;
  for (double& value : stretched) value = 4.5 + 2 * (value - 4.5);
  EXPECT_NEAR(theil_of(shifted, observed)->bias, 1, 1e-12);
  EXPECT_NEAR(theil_of(stretched, observed)->variance, 1, 1e-12);
  EXPECT_FALSE(theil_of(observed, observed));
  EXPECT_NEAR(theil_of({2, 1, 4, 3, 6, 5, 8, 7}, observed)->covariance, 1, 1e-12);
  EXPECT_FALSE(theil_of({1, 2, 3, 4, 5, 6, 8}, {1, 2, 3, 4, 5, 6, 7}));  // too few
}

}  // namespace
}  // namespace sluice::analysis
