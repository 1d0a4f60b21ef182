#include "analysis/effects.h"

#include <gtest/gtest.h>

#include <cmath>

#include "analysis/analysis_testing.h"

namespace sluice::analysis {
namespace {

// Two years of months; member m is m at all times.
results::Frame spread_frame(double shift) {
  std::vector<std::vector<double>> members;
  for (int m = 0; m <= 100; ++m) members.emplace_back(24, m + shift);
  return testing::frame_of(members);
}

TEST(Effects, AreReadAtTheEndsOfYearsFromTheDecisionOn) {
  study::Study study = testing::monthly_study();
  const auto frame = spread_frame(0);
  EXPECT_EQ(audit_points(study, frame), (std::vector<std::size_t>{11, 23}));
  study.decision = {2027 * 12};
  EXPECT_EQ(audit_points(study, frame), (std::vector<std::size_t>{23}));
  study.decision = {2099 * 12};
  EXPECT_EQ(audit_points(study, frame), (std::vector<std::size_t>{11, 23}));
}

TEST(Effects, AreSharesOfTheBand) {
  const auto frame = spread_frame(0), other = spread_frame(9);
  const auto bands = bands_of(frame, {11, 23});
  EXPECT_DOUBLE_EQ(bands[0][0], 90);
  const auto effect = largest_effect({&frame, 0}, {&other, 0}, 101, bands, {11, 23}, Middle::mean);
  EXPECT_DOUBLE_EQ(effect.share, 0.1);
  EXPECT_EQ(effect.outcome, "x");
  EXPECT_EQ(effect.time, 11);
}

TEST(Effects, OfAFewFuturesAreInTheMeanAndNotInTheMedian) {
  const auto frame = spread_frame(0);
  auto other = frame;
  for (double& value : other.at(0, 11).first(10)) value += 90;
  const auto bands = bands_of(frame, {11});
  EXPECT_GT(largest_effect({&frame, 0}, {&other, 0}, 101, bands, {11}, Middle::mean).share, 0.09);
  EXPECT_EQ(largest_effect({&frame, 0}, {&other, 0}, 101, bands, {11}, Middle::median).share, 0);
}

// A lever whose end gives no number is not dead: it cannot be told.
TEST(Effects, AreUnknownWhereNoFutureGivesANumber) {
  const auto frame = spread_frame(0);
  auto other = frame;
  for (double& value : other.values) value = std::nan("");
  const auto bands = bands_of(frame, {11});
  const auto of = [&] {
    return largest_effect({&frame, 0}, {&other, 0}, 101, bands, {11}, Middle::mean);
  };
  EXPECT_FALSE(of().known);
  other.at(0, 11)[3] = 3;
  EXPECT_TRUE(of().known);
  EXPECT_EQ(of().share, 0);
}

TEST(Effects, DoNotDivideByABandOfNothing) {
  const auto frame = testing::frame_of({{5, 5}, {5, 5}});
  EXPECT_DOUBLE_EQ(bands_of(frame, {1})[0][0], 5e-6);
}

}  // namespace
}  // namespace sluice::analysis
