#include "analysis/verdict.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sluice::analysis {
namespace {

TEST(Verdict, WordsFollowTheMostFrequentAnswer) {
  EXPECT_EQ(verdict_of(800, 100, 100), "very likely");
  EXPECT_EQ(verdict_of(799, 101, 100), "likely");
  EXPECT_EQ(verdict_of(600, 200, 200), "likely");
  EXPECT_EQ(verdict_of(599, 201, 200), "toss-up");
  EXPECT_EQ(verdict_of(400, 300, 300), "toss-up");
  EXPECT_EQ(verdict_of(350, 325, 325), "open");
  EXPECT_EQ(verdict_of(300, 500, 200), "open");
  EXPECT_EQ(verdict_of(0, 900, 100), "very likely not");
  EXPECT_EQ(verdict_of(100, 700, 200), "likely not");
  EXPECT_EQ(verdict_of(0, 0, 1000), "very likely no difference");
  EXPECT_EQ(verdict_of(0, 350, 650), "likely no difference");
  EXPECT_EQ(verdict_of(0, 0, 0), "cannot be told");
}

// A "toss-up" would be read as an even chance of holding.
TEST(Verdict, IsNoTossUpWhereTheClaimHardlyEverHolds) {
  EXPECT_EQ(verdict_of(0, 520, 480), "does not hold");
  EXPECT_EQ(verdict_of(40, 450, 510), "does not hold");
  EXPECT_EQ(verdict_of(199, 401, 400), "does not hold");
  EXPECT_EQ(verdict_of(200, 400, 400), "open");
  EXPECT_EQ(verdict_of(450, 100, 450), "toss-up");
}

TEST(Verdict, OnANeededShareAsksForTwoStandardErrors) {
  EXPECT_EQ(verdict_on_need(0.54, 0.016, 0.5), "met");
  EXPECT_EQ(verdict_on_need(0.52, 0.016, 0.5), "too close to tell");
  EXPECT_EQ(verdict_on_need(0.48, 0.016, 0.5), "too close to tell");
  EXPECT_EQ(verdict_on_need(0.40, 0.016, 0.5), "not met");
  EXPECT_EQ(verdict_on_need(std::nan(""), 1, 0.5), "cannot be told");
}

TEST(ShareError, IsBinomialAndNeverZero) {
  EXPECT_NEAR(share_error(500, 1000), 0.0158, 1e-4);
  EXPECT_NEAR(share_error(0, 1000), 0.001, 1e-5);
  EXPECT_NEAR(share_error(1000, 1000), 0.001, 1e-5);
  EXPECT_EQ(share_error(0, 0), 1);
}

}  // namespace
}  // namespace sluice::analysis
