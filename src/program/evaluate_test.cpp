// The reference evaluator against models worked out by hand.
#include "program/evaluate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "program/draw.h"
#include "program/lookup.h"

namespace sluice::program {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Program read(const std::string& text) {
  Checked<Program> program = parse(text);
  for (const Diagnostic& fault : program.diagnostics) ADD_FAILURE() << sluice::to_text(fault);
  EXPECT_EQ(validate(*program.value), std::vector<std::string>{});
  return *program.value;
}

std::vector<double> run(const std::string& text) {
  const Program program = read(text);
  return run_member(program, central_inputs(program));
}

const std::string kDecay =
    "constant %1 100\n"
    "constant %2 -0.5\n"
    "stock %3 initial %1 rate %4 \"s\"\n"
    "once\n"
    "initial\n"
    "step\n"
    "  %4 = multiply %3 %2\n"
    "output %3 \"s\" \"\"\n";

TEST(Evaluate, EulerAdvancesByTheRateOfTheStart) {
  EXPECT_THAT(run("slots 5\ntime %0 from 0 by 0.5 steps 3 save 0.5\nmethod euler\n" + kDecay),
              ElementsAre(100, 75, 56.25, 42.1875));
}

TEST(Evaluate, RungeKuttaFollowsItsTextbookFormula) {
  // For s' = -s/2 a step h multiplies by 1 - z + z^2/2 - z^3/6 + z^4/24 with z = h/2 = 1/2.
  const double factor = 1 - 0.5 + 0.125 - 0.125 / 6 + 0.0625 / 24;
  const std::vector<double> found =
      run("slots 5\ntime %0 from 0 by 1 steps 2 save 1\nmethod rk4\n" + kDecay);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0], 100);
  EXPECT_NEAR(found[1], 100 * factor, 1e-12);
  EXPECT_NEAR(found[2], 100 * factor * factor, 1e-12);
}

// s' = s * (1 - s / 4) + time / 2 tells the two methods of second order apart. By hand, from s = 1
// with a step of 1: the rate at the start is 0.75.
const std::string kCurved =
    "constant %1 1\nconstant %2 4\nconstant %3 2\n"
    "stock %4 initial %1 rate %9 \"s\"\nonce\ninitial\nstep\n"
    "  %5 = divide %4 %2\n  %6 = subtract %1 %5\n  %7 = multiply %4 %6\n  %8 = divide %0 %3\n"
    "  %9 = add %7 %8\noutput %4 \"s\" \"\"\n";

TEST(Evaluate, TheMidpointMethodGoesByTheRateHalfAStepOn) {
  // At 0.5 with s = 1.375: 1.375 * 0.65625 + 0.25 = 1.15234375.
  EXPECT_THAT(run("slots 10\ntime %0 from 0 by 1 steps 1 save 1\nmethod midpoint\n" + kCurved),
              ElementsAre(1, 2.15234375));
}

TEST(Evaluate, HeunsMethodGoesByTheMeanOfTheRatesAtBothEnds) {
  // At 1 with s = 1.75: 1.75 * 0.5625 + 0.5 = 1.484375; with 0.75 it is 1.1171875 in the mean.
  EXPECT_THAT(run("slots 10\ntime %0 from 0 by 1 steps 1 save 1\nmethod heun\n" + kCurved),
              ElementsAre(1, 2.1171875));
}

TEST(Evaluate, StocksAdvanceTogether) {  // a' = b, b' = a: each needs the other's old value
  const std::string body =
      "constant %1 1\nconstant %2 2\n"
      "stock %3 initial %1 rate %4 \"a\"\nstock %4 initial %2 rate %3 \"b\"\n"
      "output %3 \"a\" \"\"\noutput %4 \"b\" \"\"\n";
  EXPECT_THAT(run("slots 5\ntime %0 from 0 by 1 steps 2 save 1\nmethod euler\n" + body),
              ElementsAre(1, 3, 6, 2, 3, 6));
}

TEST(Evaluate, MemoryGivesOutWhatWasPushedSoManyStepsAgo) {
  const std::string text =
      "slots 7\ntime %0 from 0 by 1 steps 5 save 1\nmethod euler\n"
      "constant %1 -7\nconstant %2 2\nconstant %3 0\n"
      "memory input %0 initial %1 length %2 \"two\"\n"
      "memory input %0 initial %1 length %3 \"at least one\"\n"
      "once\ninitial\nstep\n  %4 = delayed memory 0\n  %5 = delayed memory 1\n"
      "output %4 \"y\" \"\"\noutput %5 \"z\" \"\"\n";
  EXPECT_THAT(run(text), ElementsAre(-7, -7, 0, 1, 2, 3, -7, 0, 1, 2, 3, 4));
}

TEST(Evaluate, SchedulesStepAtTheirDates) {
  const Program program = read(
      "slots 2\ntime %0 from 10 by 0.1 steps 4 save 0.1\nmethod euler\n"
      "input %1 scheduled 5 \"lever\"\noutput %1 \"lever\" \"\"\n");
  MemberInputs inputs = central_inputs(program);
  EXPECT_THAT(run_member(program, inputs), ElementsAre(5, 5, 5, 5, 5));
  inputs.schedules[0] = {1, {10.1, 10.3}, {2, 3}};
  EXPECT_THAT(run_member(program, inputs), ElementsAre(1, 2, 2, 3, 3));
}

TEST(Evaluate, AllocationStepsAndPulses) {
  EXPECT_EQ(evaluate_op(OpCode::step_at, 7, 5, 0.5, 4), 0);
  EXPECT_EQ(evaluate_op(OpCode::step_at, 7, 5, 0.5, 5), 7);
  std::vector<double> pulse;
  for (int i = 0; i < 6; ++i) pulse.push_back(evaluate_op(OpCode::pulse, 2, 2, 0.5, i));
  EXPECT_THAT(pulse, ElementsAre(0, 0, 1, 1, 0, 0));
  EXPECT_EQ(evaluate_op(OpCode::pulse, 2, 0, 0.5, 2), 1) << "at least one step long";
  EXPECT_EQ(evaluate_op(OpCode::pulse, 2, 0, 0.5, 3), 0);
}

TEST(Evaluate, OpsAtTheirEdges) {
  const auto op = [](OpCode code, double a, double b = 0, double c = 0) {
    return evaluate_op(code, a, b, c, 0);
  };
  EXPECT_EQ(op(OpCode::power, 0, 0), 1);
  EXPECT_EQ(op(OpCode::divide, 1, 0), kInfinity);
  EXPECT_EQ(op(OpCode::divide_or_zero, 1, 9e-7), 0);
  EXPECT_EQ(op(OpCode::divide_or_zero, 1, -0.5), -2);
  EXPECT_EQ(op(OpCode::divide_or, 1, 0, 4), 4);
  EXPECT_EQ(op(OpCode::modulo, -7, 3), -1);
  EXPECT_EQ(op(OpCode::modulo, 7, 3), 1);
  EXPECT_EQ(op(OpCode::quantum, 1.9, 0.5), 1.5);
  EXPECT_EQ(op(OpCode::quantum, 1.9, 0), 1.9);
  EXPECT_EQ(op(OpCode::truncate, -1.9), -1);
  EXPECT_EQ(op(OpCode::logical_and, 2, -1), 1);
  EXPECT_EQ(op(OpCode::logical_not, 3), 0);
  EXPECT_EQ(op(OpCode::select, 0.1, 5, 6), 5);
  EXPECT_EQ(op(OpCode::select, 0, 5, 6), 6);
  EXPECT_EQ(op(OpCode::minimum, 3, 2), 2);
  EXPECT_EQ(op(OpCode::maximum, 3, 2), 3);
}

TEST(Evaluate, TheSmallerAndTheLargerNeverHideTrouble) {
  const double nan = std::nan("");
  for (const auto code : {OpCode::minimum, OpCode::maximum}) {
    EXPECT_TRUE(std::isnan(evaluate_op(code, nan, 1, 0, 0)));
    EXPECT_TRUE(std::isnan(evaluate_op(code, 1, nan, 0, 0)));
    EXPECT_EQ(evaluate_op(code, 1, 1, 0, 0), 1);
  }
}

TEST(LookUp, HoldsExtrapolatesAndSteps) {
  const std::vector<double> x = {0, 1, 1, 3}, y = {10, 20, 40, 0};
  const auto values = [&](TableMode mode) {
    std::vector<double> found;
    for (const double at : {-1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 5.0, kInfinity})
      found.push_back(look_up({"t", x, y, mode}, at));
    return found;
  };
  EXPECT_THAT(values(TableMode::hold), ElementsAre(10, 10, 15, 40, 20, 0, 0, 0));
  EXPECT_THAT(values(TableMode::extrapolate), ElementsAre(0, 10, 15, 40, 20, 0, -40, -kInfinity));
  EXPECT_THAT(values(TableMode::forward), ElementsAre(10, 10, 20, 20, 0, 0, 0, 0));
  EXPECT_THAT(values(TableMode::backward), ElementsAre(10, 10, 10, 40, 40, 0, 0, 0));
  EXPECT_TRUE(std::isnan(look_up({"t", x, y, TableMode::hold}, std::nan(""))));
  EXPECT_EQ(look_up({"t", {5}, {3}, TableMode::extrapolate}, 100), 3);
}

TEST(Draws, AreFunctionsOfSeedMemberStreamAndStep) {
  EXPECT_EQ(draw_uniform(1, 2, 3, 4), draw_uniform(1, 2, 3, 4));
  EXPECT_NE(draw_uniform(1, 2, 3, 4), draw_uniform(2, 2, 3, 4));
  EXPECT_NE(draw_uniform(1, 2, 3, 4), draw_uniform(1, 3, 3, 4));
  EXPECT_NE(draw_uniform(1, 2, 3, 4), draw_uniform(1, 2, 4, 4));
  EXPECT_NE(draw_uniform(1, 2, 3, 4), draw_uniform(1, 2, 3, 5));
}

TEST(Draws, HaveTheMomentsOfTheirDistributions) {
  constexpr std::uint32_t kCount = 200'000;
  double sum = 0, squares = 0, fourth = 0, uniform = 0;
  for (std::uint32_t i = 0; i < kCount; ++i) {
    const double z = draw_standard_normal(9, i % 100, 1, i / 100, {-kInfinity, kInfinity});
    sum += z, squares += z * z, fourth += z * z * z * z;
    uniform += draw_uniform(9, i % 100, 2, i / 100);
  }
  const double error = 1 / std::sqrt(static_cast<double>(kCount));
  EXPECT_NEAR(sum / kCount, 0, 4 * error);
  EXPECT_NEAR(squares / kCount, 1, 6 * error);
  EXPECT_NEAR(fourth / kCount, 3, 40 * error);
  EXPECT_NEAR(uniform / kCount, 0.5, 2 * error);
}

TEST(Draws, OfNormalNumbersAreWithinTheBounds) {
  double sum = 0;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    const double z = draw_standard_normal(9, i, 1, 0, {0, 1});
    ASSERT_GE(z, 0);
    ASSERT_LE(z, 1);
    sum += z;
  }
  // (density at 0 - density at 1) / (probability between) = (0.398942 - 0.241971) / 0.341345
  EXPECT_NEAR(sum / 20'000, 0.459863, 0.008);
  EXPECT_NEAR(draw_standard_normal(9, 1, 1, 0, {40, 41}), 40.5, 0.5) << "no draw fits";
}

TEST(FindNotFinite, TellsCausesBeforeEffects) {
  const Program program = read(
      "slots 8\ntime %0 from 100 by 1 steps 3 save 1\nmethod euler\n"
      "constant %1 102\nconstant %2 1\n"
      "stock %3 initial %2 rate %5 \"s\"\n"
      "once\ninitial\nstep\n"
      "  %4 = subtract %0 %1\n  %6 = divide %2 %4\n  %5 = add %6 %2\n"
      "output %3 \"s\" \"\"\n"
      "name %3 \"stock\" \"a.mdl\" 3\nname %5 \"rate\" \"a.mdl\" 1\nname %6 \"share\" \"a.mdl\" "
      "2\n");
  const std::vector<NotFinite> found = find_not_finite(program, central_inputs(program));
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].name, "share");
  EXPECT_EQ(found[0].line, 2U);
  EXPECT_EQ(found[0].step, 2U);
  EXPECT_EQ(found[0].time, 102);
  EXPECT_EQ(found[0].value, kInfinity);
  EXPECT_EQ(found[1].name, "rate");
  EXPECT_EQ(found[2].name, "stock");
  EXPECT_EQ(found[2].step, 3U);
}

Timing even_timing(double initial_time, double time_step, double save_period, std::uint32_t steps) {
  Timing timing;
  timing.initial_time = initial_time;
  timing.time_step = time_step;
  timing.save_period = save_period;
  timing.steps = steps;
  return timing;
}

TEST(Timing, SavesTheMultiplesOfThePeriod) {
  EXPECT_THAT(saved_steps(even_timing(0, 0.125, 0.5, 9)), ElementsAre(0, 4, 8));
  EXPECT_THAT(saved_steps(even_timing(5, 0.1, 0.3, 7)), ElementsAre(0, 3, 6));
  EXPECT_THAT(saved_steps(even_timing(5, 0.1, 0.1, 2)), ElementsAre(0, 1, 2));
  // Steps 1 and 3999999 lie within 1e-6 of a period.
  EXPECT_THAT(saved_steps(even_timing(0, 1, 4e6, 4'000'001)), ElementsAre(0, 4'000'000));
  EXPECT_EQ(time_at(even_timing(2000, 0.1, 1, 7), 3), 2000 + 3 * 0.1);
}

TEST(Timing, SavesTheStepNearestToEachPeriod) {
  EXPECT_THAT(saved_steps(even_timing(0, 0.333333, 1, 9)), ElementsAre(0, 3, 6, 9));
  EXPECT_THAT(saved_steps(even_timing(0, 0.4, 1, 9)), ElementsAre(0, 3, 5, 8)) << "0, 1.2, 2, 3.2";
  EXPECT_THAT(saved_steps(even_timing(0, 1, 1.5, 6)), ElementsAre(0, 2, 3, 5, 6))
      << "of two the later";
  EXPECT_THAT(saved_steps(even_timing(0, 1, 0.3, 3)), ElementsAre(0, 1, 2, 3))
      << "there are no others";
  EXPECT_EQ(saved_steps(even_timing(0, 0.333333, 1, 3'000'000)).size(), 1'000'000U);
}

TEST(Ops, AreFoundByName) {
  for (const OpInfo& op : all_ops()) EXPECT_EQ(find_op(op.name), op.code);
  EXPECT_EQ(find_op("no such op"), std::nullopt);
}

}  // namespace
}  // namespace sluice::program
