// Which ops come together, text in and text out.
#include "execute/strips/strips.h"

#include <gtest/gtest.h>

#include "execute/lanes/sections.h"
#include "execute/strips/strip_program.h"
#include "program/random_arrays_testing.h"

namespace sluice::execute {
namespace {

using program::Method;
using program::Program;

std::string operand_text(const LaneOp& op, std::size_t k) {
  const Place& place = op.operands[k];
  std::string text = format("{}{}", place.uniform ? "s" : "r", place.index);
  const bool one_number = k < 3 && (op.one_number >> k & 1U) != 0;
  return op.count == 1 || one_number ? text : text + "..";
}

// "add 3 r8.. = r0.. s2": three neighbours from row 8 on, of neighbours from row 0 on and a scalar.
std::string text_of(const std::vector<LaneOp>& ops) {
  std::string text;
  for (const LaneOp& op : ops) {
    text += format("{}{} {} r{} =", op.inner ? std::string(info_of(*op.inner).name) + "-" : "",
                   info_of(op.code).name, op.count, op.rows.front());
    for (std::size_t k = 0; k < op.operands.size(); ++k) text += " " + operand_text(op, k);
    text += "\n";
  }
  return text;
}

// Constants 2, 3, 5, 7 in slots 1 to 4, a factor in slot 5, stocks "level" in slots 10 to 13, with
// what slots 30 to 33 hold as rates.
std::string strips_of(const std::string& step) {
  std::string text =
      "program 1\n"
      "slots 40\n"
      "time %0 from 0 by 1 steps 4 save 1\n"
      "method euler\n"
      "constant %1 2\nconstant %2 3\nconstant %3 5\nconstant %4 7\n"
      "input %5 member 1 \"factor\"\n";
  for (const int k : {0, 1, 2, 3})
    text += format("stock %{} initial %1 rate %{} \"level[{}]\"\n", 10 + k, 30 + k, k);
  const Checked<Program> read =
      program::parse(text + "table hold \"t\" 0 0 10 20\nonce\ninitial\nstep\n" + step);
  for (const Diagnostic& fault : read.diagnostics) ADD_FAILURE() << sluice::to_text(fault);
  EXPECT_EQ(validate(*read.value), std::vector<std::string>{});
  return text_of(compile_strips(*read.value, 0).step);
}

TEST(Strips, AnExpressionOverAnArrayIsOneInstruction) {
  EXPECT_EQ(strips_of("  %30 = multiply %10 %5\n"
                      "  %31 = multiply %11 %5\n"
                      "  %32 = multiply %12 %5\n"
                      "  %33 = multiply %13 %5\n"),
            "multiply 4 r8 = r1.. r0\n");
}

TEST(Strips, ConstantsOfElementsAreBroughtSideBySide) {
  EXPECT_EQ(strips_of("  %30 = multiply %10 %4\n"
                      "  %31 = multiply %11 %1\n"
                      "  %32 = multiply %12 %3\n"
                      "  %33 = multiply %13 %3\n"),
            "multiply 4 r8 = r2.. s3..\n");
}

TEST(Strips, OpsOfTwoExpressionsMayStandInAnyOrder) {
  EXPECT_EQ(strips_of("  %20 = lookup %10 table 0\n"
                      "  %21 = minimum %10 %11\n"
                      "  %30 = select %20 %21 %10\n"
                      "  %24 = lookup %12 table 0\n"
                      "  %22 = lookup %11 table 0\n"
                      "  %23 = minimum %11 %12\n"
                      "  %25 = minimum %12 %13\n"
                      "  %31 = select %22 %23 %11\n"
                      "  %32 = select %24 %25 %12\n"
                      "  %33 = copy %5\n"),
            "minimum 3 r8 = r1.. r2..\n"
            "lookup 3 r16 = r1..\n"
            "select 3 r24 = r16.. r8.. r1..\n"
            "copy 1 r8 = r0\n");
}

TEST(Strips, WhatNeedsItsNeighboursResultStaysByItself) {
  EXPECT_EQ(strips_of("  %30 = maximum %10 %5\n"
                      "  %31 = maximum %30 %11\n"
                      "  %32 = maximum %31 %12\n"
                      "  %33 = maximum %32 %13\n"),
            "maximum 1 r8 = r1 r0\n"
            "maximum 1 r16 = r8 r2\n"
            "maximum 1 r24 = r16 r3\n"
            "maximum 1 r32 = r24 r4\n");
}

TEST(Strips, AnElementThatIsAnExceptionStaysByItself) {
  EXPECT_EQ(strips_of("  %30 = minimum %10 %5\n"
                      "  %31 = maximum %11 %5\n"
                      "  %32 = minimum %12 %5\n"
                      "  %33 = minimum %13 %5\n"),
            "minimum 1 r8 = r1 r0\n"
            "maximum 1 r16 = r2 r0\n"
            "minimum 2 r24 = r3.. r0\n");
}

TEST(Strips, PairsGoTogetherToo) {
  EXPECT_EQ(strips_of("  %20 = multiply %10 %5\n"
                      "  %30 = add %20 %1\n"
                      "  %21 = multiply %11 %5\n"
                      "  %31 = add %21 %1\n"
                      "  %22 = sum %30 %31 %10\n"
                      "  %32 = subtract %22 %10\n"
                      "  %33 = subtract %22 %11\n"),
            "multiply-add 2 r8 = r1.. r0 s0\n"
            "sum 1 r16 = r8 r9 r1\n"
            "subtract 2 r24 = r16 r1..\n");
}

// Each op as its own strip, in the order given.
Strips one_by_one(std::initializer_list<std::uint32_t> order) {
  Strips strips;
  for (const std::uint32_t op : order) {
    strips.order.push_back(op);
    strips.close();
  }
  return strips;
}

TEST(StripsValidator, TellsWhatIsWrong) {
  using program::OpCode;
  const std::vector<SlotOp> ops = {{OpCode::copy, {}, false, 0, {0}, {1}},
                                   {OpCode::negate, {}, false, 0, {1}, {2}}};
  using Wrong = std::vector<std::string>;
  EXPECT_EQ(validate(ops, one_by_one({0, 1}), 3), Wrong{});
  EXPECT_EQ(validate(ops, one_by_one({1, 0}), 3), Wrong{"strip 0 reads s1 before it is written"});
  EXPECT_EQ(validate(ops, one_by_one({0, 0, 1}), 3), Wrong{"op 0 stands in two places"});
  EXPECT_EQ(validate(ops, one_by_one({0}), 3), Wrong{"op 1 stands nowhere"});
  EXPECT_EQ(validate(ops, {{0, 1}, {0, 2}}, 3),
            (Wrong{"strip 0 holds ops of two kinds", "strip 0 reads s1 before it is written"}));
}

TEST(Strips, RandomArraysComeTogether) {
  std::size_t ops = 0, strips = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Program program = program::testing::random_program_with_arrays(seed, Method::euler);
    ASSERT_EQ(validate(program), std::vector<std::string>{}) << "seed " << seed;
    ops += program.step.size();
    strips += compile_strips(program, 0).step.size();
  }
  EXPECT_LT(strips, ops / 4);
}

}  // namespace
}  // namespace sluice::execute
