#include "lower/text_model_testing.h"
#include "model/data.h"

namespace sluice::lower {
namespace {

using testing::ElementsAre;

TEST(Functions, OfNumbers) {
  EXPECT_DOUBLE_EQ(value_of("y = LOG(8, 2) ~~|", "y"), 3);
  EXPECT_EQ(value_of("y = POWER(2, 10) + 2 ^ 3 ~~|", "y"), 1032);
  EXPECT_EQ(value_of("y = INTEGER(-2.7) ~~|", "y"), -2);
  EXPECT_EQ(value_of("y = MODULO(-7, 3) ~~|", "y"), -1);
  EXPECT_EQ(value_of("y = QUANTUM(112.3, 10) ~~|", "y"), 110);
  EXPECT_EQ(value_of("y = QUANTUM(-1.9, 1) ~~|", "y"), -1);
  EXPECT_EQ(value_of("y = QUANTUM(1.9, 0) ~~|", "y"), 1.9);
  EXPECT_EQ(value_of("y = ZIDZ(3, 1e-7) ~~|", "y"), 0);
  EXPECT_EQ(value_of("y = XIDZ(3, 0, 7) + XIDZ(3, 2, 7) ~~|", "y"), 8.5);
  EXPECT_EQ(value_of("y = MIN(3, -2) * MAX(3, -2) ~~|", "y"), -6);
}

TEST(Functions, OfTruth) {
  EXPECT_EQ(value_of("y = IF THEN ELSE(2 >= 2 :AND: :NOT: (1 > 2), 5, 6) ~~|", "y"), 5);
  EXPECT_EQ(value_of("y = (3 > 2) + (3 <> 3) * 10 + (2 <= 3) * 100 + (1 = 1) * 1000 ~~|", "y"),
            1101);
  EXPECT_EQ(value_of("a = 0 ~~| b = 5 ~~| y = IF THEN ELSE(a :OR: b, 1, 2) ~~|", "y"), 1);
}

TEST(Functions, ThatAreNotChosenMayBeInfinite) {
  EXPECT_EQ(value_of("z = 0 ~~| y = IF THEN ELSE(z = 0, 3, 1 / z) ~~|", "y"), 3);
}

TEST(Step, BeginsAtTheFirstStepPastItsTime) {
  EXPECT_THAT(values_of("y = STEP(7, 2) ~~|", "y", {4}), ElementsAre(0, 0, 7, 7, 7));
  EXPECT_THAT(values_of("y = STEP(7, 2.5) ~~|", "y", {4}), ElementsAre(0, 0, 0, 7, 7));
  EXPECT_THAT(values_of("y = STEP(7, 2.4) ~~|", "y", {4}), ElementsAre(0, 0, 7, 7, 7));
  // Times that binary numbers cannot say.
  const std::vector<double> values = values_of("y = STEP(1, 0.3) ~~|", "y", {1, 0.1});
  EXPECT_THAT(values, ElementsAre(0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1));
}

TEST(Pulse, LastsForItsWidthAndNeverLessThanAStep) {
  EXPECT_THAT(values_of("y = PULSE(1, 2) ~~|", "y", {4}), ElementsAre(0, 1, 1, 0, 0));
  EXPECT_THAT(values_of("y = PULSE(1, 0) ~~|", "y", {4}), ElementsAre(0, 1, 0, 0, 0));
  EXPECT_THAT(values_of("y = PULSE(0.3, 0.2) ~~|", "y", {0.6, 0.1}),
              ElementsAre(0, 0, 0, 1, 1, 0, 0));
}

TEST(PulseTrain, RepeatsUntilItsEnd) {
  EXPECT_THAT(values_of("y = PULSE TRAIN(1, 1, 3, 7) ~~|", "y", {9}),
              ElementsAre(0, 1, 0, 0, 1, 0, 0, 1, 0, 0));
  EXPECT_THAT(values_of("y = PULSE TRAIN(1, 2, 3, 4) ~~|", "y", {6}),
              ElementsAre(0, 1, 1, 0, 1, 0, 0));
  // Wider than the time between: one from start to end.
  EXPECT_THAT(values_of("y = PULSE TRAIN(1, 1, 0, 3) ~~|", "y", {5}), ElementsAre(0, 1, 1, 1, 0, 0))
      << "the next begins before one ends: on to the end";
  EXPECT_THAT(values_of("y = PULSE TRAIN(1, 5, 2, 4) ~~|", "y", {6}),
              ElementsAre(0, 1, 1, 1, 1, 0, 0));
  EXPECT_THAT(values_of("y = PULSE TRAIN(0.1, 0.1, 0.3, 1) ~~|", "y", {0.8, 0.1}),
              ElementsAre(0, 1, 0, 0, 1, 0, 0, 1, 0));
}

TEST(PulseTrain, OfWidthUpToAStepLastsOneStep) {
  EXPECT_THAT(values_of("y = PULSE TRAIN(1, 0.2, 2, 9) ~~|", "y", {4}), ElementsAre(0, 1, 0, 1, 0));
}

TEST(Ramp, RisesBetweenItsTimes) {
  EXPECT_THAT(values_of("y = RAMP(2, 1, 3) ~~|", "y", {4}), ElementsAre(0, 0, 2, 4, 4));
}

TEST(TestInputs, KeepStillWithinAStepOfRungeKutta) {
  // The stock gets what the input is at the beginning of each step, the whole step long.
  const auto totals = [](const std::string& input) {
    const model::Model model = text_model("x = " + input + " ~~| y = INTEG(x, 0) ~~|", {4});
    Options options;
    options.method = program::Method::rk4;
    return values_of(model, "y", options);
  };
  EXPECT_THAT(totals("STEP(6, 2)"), ElementsAre(0, 0, 0, 6, 12));
  EXPECT_THAT(totals("6 * PULSE(1, 1)"), ElementsAre(0, 0, 6, 6, 6));
  EXPECT_THAT(totals("6 * PULSE TRAIN(1, 1, 2, 9)"), ElementsAre(0, 0, 6, 6, 12));
  EXPECT_THAT(totals("RAMP(6, 1, 3)"), ElementsAre(0, 0, 0, 6, 18));
  EXPECT_THAT(totals("DELAY N(6, 1, 0, 1)"), ElementsAre(0, 0, 6, 12, 18));
  EXPECT_THAT(totals("SMOOTH N(6, 1, 0, 1)"), ElementsAre(0, 0, 6, 12, 18));
  EXPECT_THAT(totals("Time * 2"), ElementsAre(0, 1, 4, 9, 16)) << "but Time moves on";
}

TEST(TestInputs, KeepStillUnderTheMethodsOfSecondOrderToo) {
  for (const auto method : {program::Method::midpoint, program::Method::heun}) {
    const model::Model model = text_model("x = RAMP(6, 1, 3) ~~| y = INTEG(x, 0) ~~|", {4});
    Options options;
    options.method = method;
    EXPECT_THAT(values_of(model, "y", options), ElementsAre(0, 0, 0, 6, 18)) << name_of(method);
  }
}

TEST(DataVariables, KeepStillWithinAStepOfRungeKutta) {
  Options options;
  options.method = program::Method::rk4;
  for (const char* mode : {":INTERPOLATE:", ":HOLD BACKWARD:", ":RAW:"}) {
    // Steps of 0.1: a point is met at its time, however the time was rounded.
    model::Model model =
        text_model(format("d {} ~~| y = INTEG(d * 10, 0) ~~|", mode), {0.4, 0.1, 0});
    EXPECT_THAT(model::attach_data(model, "d.csv", "Time,d\n0,1\n0.1,2\n0.2,4\n0.3,8\n"),
                testing::IsEmpty());
    EXPECT_THAT(values_of(model, "y", options),
                testing::Pointwise(testing::DoubleNear(1e-12), std::vector<double>{0, 1, 3, 7, 15}))
        << mode;
  }
}

TEST(DataEquations, SayThemselvesWhatLiesBetweenTheirPoints) {
  const auto of = [](const std::string& equation) {
    model::Model model = text_model("d ~~| x " + equation + " ~~|", {4, 1, 0});
    EXPECT_THAT(model::attach_data(model, "d.csv", "Time,d\n0,1\n2,3\n4,9\n"), testing::IsEmpty());
    return values_of(model, "x", {});
  };
  EXPECT_THAT(of(":= d * 10"), ElementsAre(10, 20, 30, 60, 90));
  EXPECT_THAT(of(":INTERPOLATE: := d * 10"), ElementsAre(10, 20, 30, 60, 90));
  EXPECT_THAT(of(":HOLD BACKWARD: := d * 10"), ElementsAre(10, 10, 30, 30, 90));
  EXPECT_THAT(of(":LOOK FORWARD: := d * 10"), ElementsAre(10, 30, 30, 90, 90));
  constexpr double kNone = kNotAvailable;
  EXPECT_THAT(of(":RAW: := d * 10"), ElementsAre(10, kNone, 30, kNone, 90));
}

TEST(DataEquations, RawAreMissingWhereAnyElementThatTheyAddIs) {
  const auto of = [](const std::string& equation) {
    model::Model model =
        text_model("reg: a, b ~~| d[reg] ~~| x :RAW: := " + equation + " ~~|", {2, 1, 0});
    EXPECT_THAT(model::attach_data(model, "d.csv", "Time,d[a],d[b]\n0,1,2\n1,3,\n2,5,6\n"),
                testing::IsEmpty());
    return values_of(model, "x", {});
  };
  constexpr double kNone = kNotAvailable;
  EXPECT_THAT(of("SUM(d[reg!])"), ElementsAre(3, kNone, 11));
  EXPECT_THAT(of("DELAY FIXED(SUM(d[reg!]), 1, 0)"), ElementsAre(0, kNone, testing::_));
}

TEST(DataEquations, RawAreMissingWhereTheEquationsThatTheyReadAre) {
  model::Model model =
      text_model("d ~~| twice :RAW: := d * 2 ~~| four :RAW: := twice * 2 ~~|", {2, 1, 0});
  EXPECT_THAT(model::attach_data(model, "d.csv", "Time,d\n0,1\n2,3\n"), testing::IsEmpty());
  EXPECT_THAT(values_of(model, "four", {}), ElementsAre(4, kNotAvailable, 12));
}

TEST(RuledStock, IsCutOffAndKeptBetweenItsBounds) {
  const std::string none = ", :NA:, :NA:, :NA:, :NA:, :NA:) ~~|";
  EXPECT_THAT(values_of("y = SINTEG(1.5, 2" + none, "y", {4}), ElementsAre(2, 3.5, 5, 6.5, 8));
  EXPECT_THAT(values_of("y = SINTEG(1.75, 0, 0, 5, 1, :NA:, :NA:) ~~|", "y", {6}),
              ElementsAre(0, 1, 2, 3, 4, 5, 5));
  EXPECT_THAT(values_of("y = SINTEG(-1, 2.5, 0, :NA:, :NA:, :NA:, :NA:) ~~|", "y", {4}),
              ElementsAre(2.5, 1.5, 0.5, 0, 0));
  EXPECT_THAT(values_of("y = SINTEG(-1, 2.25, :NA:, :NA:, :NA:, 0, 0.5) ~~|", "y", {4}),
              ElementsAre(2.25, 1.25, 0, -1, -2));
  EXPECT_THAT(values_of("y = SINTEG(y, 1, :NA:, 6, :NA:, :NA:, :NA:) ~~|", "y", {4}),
              ElementsAre(1, 2, 4, 6, 6));
}

TEST(Simultaneous, SettlesWhereGoingRoundTheLoopChangesNothing) {
  const std::string loop = "x = SIMULTANEOUS(y / 2 + 1, 0.8) ~~| y = z ~~| z = x ~~| w = x + 1 ~~|";
  EXPECT_NEAR(value_of(loop, "x"), 2, 1e-12);
  EXPECT_NEAR(value_of(loop, "y"), 2, 1e-12);
  EXPECT_NEAR(value_of(loop, "w"), 3, 1e-12);
  EXPECT_NEAR(value_of("x = SIMULTANEOUS(COS(x), 1) ~~|", "x"), 0.7390851332151607, 1e-12);
  // It follows what moves: with level 1, 2, 4 in turn.
  EXPECT_THAT(
      values_of("s = INTEG(s, 1) ~~| x = SIMULTANEOUS((y + s) / 2, 0) ~~| y = x ~~|", "x", {2}),
      testing::Pointwise(testing::DoubleNear(1e-12), std::vector<double>{1, 2, 4}));
  EXPECT_THAT(value_of("x = SIMULTANEOUS(1 - x, 0.8) ~~|", "x"), testing::IsNan());
}

TEST(Simultaneous, SolvesSeveralAndArraysAndLetsStocksBreakTheLoop) {
  // p = q / 2 + 1, q = p / 4 + r, r = 1: p = 12 / 7, q = 10 / 7.
  const std::string two =
      "p = SIMULTANEOUS(q / 2 + 1, 0) ~~| q = SIMULTANEOUS(p / 4 + r, 0) ~~| r = 1 ~~|";
  EXPECT_NEAR(value_of(two, "p"), 12.0 / 7, 1e-12);
  EXPECT_NEAR(value_of(two, "q"), 10.0 / 7, 1e-12);
  const std::string array =
      "d: a, b ~~| k[d] = 2, 4 ~~| x[d] = SIMULTANEOUS(y[d] / k[d] + 1, 1) ~~| y[d] = x[d] ~~|";
  EXPECT_NEAR(value_of(array, "x[a]"), 2, 1e-12);
  EXPECT_NEAR(value_of(array, "x[b]"), 4.0 / 3, 1e-12);
  const std::string mixed =
      "d: a, b ~~| x[a] = SIMULTANEOUS(y[a] / 2 + x[b], 5) ~~| x[b] = 3 ~~| y[d] = x[d] ~~|";
  EXPECT_NEAR(value_of(mixed, "x[a]"), 6, 1e-12);
  EXPECT_EQ(value_of(mixed, "y[b]"), 3);
  EXPECT_THAT(values_of("x = SIMULTANEOUS(s + 1, 9) ~~| s = INTEG(x, 1) ~~|", "x", {2}),
              ElementsAre(2, 4, 8));
}

TEST(Message, IsOneWhereItWouldBeShown) {
  EXPECT_THAT(values_of("y = MESSAGE('late', Time - 2) ~~|", "y", {4}), ElementsAre(0, 0, 0, 1, 1));
  Options options;
  options.method = program::Method::rk4;
  const model::Model model = text_model("x = MESSAGE('now', 1) ~~| y = INTEG(6 * x, 0) ~~|", {2});
  EXPECT_THAT(values_of(model, "x", options), ElementsAre(1, 1, 1));
  EXPECT_THAT(values_of(model, "y", options), ElementsAre(0, 1, 2)) << "not within a step";
}

TEST(Lookup, HoldsExtrapolatesAndSteps) {
  const std::string table = "t((1,10),(3,30),(4,20)) ~~|";
  const auto at = [&](const std::string& call) {
    return value_of(table + "y = " + call + " ~~|", "y");
  };
  EXPECT_EQ(at("t(2)"), 20);
  EXPECT_EQ(at("t(0)"), 10);
  EXPECT_EQ(at("t(9)"), 20);
  EXPECT_EQ(at("LOOKUP EXTRAPOLATE(t, 0)"), 0);
  EXPECT_EQ(at("LOOKUP EXTRAPOLATE(t, 6)"), 0);
  EXPECT_EQ(at("LOOKUP FORWARD(t, 1.5)"), 30);
  EXPECT_EQ(at("LOOKUP BACKWARD(t, 3.5)"), 30);
  EXPECT_EQ(at("WITH LOOKUP(2.5, ([(0,0)-(9,9)],(2,1),(3,2)))"), 1.5);
}

TEST(Lookup, OfOneTableIsMadeOnce) {
  const model::Model model =
      text_model("t((0,0),(9,9)) ~~| d: a, b, c ~~| y[d] = t(Time) + t(2) ~~|");
  Options options;
  options.all_outputs = true;
  EXPECT_EQ(lowered(model, options).tables.size(), 1U);
}

TEST(Data, AreReadByTheirMode) {
  const auto values = [](const std::string& mode) {
    model::Model model = text_model("x" + mode + " ~~| y = x ~~|", {5});
    EXPECT_THAT(model::attach_data(model, "x.csv", "Time,x\n1,10\n3,30\n4,40\n"),
                testing::IsEmpty());
    return values_of(model, "y");
  };
  const double missing = -std::ldexp(1.0, 109);
  EXPECT_THAT(values(":INTERPOLATE:"), ElementsAre(10, 10, 20, 30, 40, 40));
  EXPECT_THAT(values(":HOLD BACKWARD:"), ElementsAre(10, 10, 10, 30, 40, 40));
  EXPECT_THAT(values(":LOOK FORWARD:"), ElementsAre(10, 10, 30, 30, 40, 40));
  EXPECT_THAT(values(":RAW:"), ElementsAre(missing, 10, missing, 30, 40, missing));
}

TEST(Random, DrawsStayWhenTheModelGrows) {
  const std::string noise = "d: a, b ~~| y[d] = RANDOM UNIFORM(2, 3, 7) ~~|";
  const model::Model small = text_model(noise);
  const model::Model large = text_model("a first = RANDOM UNIFORM(0, 1, 7) ~~|" + noise);
  EXPECT_EQ(values_of(small, "y[b]"), values_of(large, "y[b]"));
  EXPECT_NE(values_of(small, "y[a]"), values_of(small, "y[b]"));
  EXPECT_NE(values_of(small, "y[a]"), values_of(small, "y[a]", {}, 5)) << "another seed";
  for (const double value : values_of(small, "y[a]")) {
    EXPECT_GE(value, 2);
    EXPECT_LT(value, 3);
  }
}

TEST(Random, CallsInOneEquationDiffer) {
  const std::vector<double> values =
      values_of("y = RANDOM UNIFORM(0, 1, 0) - RANDOM UNIFORM(0, 1, 0) ~~|", "y", {50});
  EXPECT_EQ(std::count(values.begin(), values.end(), 0.0), 0);
}

// The rate of a stock and what a macro makes go by names that a variable may have.
TEST(Random, NamesThatLookAlikeDrawApart) {
  const model::Model model = text_model(
      ":MACRO: M(x)\nM = RANDOM UNIFORM(0, x, 3) ~~|\n:END OF MACRO:\n"
      "s = INTEG(RANDOM UNIFORM(0, 1, 3), 0) ~~|s net flow = RANDOM UNIFORM(0, 1, 3) ~~|"
      "a = M(1) ~~|M 1 M = RANDOM UNIFORM(0, 1, 3) ~~|");
  EXPECT_NE(values_of(model, "s")[1], values_of(model, "s net flow")[0]);
  EXPECT_NE(values_of(model, "a")[0], values_of(model, "M 1 M")[0]);
}

TEST(Random, NormalDrawsAreScaledAndBounded) {
  const std::vector<double> values =
      values_of("y = RANDOM NORMAL(95, 1000, 100, 10, 3) ~~|", "y", {20000});
  double sum = 0;
  for (const double value : values) {
    ASSERT_GE(value, 95);
    sum += value;
  }
  // 100 + 10 * density(-0.5) / (1 - probability(-0.5)) = 100 + 10 * 0.352065 / 0.691462
  EXPECT_NEAR(sum / static_cast<double>(values.size()), 105.0916, 0.2);
}

TEST(Random, OfTheStartIsThatOfTheFirstStep) {
  const model::Model model =
      text_model("x = RANDOM UNIFORM(0, 1, 0) ~~| y = INITIAL(x) ~~| s = INTEG(0, x) ~~|");
  EXPECT_EQ(values_of(model, "y").back(), values_of(model, "x").front());
  EXPECT_EQ(values_of(model, "s").back(), values_of(model, "x").front());
}

}  // namespace
}  // namespace sluice::lower
