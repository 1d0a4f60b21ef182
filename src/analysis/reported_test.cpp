#include "analysis/reported.h"

#include <gtest/gtest.h>

#include "analysis/analysis_testing.h"
#include "analysis/history.h"

namespace sluice::analysis {
namespace {

const std::vector<int> kFiscal = {1, 4, 7, 10};
constexpr int kJanuary = 2026 * 12;

study::History history_of(study::HistoryReduce reduce, std::vector<int> ends) {
  study::History history;
  history.reduce = reduce;
  history.reports_end = std::move(ends);
  return history;
}

study::ObservedPoint point_of(int first, int last) {
  return {{kJanuary + first}, {kJanuary + last}, 1, {}, {}, "CI010"};
}

// Sales of 30 a month to April 2026 and none after, as a flow or as their sum.
double simulated(study::HistoryReduce reduce, std::vector<int> ends, int first, int last) {
  std::vector<double> values;
  double sum = 0;
  for (int month = 0; month < 12; ++month) {
    const double flow = month <= 3 ? 30 : 0;
    sum += flow;
    values.push_back(reduce == study::HistoryReduce::change ? sum : flow);
  }
  return simulated_for(testing::monthly_study(), testing::frame_of({values}), 0,
                       history_of(reduce, std::move(ends)), point_of(first, last))
      .at(0);
}

TEST(Reported, APeriodHoldsItsMonths) {
  const Months in_may = reporting_period(kFiscal, {kJanuary + 4});
  EXPECT_EQ(in_may.first.months, kJanuary + 4);
  EXPECT_EQ(in_may.last.months, kJanuary + 6);
  const Months in_april = reporting_period(kFiscal, {kJanuary + 3});
  EXPECT_EQ(in_april.first.months, kJanuary + 1);
  EXPECT_EQ(in_april.last.months, kJanuary + 3);
}

// April to June is a third of February to April and two thirds of May to July.
TEST(Reported, AClosingIsSpreadOverTheReportingPeriod) {
  using enum study::HistoryReduce;
  EXPECT_DOUBLE_EQ(simulated(sum, {}, 3, 5), 30);
  EXPECT_DOUBLE_EQ(simulated(sum, kFiscal, 3, 5), 30);
  EXPECT_DOUBLE_EQ(simulated(sum, {12, 6}, 3, 5), 60) << "half of January to June";
  EXPECT_DOUBLE_EQ(simulated(mean, {12, 6}, 3, 5), 20);
  EXPECT_DOUBLE_EQ(simulated(change, {}, 3, 5), 30);
  EXPECT_DOUBLE_EQ(simulated(change, {3, 7, 11}, 4, 6), 30 * 3 / 4.0) << "April to July hold 30";
}

TEST(Reported, WhatIsReadIsInTheRun) {
  const auto read = months_read(history_of(study::HistoryReduce::sum, kFiscal), point_of(3, 5));
  EXPECT_EQ(read.first.months, kJanuary + 1);
  EXPECT_EQ(read.last.months, kJanuary + 6);
  const auto plain = months_read(history_of(study::HistoryReduce::sum, {}), point_of(3, 5));
  EXPECT_EQ(plain.first.months, kJanuary + 3);
  EXPECT_EQ(plain.last.months, kJanuary + 5);
}

study::Study study_with(study::HistoryReduce reduce, const study::ObservedPoint& point) {
  study::Study study = testing::monthly_study();
  study::History history = history_of(reduce, {});
  history.name = "x";
  history.points = {point};
  study.histories = {history};
  return study;
}

FitPoint fit_one(const study::Study& study, const std::vector<std::vector<double>>& members) {
  auto frame = testing::frame_of(members);
  frame.series[0].name = "history:x";
  const SeriesFit fit = fits_of(study, {"s", frame, {}}).at(0);
  return fit.points.empty() ? FitPoint{} : fit.points.front();
}

TEST(Reported, AChangeNeedsTheMonthBefore) {
  const std::vector<std::vector<double>> grows = {{1, 2, 4, 8, 16, 32}};
  EXPECT_EQ(fit_one(study_with(study::HistoryReduce::change, point_of(1, 3)), grows).median, 7);
  EXPECT_EQ(fit_one(study_with(study::HistoryReduce::change, point_of(0, 2)), grows).median, 0)
      << "not compared";
}

// "0, at most 4": a true 3 may be seen as nothing, a true 30 may not.
TEST(Reported, AZeroWithARangeMayHideAsMuch) {
  study::ObservedPoint none = point_of(0, 0);
  none.value = 0;
  none.low = 0;
  none.high = 4;
  const auto futures_of = [](double value) {
    return std::vector<std::vector<double>>(200, std::vector<double>{value});
  };
  const auto study = study_with(study::HistoryReduce::end, none);
  const FitPoint little = fit_one(study, futures_of(3));
  EXPECT_EQ(little.low90, 0);
  EXPECT_TRUE(little.in90);
  EXPECT_NEAR(little.high90, 7, 0.2);
  EXPECT_FALSE(fit_one(study, futures_of(30)).in90);
}

}  // namespace
}  // namespace sluice::analysis
