#include "lower/text_model_testing.h"

namespace sluice::lower {
namespace {

using testing::Pointwise;

MATCHER(Near, "within 1e-12") { return std::abs(std::get<0>(arg) - std::get<1>(arg)) <= 1e-12; }

void expect_values(const std::string& equations, Clock clock, std::vector<double> expected) {
  EXPECT_THAT(values_of(equations, "y", clock), Pointwise(Near(), expected)) << equations;
}

TEST(Stock, AddsItsRateEachStep) {
  expect_values("y = INTEG(2, 5) ~~|", {3, 0.5}, {5, 6, 7, 8, 9, 10, 11});
}

TEST(Stock, StartsFromOtherStocksAndComputedValues) {
  const std::string equations =
      "z = INTEG(1, base * 2) ~~| base = 3 ~~| a = z + Time ~~| y = INTEG(0, a + 1) ~~|";
  // a at the start is 6 + 10.
  expect_values(equations, {12, 1, 10}, {17, 17, 17});
}

TEST(Smooth, MovesByTheGapOverTheTime) {
  expect_values("x = STEP(10, 1) ~~| y = SMOOTH(x, 2) ~~|", {4}, {0, 0, 5, 7.5, 8.75});
}

TEST(Smooth, StartsAtItsInputOrAtTheStartGiven) {
  expect_values("x = 8 ~~| y = SMOOTH(x, 2) ~~|", {2}, {8, 8, 8});
  expect_values("x = 8 ~~| y = SMOOTHI(x, 2, 4) ~~|", {2}, {4, 6, 7});
}

TEST(Smooth, ThirdOrderIsThreeStagesOfAThirdOfTheTime) {
  // Each stage moves half way in a step: time 6, stage time 2.
  expect_values("x = 8 ~~| y = SMOOTH3I(x, 6, 0) ~~|", {4}, {0, 0, 0, 1, 2.5});
  expect_values("x = 8 ~~| y = SMOOTH N(x, 6, 0, 3) ~~|", {4}, {0, 0, 0, 1, 2.5});
  expect_values("x = 8 + STEP(8, 1) ~~| y = SMOOTH3(x, 6) ~~|", {4}, {8, 8, 8, 8, 9});
}

TEST(Smooth, StandsInsideExpressionsAndInsideItself) {
  expect_values("y = 1 + 2 * SMOOTHI(8, 2, 4) ~~|", {2}, {9, 13, 15});
  expect_values("y = SMOOTHI(SMOOTHI(8, 2, 0), 2, 0) ~~|", {3}, {0, 0, 2, 4});
}

TEST(Smooth, ClosesALoopWithItsOwnInput) {
  expect_values("x = 10 - y ~~| y = SMOOTHI(x, 2, 0) ~~|", {2}, {0, 5, 5});
}

TEST(Delay, GivesOutItsContentOverTheTime) {
  // Content 2 * 3 at first; then it takes 5 a step and gives out a third.
  expect_values("x = 5 ~~| y = DELAY1I(x, 3, 2) ~~|", {2}, {2, 3, 2 + 1 + 2.0 / 3});
  expect_values("x = 3 + STEP(3, 1) ~~| y = DELAY1(x, 2) ~~|", {3}, {3, 3, 4.5, 5.25});
}

TEST(Delay, ThirdOrderPassesThroughThreeStages) {
  // Stage time 2: content starts at 2 * 2; each gives out half.
  expect_values("y = DELAY3I(10, 6, 2) ~~|", {4}, {2, 2, 2, 3, 4.5});
  expect_values("y = DELAY N(10, 6, 2, 3) ~~|", {4}, {2, 2, 2, 3, 4.5});
  expect_values("x = 4 + STEP(4, 1) ~~| y = DELAY3(x, 6) ~~|", {5}, {4, 4, 4, 4, 4.5, 5.25});
}

TEST(Delay, ConservesWhatWentIn) {
  // In minus out is what is inside: with a changing time nothing is lost.
  const std::string equations =
      "in = 5 + STEP(3, 2) ~~| time taken = 4 + STEP(2, 3) ~~| out = DELAY3(in, time taken) ~~|"
      "net = INTEG(in - out, 0) ~~|";
  const model::Model model = text_model(equations, {40, 0.25});
  // In the end the delay holds 8 * 6; it held 5 * 4 at first.
  EXPECT_NEAR(values_of(model, "net").back(), 8 * 6 - 5 * 4, 0.1);
}

TEST(Delay, TakesTheOrderThatAVariableHasAtTheStart) {
  const std::string equations =
      "order = base + STEP(1, 2) ~~| base = 2 ~~| y = DELAY N(10, 4, 2, order) ~~|";
  expect_values(equations, {3}, {2, 2, 4, 6});
}

TEST(Delay, OfOrderNMayHaveATimeThatDependsOnItsOutput) {
  // Content 2 * 3 at first, then 6 + 10 - 2 over the time 3 of the step before, and so on.
  const double second = 14.0 / 3;
  expect_values("t = 1 + y ~~| y = DELAY N(10, t, 2, 1) ~~|", {2},
                {2, second, (14 + 10 - second) / (1 + second)});
}

TEST(DelayFixed, GivesBackWhatWentInSomeTimeAgo) {
  expect_values("y = DELAY FIXED(Time, 2, -1) ~~|", {5}, {-1, -1, 0, 1, 2, 3});
}

TEST(DelayFixed, RoundsItsLengthToSteps) {
  expect_values("y = DELAY FIXED(Time, 1.25, -1) ~~|", {2, 0.5}, {-1, -1, -1, 0, 0.5});
  expect_values("y = DELAY FIXED(Time, 0.3, -1) ~~|", {0.5, 0.1}, {-1, -1, -1, 0, 0.1, 0.2});
}

TEST(DelayFixed, TakesAtLeastOneStep) {
  expect_values("y = DELAY FIXED(Time, 0, -1) ~~|", {2}, {-1, 0, 1});
}

TEST(DelayFixed, KeepsTheLengthItHadAtTheStart) {
  expect_values("d = 1 + STEP(2, 2) ~~| y = DELAY FIXED(Time, d, -1) ~~|", {4}, {-1, 0, 1, 2, 3});
}

TEST(Trend, ComparesTheInputWithItsAverage) {
  // Average 10 at first, then 10 + (20 - 10) / 4 = 12.5.
  expect_values("x = 10 + STEP(10, 1) ~~| y = TREND(x, 4, 0) ~~|", {2},
                {0, 10.0 / (4 * 10), 7.5 / (4 * 12.5)});
  // A starting trend of 0.25 over 4: the average starts at half the input.
  expect_values("x = 10 ~~| y = TREND(x, 4, 0.25) ~~|", {0}, {0.25});
}

TEST(Trend, IsZeroWhereTheAverageIs) { expect_values("y = TREND(0, 4, 0) ~~|", {1}, {0, 0}); }

TEST(Forecast, ExtendsTheTrend) {
  expect_values("x = 10 + STEP(10, 1) ~~| y = FORECAST(x, 4, 2) ~~|", {1},
                {10, 20 * (1 + 2 * 10.0 / 40)});
}

TEST(SampleIfTrue, KeepsTheLastValueTaken) {
  expect_values("y = SAMPLE IF TRUE(MODULO(Time, 2) = 1, Time * 10, -5) ~~|", {4},
                {-5, 10, 10, 30, 30});
  expect_values("y = SAMPLE IF TRUE(Time < 1, 7, -5) ~~|", {2}, {7, 7, 7});
}

TEST(SampleIfTrue, MeansByItsOwnNameWhatItHolds) {
  const std::string largest = "x = 3 - ABS(Time - 3) ~~| y = SAMPLE IF TRUE(x > y, x, -5) ~~|";
  expect_values(largest, {6}, {0, 1, 2, 3, 3, 3, 3});
  expect_values("y = SAMPLE IF TRUE(Time > 1, y + 2, 7) ~~|", {3}, {7, 7, 9, 11});
}

TEST(Initial, KeepsTheValueOfTheStart) {
  expect_values("s = INTEG(1, 4) ~~| y = INITIAL(s * 2 + Time) ~~|", {2}, {8, 8, 8});
}

TEST(Initial, IsSeenByStocksThatStartFromIt) {
  expect_values("x = 3 + Time ~~| a = INITIAL(x) ~~| y = INTEG(1, a) ~~|", {2}, {3, 4, 5});
}

TEST(ActiveInitial, GivesItsSecondArgumentForStartingValues) {
  expect_values("a = ACTIVE INITIAL(Time + 1, 45) ~~| y = INTEG(a, a) ~~|", {2}, {45, 46, 48});
}

TEST(ActiveInitial, BreaksACircleAtTheStart) {
  expect_values("a = ACTIVE INITIAL(y + 1, 3) ~~| y = SMOOTH(a, 2) ~~|", {2}, {3, 3.5, 4});
}

TEST(RungeKutta, OfExponentialGrowthIsItsTaylorPolynomial) {
  const model::Model model = text_model("y = INTEG(y, 1) ~~|", {2, 0.5});
  Options options;
  options.method = program::Method::rk4;
  const double h = 0.5;
  const double factor = 1 + h + h * h / 2 + h * h * h / 6 + h * h * h * h / 24;
  const std::vector<double> values = values_of(model, "y", options);
  EXPECT_NEAR(values[1], factor, 1e-15);
  EXPECT_NEAR(values[4], std::pow(factor, 4), 1e-13);
}

TEST(HiddenStocks, AreNamedAfterTheirCell) {
  const model::Model model =
      text_model("d: a, b ~~| x[d] = 1, 2 ~~| y[d] = 1 + SMOOTH3(x[d], 3) ~~|");
  Options options;
  options.outputs = {cell(model, "y[b]")};
  const program::Program program = lowered(model, options);
  ASSERT_EQ(program.stocks.size(), 3U);
  EXPECT_EQ(program.stocks[0].name, "#SMOOTH3 1 of y[b]");
  EXPECT_EQ(program.stocks[2].name, "#SMOOTH3 3 of y[b]");
}

}  // namespace
}  // namespace sluice::lower
