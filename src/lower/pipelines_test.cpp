// Pipelines, present values and functions of lookups and data, with numbers worked by hand.
#include "lower/text_model_testing.h"
#include "model/data.h"

namespace sluice::lower {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

constexpr double kNone = kNotAvailable;

TEST(DelayMaterial, IsADelayFixedWhereItsTimeStays) {
  EXPECT_THAT(values_of("y = DELAY MATERIAL(10 + Time, 2, 7, 0) ~~|", "y", {5}),
              ElementsAre(7, 7, 10, 11, 12, 13));
}

TEST(DelayMaterial, AddsWhatArrivesTogetherAndGivesTheMissingValue) {
  // Input 1 at each time; the delay falls from 3 to 1 at time 2: what went in at 0 and 2 arrives
  // at 3, that of 1 at 4 with that of 3.
  EXPECT_THAT(
      values_of("t = 3 - STEP(2, 2) ~~| y = DELAY MATERIAL(1 + Time, t, 5, -1) ~~|", "y", {6}),
      ElementsAre(5, 5, 5, 1 + 3, 2 + 4, 5, 6));
  // It rises from 1 to 3 at time 2: nothing arrives at 3 and 4.
  EXPECT_THAT(
      values_of("t = 1 + STEP(2, 2) ~~| y = DELAY MATERIAL(1 + Time, t, 5, -1) ~~|", "y", {6}),
      ElementsAre(5, 1, 2, -1, -1, 3, 4));
}

TEST(DelayInformation, HoldsTheNewestThatArrived) {
  EXPECT_THAT(
      values_of("t = 3 - STEP(2, 2) ~~| y = DELAY INFORMATION(1 + Time, t, 5) ~~|", "y", {6}),
      ElementsAre(5, 5, 5, 3, 4, 5, 6))
      << "what was on its way when the time fell is dropped";
  EXPECT_THAT(
      values_of("t = 1 + STEP(2, 2) ~~| y = DELAY INFORMATION(1 + Time, t, 5) ~~|", "y", {6}),
      ElementsAre(5, 1, 2, 2, 2, 3, 4));
}

TEST(DelayConveyor, CarriesWhatIsOnItAndLeaks) {
  const std::string flat = "flat((0,1),(1,1)) ~~|\n";
  EXPECT_THAT(values_of(flat + "y = DELAY CONVEYOR(10, 2, 0, flat, 8, 2) ~~|", "y", {4}),
              ElementsAre(4, 4, 10, 10, 10));
  // Each step leaves 0.9 of all that is on it, new input counted.
  EXPECT_THAT(values_of(flat + "y = DELAY CONVEYOR(10, 2, 0.1, flat, 8, 2) ~~|", "y", {3}),
              Pointwise(DoubleNear(1e-12), std::vector<double>{4, 3.6, 8.1, 8.1}));
  // A profile that rises: a quarter of the area in its first half.
  EXPECT_THAT(values_of("up((0,0),(1,1)) ~~| y = DELAY CONVEYOR(0, 2, 0, up, 8, 2) ~~|", "y", {3}),
              Pointwise(DoubleNear(1e-12), std::vector<double>{2, 6, 0, 0}));
}

TEST(DelayProfile, SpreadsAnInputByItsProfile) {
  // An even profile with mean 2 goes over 4 steps.
  const std::string flat = "flat((0,1),(1,1)) ~~|\n";
  EXPECT_THAT(values_of(flat + "y = DELAY PROFILE(flat, PULSE(0, 1) * 8, 2, 0, 0) ~~|", "y", {6}),
              Pointwise(DoubleNear(1e-12), std::vector<double>{0, 2, 2, 2, 2, 0, 0}));
  EXPECT_THAT(values_of(flat + "y = DELAY PROFILE(flat, 3, 2, 3, 0) ~~|", "y", {4}),
              Pointwise(DoubleNear(1e-12), std::vector<double>{3, 3, 3, 3, 3}));
}

// The equations of Vensim's manual (NPV): the discount is 1, then 1 / 1.1, then 1 / 1.21.
TEST(Npv, CountsTheStreamOfTheStepAtHand) {
  EXPECT_THAT(values_of("y = NPV(121, 0.1, 0, 1) ~~|", "y", {2}),
              Pointwise(DoubleNear(1e-9), std::vector<double>{121, 231, 331}));
  EXPECT_THAT(values_of("y = NPV(110, 0.1, 5, 2) ~~|", "y", {1}),
              Pointwise(DoubleNear(1e-9), std::vector<double>{230, 430}));
}

// Vensim's own numbers for SDEverywhere's models/npv: 100 are spent in month 12, which 3 a month
// repay from then on, at 10 % a year.
TEST(Npv, GivesWhatVensimGives) {
  const std::string project =
      "stream = -100 / TIME STEP * PULSE(12, TIME STEP) + STEP(3, 12) ~~|\n"
      "rate = 10 / 12 / 100 ~~|\ny = NPV(stream, rate, 0, 1) ~~|";
  EXPECT_NEAR(values_of(project, "y", {12}).back(), -87.8056, 5e-5);
}

TEST(Npve, DiscountsByWholeSteps) {
  EXPECT_THAT(values_of("y = NPVE(110, 0.1, 0, 1) ~~|", "y", {1}),
              Pointwise(DoubleNear(1e-9), std::vector<double>{100, 100 + 100 / 1.1}));
}

TEST(NetPresentValue, DiscountsFromPeriodToPeriod) {
  const auto values = [](const std::string& arguments, Clock clock) {
    return values_of("y = NET PRESENT VALUE(" + arguments + ") ~~|", "y", clock);
  };
  const auto are = [](const std::vector<double>& numbers) {
    return Pointwise(DoubleNear(1e-9), numbers);
  };
  // Periods of two steps at 10 %: 110, 110, then 110 / 1.1 twice; counted at their ends 100, 100.
  EXPECT_THAT(values("110, 0.1, 2, Time, 0", {3}), are({110, 220, 320, 420}));
  EXPECT_THAT(values("121, 0.1, 2, Time, 1", {3}), are({110, 220, 320, 420}));
  // Seen from one period later all is worth a tenth more.
  EXPECT_THAT(values("110, 0.1, 2, 2, 0", {2}), are({121, 242, 352}));
  // Half steps; the periods of a run that starts at 7 start there.
  EXPECT_THAT(values("110, 0.1, 1, Time, 0", {8, 0.5, 7}), are({55, 110, 160}));
  // With periods of a step or less it is NPV and NPVE.
  EXPECT_THAT(values("121, 0.1, 0.1, Time, 0", {2}), are({121, 231, 331}));
  EXPECT_THAT(values("110, 0.1, 1, Time, 1", {1}), are({100, 100 + 100 / 1.1}));
}

const std::string kLook = "look((0,1),(1,1),(2,2)) ~~|\n";

TEST(LookupArea, IsTheAreaBetweenTwoInputs) {
  EXPECT_DOUBLE_EQ(value_of(kLook + "y = LOOKUP AREA(look, 0, 1) ~~|", "y"), 1);
  EXPECT_DOUBLE_EQ(value_of(kLook + "y = LOOKUP AREA(look, 2, 4) ~~|", "y"), 4);
  EXPECT_DOUBLE_EQ(value_of(kLook + "y = LOOKUP AREA(look, 0.5, 2.5) ~~|", "y"), 3);
  EXPECT_DOUBLE_EQ(value_of(kLook + "y = LOOKUP AREA(look, 2, -1) ~~|", "y"), -3.5);
}

TEST(LookupSlope, IsTheMeanOfBothSidesAtAPoint) {
  const auto slope = [](const std::string& x, const std::string& mode) {
    return value_of(kLook + "y = LOOKUP SLOPE(look, " + x + ", " + mode + ") ~~|", "y");
  };
  EXPECT_EQ(slope("1.5", "0"), 1);
  EXPECT_EQ(slope("1", "0"), 0.5);
  EXPECT_EQ(slope("3", "0"), 0);
  EXPECT_EQ(slope("3", "1"), 1);
  EXPECT_EQ(slope("-1", "1"), 0);
  EXPECT_EQ(slope("3", "-1"), kNone);
  EXPECT_EQ(slope("1", "-1"), 0.5);
  // The examples of Vensim's manual, by the points that they fit.
  const auto steep = [](const std::string& x, const std::string& mode) {
    return value_of("l((0,0),(1,1),(3,2)) ~~| y = LOOKUP SLOPE(l, " + x + ", " + mode + ") ~~|",
                    "y");
  };
  EXPECT_EQ(steep("-1", "-1"), kNone);
  EXPECT_EQ(steep("-1", "0"), 0);
  EXPECT_EQ(steep("-1", "1"), 1);
  EXPECT_EQ(steep("1", "0"), 0.75);
  EXPECT_EQ(steep("1.5", "0"), 0.5);
}

TEST(LookupSlope, IsNotAvailableWhereSeveralPointsStand) {
  const auto slope = [](const std::string& x, const std::string& mode = "0") {
    return value_of("l((0,0),(2,5),(2,8),(3,9),(4,1),(4,1),(4,2)) ~~| y = LOOKUP SLOPE(l, " + x +
                        ", " + mode + ") ~~|",
                    "y");
  };
  EXPECT_EQ(slope("2"), kNone);
  EXPECT_EQ(slope("4"), kNone);
  EXPECT_EQ(slope("4", "1"), kNone);
  EXPECT_EQ(slope("1.9999999999999998"), 2.5);
  EXPECT_EQ(slope("2.0000000000000004"), 1);
  EXPECT_EQ(slope("3"), (1 - 8) / 2.0);
  EXPECT_EQ(slope("5"), 0);
  EXPECT_EQ(slope("5", "1"), -8);
  EXPECT_EQ(slope("5", "-1"), kNone);
  EXPECT_EQ(value_of("l((0,1),(0,2)) ~~| y = LOOKUP SLOPE(l, 0, 0) ~~|", "y"), kNone);
}

TEST(LookupInvert, GivesTheFirstInputWithTheValue) {
  const std::string hill = "hill((0,0),(2,4),(4,0),(6,8)) ~~|\n";
  const auto input = [&](const std::string& value) {
    return value_of(hill + "y = LOOKUP INVERT(hill, " + value + ") ~~|", "y");
  };
  EXPECT_DOUBLE_EQ(input("2"), 1);
  EXPECT_DOUBLE_EQ(input("4"), 2);
  EXPECT_DOUBLE_EQ(input("6"), 5.5);
  EXPECT_EQ(input("0"), 0);
  EXPECT_EQ(input("8"), 6);
  // "If y is outside the range of lookup the function will return :NA:" (Vensim's manual).
  EXPECT_EQ(input("-0.1"), kNone);
  EXPECT_EQ(input("8.1"), kNone);
  EXPECT_TRUE(std::isnan(input("0/0")));
  EXPECT_EQ(value_of("l((0,0),(1,1),(3,2)) ~~| y = LOOKUP INVERT(l, 1.5) ~~|", "y"), 2);
  EXPECT_DOUBLE_EQ(value_of("down((0,4),(2,0)) ~~| y = LOOKUP INVERT(down, 1) ~~|", "y"), 1.5);
}

// Where a lookup begins flat, the first input is that of the flat part's begin, at 0 too, beside
// which the next number is 5e-324.
TEST(LookupInvert, OfAFlatPartGivesItsBegin) {
  const auto input = [&](const std::string& points, const std::string& value) {
    return value_of("l(" + points + ") ~~| y = LOOKUP INVERT(l, " + value + ") ~~|", "y");
  };
  EXPECT_EQ(input("(0,0),(10,0),(20,55)", "0"), 0);
  EXPECT_DOUBLE_EQ(input("(0,0),(10,0),(20,55)", "5.5"), 11);
  EXPECT_EQ(input("(0,3),(10,3),(20,5)", "3"), 0);
  EXPECT_EQ(input("(0,5),(10,0),(1e9,0),(2e9,-5)", "0"), 10);
  EXPECT_DOUBLE_EQ(input("(0,5),(10,0),(1e9,0),(2e9,-5)", "-2.5"), 1.5e9);
  EXPECT_EQ(input("(0,0),(1,0)", "0"), 0);
  EXPECT_EQ(input("(0,0),(1,0)", "1"), kNone);
}

double of_data(const std::string& equation) {
  model::Model model = text_model("d ~~|\ny = " + equation + " ~~|");
  EXPECT_THAT(model::attach_data(model, "d.csv", "Time,d\n1,10\n3,30\n4,50\n"), testing::IsEmpty());
  return values_of(model, "y").front();
}

TEST(DataFunctions, SeeTheSeriesAsAWhole) {
  EXPECT_EQ(of_data("GET DATA AT TIME(d, 3)"), 30);
  EXPECT_EQ(of_data("GET DATA AT TIME(d, 2)"), kNone);
  EXPECT_EQ(of_data("GET DATA BETWEEN TIMES(d, 2, 0)"), 20);
  EXPECT_EQ(of_data("GET DATA BETWEEN TIMES(d, 2, 1)"), 30);
  EXPECT_EQ(of_data("GET DATA BETWEEN TIMES(d, 2, -1)"), 10);
  EXPECT_EQ(of_data("GET DATA BETWEEN TIMES(d, 5, 0)"), kNone);
  EXPECT_EQ(of_data("GET DATA FIRST TIME(d) + 10 * GET DATA LAST TIME(d)"), 41);
  EXPECT_EQ(of_data("GET DATA MAX(d, 0, 3)"), 30);
  EXPECT_EQ(of_data("GET DATA MIN(d, 2, 9)"), 30);
  EXPECT_EQ(of_data("GET DATA MEAN(d, 0, 9)"), 30);
  EXPECT_EQ(of_data("GET DATA STDV(d, 0, 9)"), 20);
  EXPECT_EQ(of_data("GET DATA STDV(d, 0, 2)"), kNone);
  EXPECT_EQ(of_data("GET DATA TOTAL POINTS(d)"), 3);
  EXPECT_EQ(of_data("GET DATA TOTAL POINTS(d, 2, 9)"), 2);
  EXPECT_EQ(of_data("GET DATA MAX(d, 5, 9)"), kNone);
}

// Vensim's own numbers for SDEverywhere's models/getdata: points at 0, 1, 2, 9 and 10.
TEST(GetDataBetweenTimes, TakesWholeTimesAsVensimDoes) {
  const auto at = [](const std::string& time, const std::string& mode) {
    model::Model model =
        text_model("d ~~|\ny = GET DATA BETWEEN TIMES(d, " + time + ", " + mode + ") ~~|");
    EXPECT_THAT(model::attach_data(model, "d.csv", "Time,d\n0,0\n1,10\n2,20\n9,70\n10,80\n"),
                testing::IsEmpty());
    return values_of(model, "y").front();
  };
  EXPECT_EQ(at("0.5", "1"), 0);
  EXPECT_EQ(at("1.5", "1"), 10);
  EXPECT_EQ(at("2.5", "1"), 20);
  EXPECT_EQ(at("3", "1"), 70);
  EXPECT_EQ(at("10", "1"), 80);
  EXPECT_EQ(at("0", "-1"), 0);
  EXPECT_EQ(at("1", "-1"), 0);
  EXPECT_EQ(at("1.5", "-1"), 0);
  EXPECT_EQ(at("2", "-1"), 10);
  EXPECT_EQ(at("2.5", "-1"), 10);
  EXPECT_EQ(at("3", "-1"), 20);
  EXPECT_EQ(at("10", "-1"), 70);
  EXPECT_EQ(at("3", "0"), 20 + 50.0 / 7);
  EXPECT_EQ(at("10.5", "1"), kNone);
  EXPECT_EQ(at("2.9999999", "1"), 70) << "a millionth of a step is nothing";
}

// Points at quarters: the next one and the last one, and a word that Vensim may have others.
TEST(GetDataBetweenTimes, TakesOtherTimesAsTheManualHasIt) {
  const auto model = [](const std::string& time, const std::string& mode) {
    model::Model one =
        text_model("d ~~|\ny = GET DATA BETWEEN TIMES(d, " + time + ", " + mode + ") ~~|");
    EXPECT_THAT(model::attach_data(one, "d.csv", "Time,d\n0,0\n0.25,10\n0.5,20\n2,30\n"),
                testing::IsEmpty());
    return one;
  };
  const auto at = [&](const std::string& time, const std::string& mode) {
    return values_of(model(time, mode), "y").front();
  };
  EXPECT_EQ(at("0.5", "1"), 20);
  EXPECT_EQ(at("0.3", "1"), 20);
  EXPECT_EQ(at("0.5", "-1"), 20);
  EXPECT_EQ(at("0.3", "-1"), 10);
  EXPECT_EQ(at("1.5", "-1"), 20);
  EXPECT_EQ(at("1.25", "0"), 25);
  Options options;
  options.all_outputs = true;
  EXPECT_EQ(texts_of(lower(model("1.25", "0"), options).diagnostics), "");
  EXPECT_EQ(texts_of(lower(model("0.3", "-1"), options).diagnostics),
            "model.mdl:3:36: warning L420: GET DATA BETWEEN TIMES with mode -1 of data that have "
            "points between whole times\n"
            "    3 | y = GET DATA BETWEEN TIMES(d, 0.3, -1) ~~|\n"
            "      |                                    ^~\n"
            "why: as Vensim's manual has it, it gives the last point; Vensim itself takes the time "
            "down to a whole number, which is known for points at whole times only\n"
            "mend: compare with Vensim, or take mode 0, which agrees with it\n");
}

TEST(TimeShift, SeesLaterData) {
  model::Model model = text_model("d ~~|\ny := TIME SHIFT(d, 1) ~~|");
  EXPECT_THAT(model::attach_data(model, "d.csv", "Time,d\n1,10\n3,30\n4,50\n"), testing::IsEmpty());
  EXPECT_THAT(values_of(model, "y"), ElementsAre(10, 20, 30, 50, 50));
}

TEST(GammaLn, IsExactToTheLastDigits) {
  EXPECT_NEAR(value_of("y = GAMMA LN(5) ~~|", "y"), std::log(24.0), 1e-14);
  EXPECT_NEAR(value_of("y = GAMMA LN(0.5) ~~|", "y"), 0.5 * std::log(std::acos(-1.0)), 1e-14);
  EXPECT_NEAR(value_of("y = GAMMA LN(171) ~~|", "y") / std::lgamma(171.0), 1, 1e-15);
  EXPECT_TRUE(std::isnan(value_of("y = GAMMA LN(-1.5) ~~|", "y")));
}

TEST(TimeBase, IsAnotherTimeAxis) {
  EXPECT_THAT(values_of("y = TIME BASE(1970, 0.5) ~~|", "y", {3}),
              ElementsAre(1970, 1970.5, 1971, 1971.5));
}

TEST(GetTimeValue, TellsTheDateInYearsOf360Days) {
  EXPECT_THAT(values_of("y = GET TIME VALUE(0, 2, 0) ~~|", "y", {2}), ElementsAre(2, 3, 4));
  EXPECT_THAT(values_of("y = GET TIME VALUE(1, 2, 0) ~~|", "y", {2}), ElementsAre(2, 2, 2));
}

TEST(FinalTime, MayBeComputedInTheRun) {
  const std::string text =
      "{UTF-8}\nlevel = INTEG(2, 0) ~~|\nINITIAL TIME = 0 ~~|\n"
      "FINAL TIME = IF THEN ELSE(level > 9, Time, 20) ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";
  SourceSet sources;
  const std::uint32_t file = sources.add("model.mdl", text);
  Checked<syntax::Tree> tree = syntax::read_mdl(sources, file);
  Checked<model::Model> model = model::check_model(*tree.value, std::move(sources));
  ASSERT_TRUE(model.value.has_value()) << texts_of(model.diagnostics);
  Options options;
  options.outputs = {cell(*model.value, "level")};
  const Checked<program::Program> program = lower(*model.value, options);
  ASSERT_TRUE(program.value.has_value()) << texts_of(program.diagnostics);
  EXPECT_EQ(program.value->timing.steps, 5U);
  EXPECT_EQ(
      texts_of(program.diagnostics),
      "model.mdl:4:1: note L413: FINAL TIME is computed in the run: it ends at 5\n"
      "    4 | FINAL TIME = IF THEN ELSE(level > 9, Time, 20) ~~|\n"
      "      | ^~~~~~~~~~\n"
      "why: that is where it stops with the model's own values; every run of this model stops "
      "there\n"
      "mend: set FINAL TIME to a number to choose another end\n");
}

}  // namespace
}  // namespace sluice::lower
