// What the validator says of each way in which a program can be wrong.
#include <gtest/gtest.h>

#include "program/program.h"

namespace sluice::program {
namespace {

using Faults = std::vector<std::string>;

Faults faults_of(const std::string& body) {
  const Checked<Program> program = parse(
      "program 1\n"
      "slots 12\n"
      "time %0 from 0 by 1 steps 4 save 1\n"
      "method euler\n"
      "constant %1 2\n"
      "input %2 member 1 \"m\"\n"
      "input %3 uniform 1 \"u\"\n" +
      body);
  EXPECT_TRUE(program.value) << sluice::to_text(program.diagnostics.front());
  return validate(*program.value);
}

TEST(Validate, FindsNothingInASoundProgram) {
  EXPECT_EQ(faults_of("stock %4 initial %6 rate %7 \"s\"\n"
                      "once\n  %5 = add %1 %3\n"
                      "initial\n  %6 = add %2 %0\n  %7 = add %5 %5\n"
                      "step\n  %7 = add %4 %5\n"
                      "output %7 \"y\" \"\"\n"),
            Faults{});
}

TEST(Validate, SlotsAreReadAfterTheyAreWritten) {
  EXPECT_EQ(faults_of("stock %4 initial %6 rate %9 \"s\"\n"
                      "once\n  %5 = add %2 %3\n"
                      "initial\n  %7 = add %4 %99\n"
                      "step\n  %8 = copy %7\n  %7 = copy %1\n"
                      "output %10 \"y\" \"\"\n"),
            (Faults{"once: %5 reads %2 before it has a value",
                    "initial: %7 reads %4 before it has a value",
                    "initial: %7 reads %99, beyond the last slot",
                    "initial of stock \"s\" is %6, which has no value",
                    "step: %8 reads %7 before it has a value",
                    "rate of stock \"s\" is %9, which has no value",
                    "output \"y\" is %10, which has no value"}));
}

TEST(Validate, SlotsHaveOneWriter) {
  EXPECT_EQ(
      faults_of("stock %1 initial %1 rate %1 \"s\"\n"
                "once\n  %5 = copy %1\n"
                "initial\n  %5 = copy %1\n  %2 = copy %1\n  %13 = copy %1\n"
                "step\n  %6 = copy %1\n  %6 = copy %1\n"),
      (Faults{"initial: %5 is written, but it is already written by once",
              "initial: %2 is written, but it is already written by an input",
              "initial: copy writes %13, beyond the last slot", "%1 is both a constant and a stock",
              "step: %6 is written, but it is already written by step"}));
}

TEST(Validate, TablesMemoriesAndListsAreThere) {
  EXPECT_EQ(faults_of("table hold \"t\" 1 0 0 0\n"
                      "table hold \"empty\"\n"
                      "once\n  %5 = step_at %1 %1 %1\n"
                      "memory input %1 initial %1 length %1 \"m\"\n"
                      "initial\n  %6 = delayed memory 0\n"
                      "step\n  %7 = lookup %1 table 2\n  %8 = delayed memory 1\n"
                      "  %9 = allocate_available 2 of %1 %1\n"),
            (Faults{"table \"t\" is not ascending in x", "table \"empty\" has no points",
                    "once: step_at of %5 does not stay the same",
                    "initial: delayed of %6 reads a memory before it is filled",
                    "step: lookup of %7 uses table 2, beyond the last one",
                    "step: delayed of %8 uses memory 1, beyond the last one",
                    "step: allocate_available of %9 has 2 operands for 2 results"}));
}

TEST(Validate, TimeGoesForward) {
  Program program;
  program.slot_count = 1;
  program.timing = {0, 0, -1, 3, {}, {}};
  EXPECT_EQ(validate(program),
            (Faults{"the time step is not positive", "the save period is not positive"}));
}

}  // namespace
}  // namespace sluice::program
