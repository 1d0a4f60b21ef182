#include "analysis/movement.h"

#include <gtest/gtest.h>

#include <cmath>

#include "analysis/analysis_testing.h"

namespace sluice::analysis {
namespace {

// One point; future m is m, moved by the size that `by` gives it.
results::Frame futures(int count, double (*by)(int)) {
  std::vector<std::vector<double>> members;
  for (int m = 0; m < count; ++m) members.push_back({m + by(m)});
  return testing::frame_of(members);
}
double nothing(int) { return 0; }
double nine(int) { return 9; }

TEST(RankBounds, AreThoseOfTheBinomialDistribution) {
  // Of 10 values the median lies between the second and the ninth with 97.9 %: P(X <= 1) = 11/1024.
  EXPECT_EQ(rank_bounds(10, 0.5).low, 1U);
  EXPECT_EQ(rank_bounds(10, 0.5).high, 8U);
  EXPECT_EQ(rank_bounds(6, 0.5).low, 0U);    // 1/64
  EXPECT_FALSE(rank_bounds(5, 0.5).low);     // 1/32
  EXPECT_FALSE(rank_bounds(71, 0.95).high);  // 0.95^71 is 2.6 %
  EXPECT_EQ(rank_bounds(72, 0.95).high, 71U);
  EXPECT_EQ(rank_bounds(72, 0.05).low, 0U);
  EXPECT_FALSE(rank_bounds(0, 0.5).low);
}

TEST(Movements, AreTheMedianMoveInTheBandOfAllFutures) {
  const auto found = movements(futures(101, nothing), futures(8, nine));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].outcome, "x");
  EXPECT_DOUBLE_EQ(found[0].share, 0.1);  // 9 of 90
  EXPECT_DOUBLE_EQ(found[0].low, 0.09);   // the band may be as wide as all 101
  EXPECT_GT(found[0].high, 0.1);
  EXPECT_LT(found[0].high, 0.125);
}

TEST(Movements, OfTooFewFuturesHaveNoBound) {
  const auto few = movements(futures(101, nothing), futures(5, nine));
  EXPECT_DOUBLE_EQ(few[0].share, 0.1);
  EXPECT_EQ(few[0].low, 0);
  EXPECT_TRUE(std::isinf(few[0].high));
  // Twenty bound how narrow the band may be (from the 4th to the 17th), and not how wide.
  const auto narrow = movements(futures(20, nothing), futures(20, nine));
  EXPECT_EQ(narrow[0].low, 0);
  EXPECT_DOUBLE_EQ(narrow[0].high, 9.0 / 13);
}

TEST(Movements, AreBoundedByTheSpreadOfTheMoves) {
  const auto found =
      movements(futures(1001, nothing), futures(10, [](int m) { return m < 5 ? 9.0 : 90.0; }));
  EXPECT_LT(found[0].low, 0.01);
  EXPECT_GT(found[0].high, 0.1);
}

TEST(Movements, LeaveOutWhatIsNoNumber) {
  const auto found = movements(futures(101, nothing),
                               futures(9, [](int m) { return m == 3 ? std::nan("") : 9.0; }));
  EXPECT_DOUBLE_EQ(found[0].share, 0.1);
}

}  // namespace
}  // namespace sluice::analysis
