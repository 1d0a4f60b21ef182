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

study::Study study_of_x(study::Yearly how) {
  study::Study study = testing::monthly_study();
  study.outcomes.resize(1);
  study.outcomes[0].name = "x";
  study.outcomes[0].yearly = how;
  return study;
}

TEST(Effects, AreOfWhatIsPublishedOfAYearFromThatOfTheDecisionOn) {
  study::Study study = study_of_x(study::Yearly::end);
  const auto frame = spread_frame(0);
  EXPECT_EQ(published(study, frame).times, (std::vector<double>{11, 23}));
  study.decision = {2027 * 12 + 3};
  EXPECT_EQ(published(study, frame).times, (std::vector<double>{23}));
  study.decision = {2099 * 12};
  EXPECT_EQ(published(study, frame).times, (std::vector<double>{11, 23}));
}

TEST(Effects, ReadSumsAndMeansOverTheYear) {
  std::vector<double> rises;
  for (int k = 0; k < 24; ++k) rises.push_back(k);
  const auto frame = testing::frame_of({rises, rises});
  EXPECT_EQ(published(study_of_x(study::Yearly::end), frame).at(0, 1)[0], 23);
  EXPECT_EQ(published(study_of_x(study::Yearly::mean), frame).at(0, 1)[0], 17.5);
  EXPECT_EQ(published(study_of_x(study::Yearly::sum), frame).at(0, 1)[0], 12 * 17.5);
}

results::Frame yearly(const results::Frame& frame) {
  return published(study_of_x(study::Yearly::end), frame);
}

TEST(Effects, AreSharesOfTheBand) {
  const auto frame = yearly(spread_frame(0)), other = yearly(spread_frame(9));
  const auto bands = bands_of(frame, 101);
  EXPECT_DOUBLE_EQ(bands[0][0].width, 90);
  EXPECT_FALSE(bands[0][0].nothing);
  const auto effect = largest_effect({&frame, 0}, {&other, 0}, 101, bands, Middle::mean);
  EXPECT_DOUBLE_EQ(effect.share, 0.1);
  EXPECT_EQ(effect.outcome, "x");
  EXPECT_EQ(effect.time, 11);
}

TEST(Effects, AreMeasuredAgainstTheBandOfTheFirstMembers) {
  EXPECT_DOUBLE_EQ(bands_of(yearly(spread_frame(0)), 11)[0][0].width, 9);
}

TEST(Effects, OfAFewFuturesAreInTheMeanAndNotInTheMedian) {
  const auto frame = yearly(spread_frame(0));
  auto other = frame;
  for (double& value : other.at(0, 0).first(10)) value += 90;
  const auto bands = bands_of(frame, 101);
  EXPECT_GT(largest_effect({&frame, 0}, {&other, 0}, 101, bands, Middle::mean).share, 0.09);
  EXPECT_EQ(largest_effect({&frame, 0}, {&other, 0}, 101, bands, Middle::median).share, 0);
}

// A lever whose end gives no number is not dead: it cannot be told.
TEST(Effects, AreUnknownWhereNoFutureGivesANumber) {
  const auto frame = yearly(spread_frame(0));
  auto other = frame;
  for (double& value : other.values) value = std::nan("");
  const auto bands = bands_of(frame, 101);
  const auto of = [&] {
    return largest_effect({&frame, 0}, {&other, 0}, 101, bands, Middle::mean);
  };
  EXPECT_FALSE(of().known);
  other.at(0, 1)[3] = 3;
  EXPECT_TRUE(of().known);
  EXPECT_EQ(of().share, 0);
}

TEST(Effects, DoNotDivideByABandOfNothing) {
  const auto frame = testing::frame_of({{5, 5}, {5, 5}});
  EXPECT_DOUBLE_EQ(bands_of(frame, 2)[0][0].width, 5e-6);
  EXPECT_TRUE(bands_of(frame, 2)[0][0].nothing);
}

// Ten million times nothing is no size: it is told only where no outcome with a band moves.
TEST(Effects, OfABandOfNothingComeAfterThoseOfABand) {
  auto frame = yearly(spread_frame(0)), other = yearly(spread_frame(9));
  for (double& value : frame.at(0, 0)) value = 5;
  for (double& value : other.at(0, 0)) value = 95;
  const auto of = [&] {
    return largest_effect({&frame, 0}, {&other, 0}, 101, bands_of(frame, 101), Middle::mean);
  };
  EXPECT_DOUBLE_EQ(of().share, 0.1);
  EXPECT_EQ(of().time, 23);
  EXPECT_FALSE(of().no_band);
  other = frame;
  for (double& value : other.at(0, 0)) value = 95;
  EXPECT_GT(of().share, 10);
  EXPECT_TRUE(of().no_band);
}

TEST(Effects, OfWhatHasAllButVanishedAreOfNoBand) {
  auto frame = yearly(spread_frame(0));
  for (double& value : frame.values) value *= 1e-180;
  const auto other = yearly(spread_frame(9));
  const auto effect =
      largest_effect({&frame, 0}, {&other, 0}, 101, bands_of(frame, 101), Middle::mean);
  EXPECT_TRUE(effect.no_band);
}

}  // namespace
}  // namespace sluice::analysis
