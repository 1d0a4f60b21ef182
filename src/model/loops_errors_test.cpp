#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/check_testing.h"

namespace sluice::model {
namespace {

TEST(ModelSimultaneous, ALoopThatLastsIsNotSolved) {
  EXPECT_THAT(
      said_of("x = SIMULTANEOUS(y / 2, 1) ~~|\ny = x + RANDOM UNIFORM(0, 1, 0) ~~|\n"),
      testing::HasSubstr(
          "model.mdl:2:1: error M256: \"y\" is part of a loop that SIMULTANEOUS solves, and "
          "keeps something from step to step, or draws by chance\n"
          "    2 | y = x + RANDOM UNIFORM(0, 1, 0) ~~|\n"
          "      | ^\n"
          "why: such a loop is gone round many times at one instant (it holds \"x\")\n"
          "mend: take that part out of the loop, into a variable of its own\n"));
}

TEST(ModelSimultaneous, ALoopTooLargeToBeWrittenOutIsNotSolved) {
  std::string sum = "x";
  for (int i = 0; i < 900; ++i) sum += " + x";
  EXPECT_THAT(
      said_of("x = SIMULTANEOUS(a + b + c, 1) ~~|\na = " + sum + " ~~|\nb = " + sum +
              " ~~|\nc = " + sum + " ~~|\n"),
      testing::AllOf(
          testing::HasSubstr("model.mdl:1:1: error M249: the loop of \"x\" written out makes more "
                             "than 1000000 parts\n"),
          testing::HasSubstr("why: SIMULTANEOUS goes round its loop 200 times, and each is a copy "
                             "of its equations\n"
                             "mend: make the loop smaller, or break it with a stock\n")));
}

TEST(ModelSimultaneous, StandsAlone) {
  EXPECT_EQ(said_of("y = 1 ~~|\nx = 1 + SIMULTANEOUS(y, 1) ~~|\n"),
            "model.mdl:2:9: error M223: SIMULTANEOUS stands inside an expression\n"
            "    2 | x = 1 + SIMULTANEOUS(y, 1) ~~|\n"
            "      |         ^~~~~~~~~~~~~~~~~~\n"
            "why: it must be the whole right-hand side of its equation\n"
            "mend: give it a variable of its own and use that here\n");
}

// x[e] = FIND ZERO(...) of z, with scales of 1.
std::string find_zero(const std::string& left, const std::string& zero) {
  return "e: a, b ~~|\n" + left + " = FIND ZERO(1, " + zero + ", 1, 1, 2, 0, 0.1, 9, 0) ~~|\n";
}

TEST(ModelFindZero, NeedsAnArrayOverADimension) {
  EXPECT_EQ(said_of(find_zero("x", "z") + "z = x - 2 ~~|\n"),
            "model.mdl:2:1: error M261: FIND ZERO needs \"x\" to be an array over a dimension\n"
            "    2 | x = FIND ZERO(1, z, 1, 1, 2, 0, 0.1, 9, 0) ~~|\n"
            "      | ^\n"
            "why: it looks for all elements along the last subscript at once\n"
            "mend: give it a dimension, of one element if need be, and no exceptions\n");
  EXPECT_THAT(said_of(find_zero("x[a]", "z[a]") + "x[b] = 1 ~~|\nz[e] = x[e] - 2 ~~|\n"),
              testing::HasSubstr("error M261: FIND ZERO needs \"x\" to be an array"));
}

TEST(ModelFindZero, NeedsALoop) {
  EXPECT_EQ(said_of(find_zero("x[e]", "z[e]") + "z[e] = 2 ~~|\n"),
            "model.mdl:2:1: error M261: what FIND ZERO is to bring to zero does not depend on "
            "\"x\"\n"
            "    2 | x[e] = FIND ZERO(1, z[e], 1, 1, 2, 0, 0.1, 9, 0) ~~|\n"
            "      | ^\n"
            "why: its second argument must be computed from what it looks for\n"
            "mend: name there a variable that follows from it\n");
}

TEST(ModelFindZero, SolvesItsLoopAlone) {
  const std::string twice = find_zero("x[e]", "z[e]") +
                            "z[e] = x[e] + y - 2 ~~|\ny = SIMULTANEOUS(x[a] / 2 + y / 3, 1) ~~|\n";
  EXPECT_EQ(said_of(twice),
            "model.mdl:2:1: error M261: the loop of \"x\" is solved for \"y\" too\n"
            "    2 | x[e] = FIND ZERO(1, z[e], 1, 1, 2, 0, 0.1, 9, 0) ~~|\n"
            "      | ^\n"
            "why: a loop has one FIND ZERO or one SIMULTANEOUS, which solves all of it\n"
            "mend: let one FIND ZERO look for all of them, as elements of one array\n");
  EXPECT_THAT(said_of(find_zero("x[e]", "z[e]") + "z[e] = x[e] + RANDOM UNIFORM(0, 1, 0) ~~|\n"),
              testing::HasSubstr("error M256: \"z\" is part of a loop that FIND ZERO solves, and "
                                 "keeps something from step to step, or draws by chance\n"));
  EXPECT_THAT(said_of("e: a, b ~~|\nx[e] = 1 + FIND ZERO(1, 2, 3, 4, 5, 6, 7, 8, 9) ~~|\n"),
              testing::HasSubstr("error M223: FIND ZERO stands inside an expression\n"));
}

TEST(ModelLoops, LoopOfTwo) {
  const std::string model = R"(
a = b + 1 ~~|
b = a * 2 ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:1: error M226: a loop without a stock: a -> b -> a
    2 | a = b + 1 ~~|
      | ^
why: each needs the next first (a on line 2, b on line 3)
mend: put a stock, a delay or a smooth into the loop
)");
}

TEST(ModelLoops, LoopOfOne) {
  const std::string model = R"(
a = a + 1 ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:1: error M226: a loop without a stock: a -> a
    2 | a = a + 1 ~~|
      | ^
why: each needs the next first (a on line 2)
mend: put a stock, a delay or a smooth into the loop
)");
}

TEST(ModelLoops, LoopThroughElements) {
  const std::string model = R"(
region: north, south ~~|
a[region] = b[region] ~~|
b[north] = 1 ~~|
b[south] = a[south] * c ~~|
c = 2 ~~|
)";
  EXPECT_EQ(said_of(model),
            R"(model.mdl:3:1: error M226: a loop without a stock: a[south] -> b[south] -> a[south]
    3 | a[region] = b[region] ~~|
      | ^
why: each needs the next first (a[south] on line 3, b[south] on line 5)
mend: put a stock, a delay or a smooth into the loop
)");
}

TEST(ModelLoops, LoopOfStartingValues) {
  const std::string model = R"(
a = INTEG(1, b) ~~|
b = a * 2 ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:1: error M227: starting values in a loop: a -> b -> a
    2 | a = INTEG(1, b) ~~|
      | ^
why: each needs the next one's starting value first (a on line 2, b on line 3)
mend: start one of the stocks from something else, or give one of them a value of its own at the start: in Vensim ACTIVE INITIAL(equation, value), in XMILE <init_eqn>
)");
}

TEST(ModelLoops, SmoothDoesNotBreakTheStart) {
  const std::string model = R"(
a = SMOOTH(b, 5) ~~|
b = a * 2 ~~|
)";
  EXPECT_EQ(said_of(model), R"(model.mdl:2:1: error M227: starting values in a loop: a -> b -> a
    2 | a = SMOOTH(b, 5) ~~|
      | ^
why: each needs the next one's starting value first (a on line 2, b on line 3)
mend: start one of the stocks from something else, or give one of them a value of its own at the start: in Vensim ACTIVE INITIAL(equation, value), in XMILE <init_eqn>
)");
}

TEST(ModelLoops, ControlMissing) {
  const std::string model = R"(
a = 1 ~~|
)";
  EXPECT_EQ(texts_of(check_whole_text(model).diagnostics),
            R"(model.mdl: error M224: the model does not say INITIAL TIME
why: the time at which a run starts
mend: add an equation: INITIAL TIME = ...
model.mdl: error M224: the model does not say FINAL TIME
why: the time at which a run ends
mend: add an equation: FINAL TIME = ...
model.mdl: error M224: the model does not say TIME STEP
why: the time between two computations
mend: add an equation: TIME STEP = ...
)");
}

TEST(ModelLoops, ControlNotConstant) {
  const std::string model = R"(
INITIAL TIME = 0 ~~|
FINAL TIME = 9 + RANDOM 0 1() ~~|
TIME STEP = 1 ~~|
)";
  EXPECT_EQ(texts_of(check_whole_text(model).diagnostics),
            R"(model.mdl:3:1: error M225: FINAL TIME is not constant
    3 | FINAL TIME = 9 + RANDOM 0 1() ~~|
      | ^~~~~~~~~~
why: it is the time at which a run ends, so it must be known before the run
mend: write a number, or an expression of constants
)");
}

TEST(ModelLoops, ControlImpossible) {
  const std::string model = R"(
INITIAL TIME = 5 ~~|
FINAL TIME = 1 ~~|
TIME STEP = -1 ~~|
SAVEPER = 0 ~~|
)";
  EXPECT_EQ(texts_of(check_whole_text(model).diagnostics),
            R"(model.mdl:4:1: error M242: TIME STEP is -1: it must be above 0
    4 | TIME STEP = -1 ~~|
      | ^~~~~~~~~
why: there would be no run
model.mdl:3:1: error M242: FINAL TIME is 1: it comes before INITIAL TIME (5)
    3 | FINAL TIME = 1 ~~|
      | ^~~~~~~~~~
why: there would be no run
model.mdl:5:1: error M242: SAVEPER is 0: it must be above 0
    5 | SAVEPER = 0 ~~|
      | ^~~~~~~
why: there would be no run
)");
}

TEST(ModelLoops, UnusedConstantsAndOutcomes) {
  const std::string model = R"(
a = 1 ~Dmnl~|
b = 2 ~Dmnl~|
c = b ~Dmnl~|
d = b ~Dmnl~~:SUPPLEMENTARY|
)";
  EXPECT_EQ(texts_of(check_text(model).diagnostics, Severity::note),
            R"(model.mdl:2:1: note M236: no equation uses the constant "a"
    2 | a = 1 ~Dmnl~|
      | ^
why: changing it would change nothing
mend: use it, take it away, or mark it :SUPPLEMENTARY
model.mdl:4:1: note M243: computed, but used by no other equation: "c"
    4 | c = b ~Dmnl~|
      | ^
why: outcomes stand here rightly; anything else may be a leftover or a missing link
mend: mark outcomes :SUPPLEMENTARY
)");
}

TEST(ModelFindZero, IsGivenWhatIsKnownBeforeItSearches) {
  const std::string guessed =
      "e: a, b ~~|\nx[e] = FIND ZERO(1, z[e], 1, w[e], 2, 0, 0.1, 9, 0) ~~|\n";
  EXPECT_EQ(
      said_of(guessed + "z[e] = x[e] - 2 ~~|\nw[e] = z[e] * 2 ~~|\n"),
      "model.mdl:2:30: error M261: the guess (the fourth argument) of FIND ZERO depends on "
      "\"x\"\n"
      "    2 | x[e] = FIND ZERO(1, z[e], 1, w[e], 2, 0, 0.1, 9, 0) ~~|\n"
      "      |                              ^~~~\n"
      "why: \"w\" follows from what is looked for, and this must be known before the search "
      "begins\n"
      "mend: give it a number, or a value of an earlier time: of a stock, or of a DELAY FIXED "
      "with a number to start from\n");
  EXPECT_THAT(said_of("e: a ~~|\nx[e] = FIND ZERO(1, z[e], x[e], 1, 1, 0, 0.1, 9, 0) ~~|\n"
                      "z[e] = x[e] - 2 ~~|\n"),
              testing::HasSubstr("why: it must be known before the search begins\n"));
  // It begins from what it is to find.
  EXPECT_THAT(said_of(guessed + "z[e] = x[e] - 2 ~~|\nw[e] = SMOOTH(z[e], 3) ~~|\n"),
              testing::HasSubstr("error M261: the guess (the fourth argument) of FIND ZERO"));
  EXPECT_EQ(said_of(guessed + "z[e] = x[e] - 2 ~~|\nw[e] = DELAY FIXED(x[e], 1, 1) ~~|\n"), "");
}

TEST(ModelFindZero, LooksForNoMoreThanThereIs) {
  EXPECT_EQ(said_of("e: a, b ~~|\nx[e] = FIND ZERO(1, z[e], 1, 1, 3, 0, 0.1, 9, 0) ~~|\n"
                    "z[e] = x[e] - 2 ~~|\n"),
            "model.mdl:2:33: error M261: FIND ZERO is to look for 3 elements of \"x\"\n"
            "    2 | x[e] = FIND ZERO(1, z[e], 1, 1, 3, 0, 0.1, 9, 0) ~~|\n"
            "      |                                 ^\n"
            "why: the last subscript, e, has 2\n"
            "mend: write ELMCOUNT(e) for all of them, or a number from 1 to 2\n");
}

// What has the same fault is told once.
TEST(ModelLoops, AClockThatIsMissingOrStandsStillIsToldOnce) {
  const std::string most = "INITIAL TIME = 0 ~~|\nFINAL TIME = 1 ~~|\nSAVEPER = TIME STEP ~~|\n";
  EXPECT_EQ(texts_of(check_whole_text(most).diagnostics),
            "model.mdl: error M224: the model does not say TIME STEP\n"
            "why: the time between two computations\n"
            "mend: add an equation: TIME STEP = ...\n");
  EXPECT_EQ(texts_of(check_whole_text(most + "TIME STEP = 0 ~~|\n").diagnostics),
            "model.mdl:4:1: error M242: TIME STEP is 0: it must be above 0\n"
            "    4 | TIME STEP = 0 ~~|\n"
            "      | ^~~~~~~~~\n"
            "why: there would be no run\n");
}

}  // namespace
}  // namespace sluice::model
