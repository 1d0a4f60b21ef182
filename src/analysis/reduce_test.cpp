#include "analysis/reduce.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "analysis/analysis_testing.h"

namespace sluice::analysis {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;
using ::testing::NanSensitiveDoubleEq;

// Two years of months: member 0 counts 0, 1, 2, ...; member 1 is 10 throughout.
results::Frame two_years() {
  std::vector<std::vector<double>> members(2);
  for (int k = 0; k < 24; ++k) {
    members[0].push_back(k);
    members[1].push_back(10);
  }
  return testing::frame_of(members);
}

study::Date month(int year, int number) { return {year * 12 + number - 1}; }

Reduced reduce_two_years(const study::Leg& leg, std::optional<study::Date> horizon = {}) {
  return reduce(testing::monthly_study(), two_years(), 0, leg, horizon);
}

TEST(Reduce, AtReadsTheNamedMonthElseTheHorizonElseTheEnd) {
  study::Leg leg;
  leg.reduce = study::Reduce::at;
  EXPECT_THAT(reduce_two_years(leg), ElementsAre(ElementsAre(23, 10)));
  EXPECT_THAT(reduce_two_years(leg, month(2026, 4)), ElementsAre(ElementsAre(3, 10)));
  leg.at = study::HorizonDate{};
  EXPECT_THAT(reduce_two_years(leg, month(2026, 5)), ElementsAre(ElementsAre(4, 10)));
  leg.at = month(2026, 2);
  EXPECT_THAT(reduce_two_years(leg, month(2026, 5)), ElementsAre(ElementsAre(1, 10)));
}

TEST(Reduce, AtReadsTheLastPointSavedByTheEndOfTheMonth) {
  results::Frame frame = two_years();
  for (double& time : frame.times) time *= 3;  // saved every quarter
  EXPECT_EQ(point_at(testing::monthly_study(), frame, month(2026, 3)), 0U);
  EXPECT_EQ(point_at(testing::monthly_study(), frame, month(2026, 4)), 1U);
}

TEST(Reduce, MeanAndSumTakeBothEndMonths) {
  study::Leg leg;
  leg.from = month(2026, 3);
  leg.to = month(2026, 5);
  leg.reduce = study::Reduce::mean;
  EXPECT_THAT(reduce_two_years(leg), ElementsAre(ElementsAre(3, 10)));
  leg.reduce = study::Reduce::sum;
  EXPECT_THAT(reduce_two_years(leg), ElementsAre(ElementsAre(9, 30)));
}

TEST(Reduce, SumCountsTheTimeBetweenSavedPoints) {
  results::Frame frame = two_years();
  for (double& time : frame.times) time *= 0.5;
  EXPECT_THAT(sum_over(frame, 0, {0, 4}), ElementsAre(3, 20));
  EXPECT_THAT(mean_over(frame, 0, {0, 4}), ElementsAre(1.5, 10));
}

TEST(Reduce, AnEmptyWindowIsNotANumber) {
  const auto nan = NanSensitiveDoubleEq(std::nan(""));
  EXPECT_THAT(mean_over(two_years(), 0, {3, 3}), ElementsAre(nan, nan));
}

TEST(Reduce, ChangeIsTheEndMinusTheBeginning) {
  study::Leg leg;
  leg.reduce = study::Reduce::change;
  leg.from = month(2026, 3);
  EXPECT_THAT(reduce_two_years(leg), ElementsAre(ElementsAre(21, 0)));
  leg.to = month(2026, 12);
  EXPECT_THAT(reduce_two_years(leg), ElementsAre(ElementsAre(9, 0)));
}

TEST(Reduce, CrossingInterpolatesAndNeverIsTheNextTimeThatWouldBeSaved) {
  study::Leg leg;
  leg.reduce = study::Reduce::crossing;
  leg.level = 10.25;
  EXPECT_THAT(reduce_two_years(leg), ElementsAre(ElementsAre(DoubleEq(10.25), 24)));
  leg.level = 5;
  EXPECT_THAT(reduce_two_years(leg), ElementsAre(ElementsAre(DoubleEq(5), 0)));
  leg.from = month(2026, 9);  // already above: the first point that it may read
  EXPECT_THAT(reduce_two_years(leg), ElementsAre(ElementsAre(8, 8)));
  leg.from.reset();
  leg.level = 10.25;
  leg.to = month(2026, 12);  // not by then: the difference to a crossing in time is not overstated
  EXPECT_THAT(reduce_two_years(leg), ElementsAre(ElementsAre(DoubleEq(10.25), 12)));
  leg.to = month(2026, 6);
  EXPECT_THAT(reduce_two_years(leg), ElementsAre(ElementsAre(6, 6)));
}

TEST(Reduce, EachYearMeanHasOneRowAYear) {
  study::Leg leg;
  leg.reduce = study::Reduce::each_year_mean;
  leg.from = month(2026, 11);
  EXPECT_THAT(reduce_two_years(leg), ElementsAre(ElementsAre(10.5, 10), ElementsAre(17.5, 10)));
}

}  // namespace
}  // namespace sluice::analysis
