#include "analysis/scores.h"

#include <gtest/gtest.h>

namespace sluice::analysis {
namespace {

TEST(IntervalScore, IsTheWidthAndAPenaltyOutside) {
  EXPECT_DOUBLE_EQ(interval_score(2, 6, 0.1, 4), 4);
  EXPECT_DOUBLE_EQ(interval_score(2, 6, 0.1, 7), 4 + 20);
  EXPECT_DOUBLE_EQ(interval_score(2, 6, 0.5, 1), 4 + 4);
}

TEST(BinomialTails, CountBothEnds) {
  EXPECT_NEAR(at_most(0, 2, 0.9), 0.01, 1e-12);
  EXPECT_NEAR(at_most(1, 2, 0.9), 0.19, 1e-12);
  EXPECT_NEAR(at_least(2, 2, 0.9), 0.81, 1e-12);
  EXPECT_EQ(at_least(0, 2, 0.9), 1);
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
