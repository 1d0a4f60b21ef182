#include "analysis/yearly.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/analysis_testing.h"
#include "analysis/differences.h"
#include "analysis/history.h"

namespace sluice::analysis {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

results::Frame months(std::size_t count, const std::vector<double>& slopes) {
  std::vector<std::vector<double>> members;
  for (const double slope : slopes) {
    members.emplace_back();
    for (std::size_t k = 0; k < count; ++k)
      members.back().push_back(slope * static_cast<double>(k));
  }
  return testing::frame_of(members);
}

study::Study study_with(study::Yearly how) {
  study::Study study = testing::monthly_study();
  study::Outcome outcome;
  outcome.name = "x";
  outcome.label = "X";
  outcome.unit = "unit";
  outcome.yearly = how;
  study.outcomes = {outcome};
  return study;
}

TEST(Years, LeaveOutALastYearOfWhichOnlyTheFirstInstantIsSaved) {
  const auto years = years_of(testing::monthly_study(), months(25, {1}));
  ASSERT_EQ(years.size(), 2U);
  EXPECT_EQ(years[1].year, 2027);
  EXPECT_TRUE(years[0].whole && years[1].whole);
}

TEST(Years, MarkThoseThatTheRunDoesNotCover) {
  study::Study study = testing::monthly_study();
  study.time_zero = {2026 * 12 + 6};
  const auto years = years_of(study, months(20, {1}));
  ASSERT_EQ(years.size(), 3U);
  EXPECT_FALSE(years[0].whole);
  EXPECT_TRUE(years[1].whole);
  EXPECT_FALSE(years[2].whole);
}

TEST(Years, AreWholeForModelsThatSaveOnceAYear) {
  study::Study study = testing::monthly_study();
  study.time_unit = TimeUnit::year;
  const auto years = years_of(study, months(3, {1}));
  ASSERT_EQ(years.size(), 3U);
  for (const auto& year : years) EXPECT_TRUE(year.whole);
}

TEST(Fans, MakeAYearsNumberAsTheOutcomeSays) {
  const auto median = [](study::Yearly how) {
    return fans_of(study_with(how), {"s", months(24, {1}), {}}).at(0).years.at(1).quantiles.at(2);
  };
  EXPECT_EQ(median(study::Yearly::end), 23);
  EXPECT_EQ(median(study::Yearly::mean), 17.5);
  EXPECT_EQ(median(study::Yearly::sum), 210);
}

TEST(Fans, GiveSumsTheirOwnUnit) {
  study::Study study = study_with(study::Yearly::sum);
  study::Outcome& outcome = study.outcomes.front();
  outcome.unit = "k units/month";
  EXPECT_EQ(yearly_unit(study, outcome), "k units");
  outcome.unit = "kt/(boat*Month)";
  EXPECT_EQ(yearly_unit(study, outcome), "kt/(boat*Month)*month");
  outcome.unit = "USD/Month";
  EXPECT_EQ(yearly_unit(study, outcome), "USD");
  outcome.unit = "H100e";
  EXPECT_EQ(yearly_unit(study, outcome), "H100e*month");
  outcome.yearly = study::Yearly::mean;
  EXPECT_EQ(yearly_unit(study, outcome), "H100e");
}

TEST(Fans, AreQuantilesOverUsableMembers) {
  results::ScenarioResult result{"s", months(12, {0, 1, 2, 3, 4, 1e9}), {{5, 0}}};
  const auto fan = fans_of(study_with(study::Yearly::end), result).at(0);
  EXPECT_THAT(fan.years.at(0).quantiles,
              ElementsAre(DoubleNear(2.2, 1e-9), DoubleNear(11, 1e-9), DoubleNear(22, 1e-9),
                          DoubleNear(33, 1e-9), DoubleNear(41.8, 1e-9)));
}

TEST(Differences, ArePairedInEachFuture) {
  const results::ScenarioResult first{"a", months(12, {1, 5, 3}), {}};
  const results::ScenarioResult second{"b", months(12, {2, 4, 3}), {}};
  const auto row = differences_of(study_with(study::Yearly::end), first, second).at(0).years.at(0);
  EXPECT_DOUBLE_EQ(row.share_higher, 1.0 / 3);
  EXPECT_DOUBLE_EQ(row.share_lower, 1.0 / 3);
  EXPECT_DOUBLE_EQ(row.quantiles.at(2), 0);
  EXPECT_DOUBLE_EQ(row.median_first, 33);
  EXPECT_DOUBLE_EQ(row.median_second, 33);
}

TEST(Differences, AreSlightWithinHalfAPercentOfWhatTheOutcomeSpans) {
  const auto slight_after = [](double change) {
    const results::ScenarioResult first{"a", months(12, {100, 200, 300}), {}};
    const results::ScenarioResult second{
        "b", months(12, {100 + change, 200 + change, 300 + change}), {}};
    return differences_of(study_with(study::Yearly::end), first, second).at(0).years.at(0).slight;
  };
  EXPECT_TRUE(slight_after(0.8)) << "of 180 between the 5 and the 95 % quantile";
  EXPECT_TRUE(slight_after(-0.8));
  EXPECT_FALSE(slight_after(1));
  EXPECT_FALSE(slight_after(-1));
}

TEST(Differences, CountTheSignOfWhatChangesByMoreThanHalfAPercentOfThatSpanAlone) {
  const results::ScenarioResult first{"a", months(12, {100, 200, 300}), {}};
  const results::ScenarioResult second{"b", months(12, {100.4, 198, 300 - 0.4}), {}};
  const auto row = differences_of(study_with(study::Yearly::end), first, second).at(0).years.at(0);
  EXPECT_DOUBLE_EQ(row.share_higher, 0);
  EXPECT_DOUBLE_EQ(row.share_lower, 1.0 / 3);
  EXPECT_FALSE(row.slight);
}

TEST(Differences, LeaveOutMembersThatAreBadInEither) {
  const results::ScenarioResult first{"a", months(12, {1, 1}), {{0, 0}}};
  const results::ScenarioResult second{"b", months(12, {0, 3}), {}};
  const auto row = differences_of(study_with(study::Yearly::end), first, second).at(0).years.at(0);
  EXPECT_DOUBLE_EQ(row.share_higher, 1);
  EXPECT_DOUBLE_EQ(row.quantiles.at(0), 22);
}

study::Study with_history(study::HistoryReduce how, std::vector<study::ObservedPoint> points) {
  study::Study study = testing::monthly_study();
  study::History history;
  history.name = "h20";
  history.reduce = how;
  history.scale = 2;
  history.points = std::move(points);
  study.histories = {history};
  return study;
}

SeriesFit fit_one(const study::Study& study) {
  auto frame = months(12, {1, 1, 1});
  frame.series[0].name = "history:h20";
  return fits_of(study, {"s", frame, {}}).at(0);
}

study::ObservedPoint point_of(int first, int last, double value) {
  return {{2026 * 12 + first}, {2026 * 12 + last}, value, {}, {}, "CI010"};
}

TEST(Fits, ReduceAsTheHistorySaysAndScale) {
  using enum study::HistoryReduce;
  EXPECT_EQ(fit_one(with_history(sum, {point_of(3, 5, 24)})).points.at(0).median, 24);
  EXPECT_EQ(fit_one(with_history(mean, {point_of(3, 5, 24)})).points.at(0).median, 8);
  EXPECT_EQ(fit_one(with_history(end, {point_of(3, 5, 24)})).points.at(0).median, 10);
}

TEST(Fits, SayWhatLiesInsideTheBandAndByHowMuchTheMedianIsOff) {
  auto study = with_history(study::HistoryReduce::sum, {point_of(3, 5, 24), point_of(0, 2, 12)});
  study.histories[0].points[1].low = 5;
  study.histories[0].points.push_back(point_of(0, 2, 12));
  study.histories[0].points.push_back(point_of(9, 14, 12));  // the run ends in the twelfth month
  const auto fit = fit_one(study);
  ASSERT_EQ(fit.points.size(), 3U);
  EXPECT_EQ(fit.outside_run, 1U);
  EXPECT_TRUE(fit.points[0].inside);
  EXPECT_DOUBLE_EQ(*fit.points[0].error, 0);
  EXPECT_TRUE(fit.points[1].inside);   // 6 lies in 5..12
  EXPECT_FALSE(fit.points[2].inside);  // 6 is not 12
  EXPECT_DOUBLE_EQ(*fit.points[2].error, -0.5);
  EXPECT_DOUBLE_EQ(fit.coverage, 2.0 / 3);
  EXPECT_DOUBLE_EQ(*fit.bias, -0.5);
}

TEST(Fits, HoldTheBandOfWhatWouldBeObserved) {
  auto study = with_history(study::HistoryReduce::sum, {point_of(0, 2, 12)});
  study.histories[0].points[0].low = 6;
  study.histories[0].points[0].high = 24;
  auto frame = months(12, std::vector<double>(400, 1));  // 6 in every future
  frame.series[0].name = "history:h20";
  const auto fit = fits_of(study, {"s", frame, {}}).at(0);
  const FitPoint& point = fit.points.at(0);
  EXPECT_EQ(point.p5, 6);
  EXPECT_EQ(point.p95, 6);
  EXPECT_NEAR(point.low90, 3, 0.1);  // the observation may be off by a factor of two
  EXPECT_NEAR(point.high90, 12, 0.4);
  EXPECT_TRUE(point.in90 == (point.high90 >= 12));
  EXPECT_FALSE(point.in50);
  EXPECT_DOUBLE_EQ(point.score50, point.high50 - point.low50 + 4 * (12 - point.high50));
}

TEST(Fits, AddTheErrorOfAnObservationThatMayBeNegative) {
  auto study = with_history(study::HistoryReduce::sum, {point_of(0, 2, 0)});
  study.histories[0].points[0].low = -5;
  study.histories[0].points[0].high = 10;
  auto frame = months(12, std::vector<double>(2000, 1));  // 6 in every future
  frame.series[0].name = "history:h20";
  const FitPoint point = fits_of(study, {"s", frame, {}}).at(0).points.at(0);
  EXPECT_NEAR(point.low90, 6 - 5, 0.05);
  EXPECT_NEAR(point.high90, 6 + 10, 0.1);
  // The quartile of a normal error lies at 0.6745 / 1.6449 = 0.41 of its 95 % quantile.
  EXPECT_NEAR(point.low50, 6 - 0.41 * 5, 0.05);
  EXPECT_NEAR(point.high50, 6 + 0.41 * 10, 0.1);
  EXPECT_FALSE(point.in90);
  EXPECT_DOUBLE_EQ(point.score90, point.high90 - point.low90 + 20 * point.low90);
}

// 24 against 20 observed and 6 against 12, bands without width.
TEST(Fits, HaveTheErrorsAndScoresOfAHandCalculation) {
  const auto fit =
      fit_one(with_history(study::HistoryReduce::sum, {point_of(3, 5, 20), point_of(0, 2, 12)}))
          .fit;
  EXPECT_EQ(fit.n, 2U);
  EXPECT_DOUBLE_EQ(fit.mean_error, (4.0 - 6.0) / 2);
  EXPECT_DOUBLE_EQ(fit.mean_absolute_error, (4.0 + 6.0) / 2);
  EXPECT_DOUBLE_EQ(fit.root_mean_square, std::sqrt((16.0 + 36.0) / 2));
  EXPECT_DOUBLE_EQ(*fit.percentage_error, (0.2 + 0.5) / 2);
  EXPECT_DOUBLE_EQ(*fit.relative_error, 5.0 / 16);
  EXPECT_DOUBLE_EQ(*fit.relative_score90, (20 * 4.0 + 20 * 6.0) / 2 / 16);
  EXPECT_DOUBLE_EQ(*fit.relative_score50, (4 * 4.0 + 4 * 6.0) / 2 / 16);
  EXPECT_EQ(fit.in90, 0U);
  EXPECT_FALSE(fit.theil);  // fewer than 8 points
}

TEST(Fits, SplitTheErrorOfEightPointsAndLeaveThemToTheirOwnJudgement) {
  std::vector<study::ObservedPoint> points;
  for (int month = 0; month < 8; ++month) points.push_back(point_of(month, month, 2 * month + 3));
  auto study = with_history(study::HistoryReduce::end, points);
  study.histories[0].system = 4;
  const auto fit = fit_one(study);  // the median is 2 * month: off by 3 everywhere
  ASSERT_TRUE(fit.fit.theil);
  EXPECT_NEAR(fit.fit.theil->bias, 1, 1e-12);
  const auto pools = pooled({fit});
  ASSERT_EQ(pools.size(), 1U);
  EXPECT_EQ(pools[0].name, "all series");
  EXPECT_EQ(pools[0].fit.n, 8U);
}

TEST(Fits, PoolShortScoredSeriesBySystem) {
  auto study = with_history(study::HistoryReduce::sum, {point_of(3, 5, 24), point_of(0, 2, 12)});
  study.histories[0].system = 4;
  study.histories.push_back(study.histories[0]);
  study.histories.push_back(study.histories[0]);
  study.histories[2].scored = false;
  auto frame = months(12, {1, 1, 1});
  frame.series[0].name = "history:h20";
  const auto pools = pooled(fits_of(study, {"s", frame, {}}));
  ASSERT_EQ(pools.size(), 2U);
  EXPECT_EQ(pools[0].name, "system 4");
  EXPECT_EQ(pools[0].series.size(), 2U);
  EXPECT_EQ(pools[0].fit.n, 4U);
  EXPECT_EQ(pools[0].fit.in90, 2U);
  EXPECT_NEAR(*pools[0].fit.relative_error, 6.0 / 18 / 2, 1e-12);
  EXPECT_EQ(pools[1].name, "all series");
}

// Both series say 12 and 24 where the first is 12 and 30 and the second 12 and 36.
TEST(Fits, PoolByTheWeightsOfTheSeries) {
  auto study = with_history(study::HistoryReduce::sum, {point_of(3, 5, 24), point_of(0, 2, 12)});
  study.histories.push_back(study.histories[0]);
  study.histories[0].weight = 3;
  study.histories[1].points[0].value = 12;
  auto frame = months(12, {1, 1, 1});
  frame.series[0].name = "history:h20";
  const auto fits = fits_of(study, {"s", frame, {}});
  const auto pools = pooled(fits);
  const double heavy = *fits[0].fit.relative_error, light = *fits[1].fit.relative_error;
  ASSERT_NE(heavy, light);
  EXPECT_DOUBLE_EQ(*pools.back().fit.relative_error, (3 * heavy + light) / 4);
  EXPECT_EQ(pools.back().fit.n, 4U);
  EXPECT_EQ(pools.back().fit.weight, 8U);
  EXPECT_EQ(fits[0].fit.weight, 6U);
}

TEST(Fits, WidenTheBandByTheDiscrepancy) {
  // Simulated 8 (4 by the scale of 2) without any spread, observed 12: a factor of 1.5.
  auto study = with_history(study::HistoryReduce::end, {point_of(4, 4, 12)});
  std::vector<double> members(1000, 4.0);
  auto frame = months(12, members);
  frame.series[0].name = "history:h20";
  for (std::size_t t = 0; t < frame.times.size(); ++t) {
    std::ranges::copy(members, frame.at(0, t).begin());
  }
  const auto point = [&](double discrepancy) {
    study.histories[0].discrepancy = discrepancy;
    return fits_of(study, {"s", frame, {}}).at(0).points.at(0);
  };
  EXPECT_EQ(point(1).high90, 8);
  EXPECT_FALSE(point(1.4).in90);
  EXPECT_TRUE(point(1.6).in90);
  EXPECT_NEAR(point(1.5).high90, 12, 0.1);
  EXPECT_NEAR(point(1.5).low90, 8 / 1.5, 0.1);
  EXPECT_EQ(point(1.5).p95, 8);  // what is simulated stays as it is
  // Independent of the observation's own error: the logarithms add as squares.
  study.histories[0].points[0].low = 6;
  study.histories[0].points[0].high = 24;
  EXPECT_NEAR(point(2).high90, 8 * std::pow(2.0, std::sqrt(2.0)), 0.2);
}

// A hundred members at 0..99 in each month: the middle half is 25..74.
SeriesFit fit_with_fitted_points(const std::vector<double>& held_out,
                                 const std::vector<double>& fitted) {
  std::vector<study::ObservedPoint> points;
  const auto add = [&](double value, const char* what) {
    const int month = static_cast<int>(points.size());
    points.push_back(point_of(month, month, value));
    points.back().fitted = what;
  };
  for (const double value : held_out) add(value, "");
  for (const double value : fitted) add(value, "price");
  auto study = with_history(study::HistoryReduce::end, points);
  std::vector<double> members(100);
  std::iota(members.begin(), members.end(), 0.0);
  auto frame = months(points.size(), members);
  frame.series[0].name = "history:h20";
  for (std::size_t t = 0; t < frame.times.size(); ++t) {
    std::ranges::copy(members, frame.at(0, t).begin());
  }
  return fits_of(study, {"s", frame, {}}).at(0);
}

TEST(Fits, JudgeOnlyWhatIsHeldOut) {
  const std::vector<double> far(8, 400), near(8, 100);
  const SeriesFit bad = fit_with_fitted_points(far, near);
  EXPECT_EQ(bad.held_out, 8U);
  EXPECT_EQ(bad.fit.n, 16U);
  EXPECT_EQ(bad.fit.verdict.judgement, Judgement::misses);
  const auto pools = pooled({bad});
  ASSERT_EQ(pools.size(), 2U);
  EXPECT_EQ(pools[0].name, "all held out");
  EXPECT_EQ(pools[0].fit.n, 8U);
  EXPECT_EQ(pools[0].fit.verdict.judgement, Judgement::misses);
  EXPECT_EQ(pools[1].name, "all fitted");
  EXPECT_EQ(pools[1].fit.verdict.judgement, Judgement::fitted);
}

TEST(Fits, OfFittedPointsMayMissAndAreNeverTooWide) {
  EXPECT_EQ(fit_with_fitted_points({}, std::vector<double>(8, 100)).fit.verdict.judgement,
            Judgement::fitted);
  EXPECT_EQ(fit_with_fitted_points({}, std::vector<double>(8, 400)).fit.verdict.judgement,
            Judgement::misses);
}

}  // namespace
}  // namespace sluice::analysis
