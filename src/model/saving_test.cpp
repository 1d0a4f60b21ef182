// Saved times that are not what TIME STEP, SAVEPER and the run's length promise: exact words.
#include <gtest/gtest.h>

#include "model/check_testing.h"

namespace sluice::model {
namespace {

std::string said_of_control(const std::string& last, const std::string& step,
                            const std::string& save) {
  return texts_of(check_whole_text("INITIAL TIME = 0 ~~|\nFINAL TIME = " + last +
                                   " ~~|\nTIME STEP = " + step + " ~~|\nSAVEPER = " + save +
                                   " ~~|\n")
                      .diagnostics);
}

TEST(Saving, EvenTimesNeedNoWords) {
  EXPECT_EQ(said_of_control("9", "0.25", "1"), "");
  EXPECT_EQ(said_of_control("10", "0.1", "0.3"), "");
}

TEST(Saving, TimesAreFinite) {
  EXPECT_EQ(said_of_control("1 / 0", "1", "1"),
            "model.mdl:2:1: error M242: FINAL TIME is inf: it must be a finite number\n"
            "    2 | FINAL TIME = 1 / 0 ~~|\n"
            "      | ^~~~~~~~~~\n"
            "why: there would be no run\n");
}

TEST(Saving, SavePeriodThatIsNoMultiple) {
  EXPECT_EQ(said_of_control("9", "0.25", "0.3"),
            "model.mdl:4:1: warning M246: SAVEPER (0.3) is no whole multiple of TIME STEP (0.25)\n"
            "    4 | SAVEPER = 0.3 ~~|\n"
            "      | ^~~~~~~\n"
            "why: saved are the times 0, 0.25, 0.5, ..., 9\n"
            "mend: choose a TIME STEP that divides both SAVEPER and the run\n");
}

TEST(Saving, RunThatIsNoWholeNumberOfSteps) {
  EXPECT_EQ(said_of_control("1", "0.4", "0.4"),
            "model.mdl:2:1: warning M246: the run, 0 to 1, is no whole number of steps of 0.4\n"
            "    2 | FINAL TIME = 1 ~~|\n"
            "      | ^~~~~~~~~~\n"
            "why: saved are the times 0, 0.4, 0.8, 1.2\n"
            "mend: choose a TIME STEP that divides both SAVEPER and the run\n");
  EXPECT_EQ(said_of_control("1", "5", "5"),
            "model.mdl:2:1: warning M246: the run, 0 to 1, is no whole number of steps of 5\n"
            "    2 | FINAL TIME = 1 ~~|\n"
            "      | ^~~~~~~~~~\n"
            "why: the only time saved is 0\n"
            "mend: choose a TIME STEP that divides both SAVEPER and the run\n");
}

// Where they are computed in the run, they are found when it is made ready (lower/find_clock.h).
TEST(Saving, TimesThatChangeNeedNoWordsHere) {
  EXPECT_EQ(said_of_control("9", "0.5", "IF THEN ELSE(Time < 2, 1, 3)"), "");
  EXPECT_EQ(said_of_control("9", "IF THEN ELSE(Time < 2, 1, 3)", "1"), "");
}

TEST(Saving, StepsAreKnownAtTheStart) {
  EXPECT_EQ(said_of_control("9", "1 + RANDOM 0 1()", "1"),
            "model.mdl:3:1: error M225: TIME STEP is not constant\n"
            "    3 | TIME STEP = 1 + RANDOM 0 1() ~~|\n"
            "      | ^~~~~~~~~\n"
            "why: it is the time between two computations, so it must be known before the run\n"
            "mend: write a number, or an expression of constants, Time and stocks\n");
}

}  // namespace
}  // namespace sluice::model
