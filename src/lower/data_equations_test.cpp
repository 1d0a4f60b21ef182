// Equations between data, with numbers worked out by hand.
#include "lower/text_model_testing.h"
#include "model/data.h"
#include "syntax/tree.h"

namespace sluice::lower {
namespace {

using testing::ElementsAre;

constexpr double kNone = kNotAvailable;
constexpr const char* kTwo = "Time,p,q\n0,1,2\n1,,10\n2,3,\n4,9,6\n";

std::vector<double> with(const std::string& data, const std::string& equations,
                         const std::string& name) {
  model::Model model = text_model(equations, {4, 1, 0});
  const Diagnostics said = model::attach_data(model, "d.csv", data);
  EXPECT_EQ(texts_of(said), "");
  return values_of(model, name);
}

std::vector<double> of_two(const std::string& equation) {
  return with(kTwo, "p ~~| q ~~| k = 2 ~~| x " + equation + " ~~|", "x");
}

// Worked out at 0 and 4, the only times at which both have points: 2 and 54.
TEST(DataEquations, HavePointsWhereAllTheirDataHave) {
  EXPECT_THAT(of_two(":= p * q"), ElementsAre(2, 15, 28, 41, 54));
  EXPECT_THAT(of_two(":INTERPOLATE: := p * q"), ElementsAre(2, 15, 28, 41, 54));
  EXPECT_THAT(of_two(":HOLD BACKWARD: := p * q"), ElementsAre(2, 2, 2, 2, 54));
  EXPECT_THAT(of_two(":LOOK FORWARD: := p * q"), ElementsAre(2, 54, 54, 54, 54));
  EXPECT_THAT(of_two(":RAW: := p * q"), ElementsAre(2, kNone, kNone, kNone, 54));
}

TEST(DataEquations, AreWorkedOutAtTheirPointsAndNotBetweenThem) {
  EXPECT_THAT(of_two(":= p ^ k"), ElementsAre(1, 5, 9, 45, 81));
  EXPECT_THAT(of_two(":= p + Time * k"), ElementsAre(1, 4, 7, 12, 17));
  EXPECT_THAT(of_two(":= k * 3"), ElementsAre(6, 6, 6, 6, 6));
}

TEST(DataEquations, ThatReadEachOther) {
  const std::string equations = "p ~~| q ~~| square :RAW: := p ^ 2 ~~| x := square + q ~~|";
  EXPECT_THAT(with(kTwo, equations, "x"), ElementsAre(3, 24, 45, 66, 87));
  std::string chain = "p ~~| q ~~| x0 := p ~~|";
  for (int i = 1; i <= 40; ++i) chain += format(" x{} := (x{} + x{}) / 2 ~~|", i, i - 1, i - 1);
  EXPECT_THAT(with(kTwo, chain, "x40"), ElementsAre(1, 2, 3, 6, 9));
  for (int i = 41; i <= 3000; ++i) chain += format(" x{} := x{} ~~|", i, i - 1);
  EXPECT_THAT(with(kTwo, chain, "x3000"), ElementsAre(1, 2, 3, 6, 9));
}

// Each reads the one before it at two times.
TEST(DataEquations, ThatShiftEachOther) {
  std::string chain = "p ~~| q ~~| x0 := p ~~|";
  for (int i = 1; i <= 30; ++i) {
    chain +=
        format(" s{} := TIME SHIFT(x{}, 0) ~~| x{} := (x{} + s{}) / 2 ~~|", i, i - 1, i, i - 1, i);
  }
  EXPECT_THAT(with(kTwo, chain, "x30"), ElementsAre(1, 2, 3, 6, 9));
}

TEST(XIfMissing, WorksOutWhereAnyHasAPoint) {
  EXPECT_THAT(of_two(":= X IF MISSING(p + q, 0)"), ElementsAre(3, 10, 3, 9, 15));
  EXPECT_THAT(of_two(":RAW: := X IF MISSING(p * q, -1)"), ElementsAre(2, -10, -3, kNone, 54));
  EXPECT_THAT(of_two(":= X IF MISSING(p, 100)"), ElementsAre(1, 2, 3, 6, 9));
}

TEST(XIfMissing, OverElementsAndOverEquationsBetweenData) {
  const std::string elements = "r: a, b ~~| d[r] ~~| x :RAW: := X IF MISSING(SUM(d[r!]), 0) ~~|";
  EXPECT_THAT(with("Time,d[a],d[b]\n0,1,\n1,2,20\n3,,30\n", elements, "x"),
              ElementsAre(1, 22, kNone, 30, kNone));
  const std::string nested =
      "p ~~| q ~~| both := p + q ~~| x :RAW: := X IF MISSING(both + p * 100, 5) ~~|";
  EXPECT_THAT(with(kTwo, nested, "x"), ElementsAre(103, kNone, 305, kNone, 915));
}

TEST(Cumulate, AddsUpEquationsBetweenDataToo) {
  EXPECT_THAT(of_two(":HOLD BACKWARD: := CUMULATE(p)"), ElementsAre(1, 1, 4, 4, 13));
  EXPECT_THAT(of_two(":RAW: := CUMULATEF(p)"), ElementsAre(kNone, kNone, kNone, kNone, 13));
  const std::string sums = "p ~~| q ~~| square := p ^ 2 ~~| x := CUMULATE(square) ~~|";
  EXPECT_THAT(with(kTwo, sums, "x"), ElementsAre(1, 5.5, 10, 50.5, 91));
  const std::string last = "p ~~| q ~~| square := p ^ 2 ~~| x := CUMULATEF(square) ~~|";
  EXPECT_THAT(with(kTwo, last, "x"), ElementsAre(91, 91, 91, 91, 91));
}

TEST(TimeShift, ShiftsThePointsOfEquationsToo) {
  EXPECT_THAT(of_two(":RAW: := TIME SHIFT(p, -1)"), ElementsAre(kNone, 1, kNone, 3, kNone));
  const std::string shifted = "p ~~| q ~~| square := p ^ 2 ~~| x := TIME SHIFT(square, 2) ~~|";
  EXPECT_THAT(with(kTwo, shifted, "x"), ElementsAre(9, 45, 81, 81, 81));
}

TEST(DataEquations, WithoutATimeThatAllShare) {
  const model::Model model = [] {
    model::Model made = text_model("p ~~|\nq ~~|\nx := p + q ~~|", {2, 1, 0});
    EXPECT_THAT(model::attach_data(made, "d.csv", "Time,p,q\n0,1,\n1,,2\n"), testing::IsEmpty());
    return made;
  }();
  EXPECT_THAT(values_of(model, "x"), ElementsAre(kNone, kNone, kNone));
  Options options;
  options.outputs = {cell(model, "x")};
  EXPECT_EQ(texts_of(lower(model, options).diagnostics),
            "model.mdl:4:1: warning L417: \"x\" has no value at any time\n"
            "    4 | x := p + q ~~|\n"
            "      | ^\n"
            "why: an equation between data has points where all data that it reads have one, and "
            "they share no time: it is :NA: throughout\n"
            "mend: give the data points at the same times, or put 0, say, where one lacks: X IF "
            "MISSING(..., 0)\n");
}

TEST(Cumulate, OfTooManyPoints) {
  model::Model model = text_model("p ~~|\nd := p ^ 2 ~~|\nx := CUMULATE(d) ~~|");
  std::string data = "Time,p\n";
  for (int i = 0; i <= 5000; ++i) data += format("{},1\n", i);
  EXPECT_THAT(model::attach_data(model, "d.csv", data), testing::IsEmpty());
  Options options;
  options.outputs = {cell(model, "x")};
  EXPECT_EQ(texts_of(lower(model, options).diagnostics),
            "model.mdl:4:15: error L415: CUMULATE adds up 5001 points that are computed\n"
            "    4 | x := CUMULATE(d) ~~|\n"
            "      |               ^\n"
            "why: each is spelled out, and at most 5000 are\n"
            "mend: add up the data themselves, or take fewer points\n");
}

TEST(Cumulate, OfWhatHasNoPoints) {
  model::Model model = text_model("p ~~|\nd := DELAY FIXED(p, 1, 0) ~~|\nx := CUMULATE(d) ~~|");
  EXPECT_THAT(model::attach_data(model, "d.csv", "Time,p\n0,1\n"), testing::IsEmpty());
  Options options;
  options.outputs = {cell(model, "x")};
  EXPECT_EQ(
      texts_of(lower(model, options).diagnostics),
      "model.mdl:4:15: error L411: CUMULATE is given something that has no points\n"
      "    4 | x := CUMULATE(d) ~~|\n"
      "      |               ^\n"
      "why: an equation between data has points where it is made of data and constants alone\n"
      "mend: take out what remembers, draws or is computed in the run\n");
}

}  // namespace
}  // namespace sluice::lower
