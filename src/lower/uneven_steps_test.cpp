// Clocks that the model computes in the run: values worked out by hand.
#include "lower/text_model_testing.h"

namespace sluice::lower {
namespace {

using testing::ElementsAre;

model::Model whole_model(const std::string& text) {
  SourceSet sources;
  const std::uint32_t file = sources.add("model.mdl", "{UTF-8}\n" + text);
  Checked<syntax::Tree> tree = syntax::read_mdl(sources, file);
  EXPECT_TRUE(tree.value.has_value()) << texts_of(tree.diagnostics);
  Checked<model::Model> model = model::check_model(*tree.value, std::move(sources));
  EXPECT_TRUE(model.value.has_value()) << texts_of(model.diagnostics);
  return model.value ? std::move(*model.value) : model::Model{};
}

// Steps of 1 up to 2, then of 0.5 up to 3.
std::string two_lengths(const std::string& equations, const std::string& save = "TIME STEP") {
  return equations +
         "INITIAL TIME = 0 ~~|\nFINAL TIME = 3 ~~|\n"
         "TIME STEP = IF THEN ELSE(Time < 2, 1, 0.5) ~~|\nSAVEPER = " +
         save + " ~~|\n";
}

std::string said_of(const std::string& text) {
  const model::Model model = whole_model(text);
  Options options;
  options.all_outputs = true;
  return texts_of(lower(model, options).diagnostics);
}

TEST(UnevenSteps, MoveStocksByTheLengthOfEach) {
  const model::Model model = whole_model(two_lengths("s = INTEG(s, 1) ~~|\nnow = Time ~~|\n"));
  EXPECT_THAT(values_of(model, "now"), ElementsAre(0, 1, 2, 2.5, 3));
  EXPECT_THAT(values_of(model, "s"), ElementsAre(1, 2, 4, 6, 9));
}

// By the middle of each step: (1 + h + h * h / 2) times, 2.5 and 1.625.
TEST(UnevenSteps, GoThroughTheStagesOfRungeKutta) {
  model::Model model = whole_model(two_lengths("s = INTEG(s, 1) ~~|\nt = INTEG(Time, 0) ~~|\n"));
  model.control.method = model::Method::midpoint;
  EXPECT_THAT(values_of(model, "s"), ElementsAre(1, 2.5, 6.25, 6.25 * 1.625, 6.25 * 1.625 * 1.625));
  EXPECT_THAT(values_of(model, "t"), ElementsAre(0, 0.5, 2, 3.125, 4.5));
}

TEST(UnevenSteps, SaveTheStepsNearest) {
  const std::string now = "now = Time ~~|\n";
  EXPECT_THAT(values_of(whole_model(two_lengths(now, "1")), "now"), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(values_of(whole_model(two_lengths(now, "1.5")), "now"), ElementsAre(0, 2, 3));
  EXPECT_THAT(values_of(whole_model(two_lengths(now, "0.25")), "now"),
              ElementsAre(0, 1, 2, 2.5, 3));
}

// STEP, PULSE and PULSE TRAIN count from half of the step that begins.
TEST(UnevenSteps, SwitchAtTheStepNearest) {
  const model::Model model = whole_model(two_lengths(
      "a = STEP(5, 2.3) ~~|\nb = PULSE(0.8, 0) ~~|\nc = PULSE TRAIN(1, 0.5, 1.5, 9) ~~|\n"
      "d = DELAY FIXED(Time, TIME STEP, -1) ~~|\n"));
  EXPECT_THAT(values_of(model, "a"), ElementsAre(0, 0, 0, 5, 5));
  EXPECT_THAT(values_of(model, "b"), ElementsAre(0, 1, 0, 0, 0));
  EXPECT_THAT(values_of(model, "c"), ElementsAre(0, 1, 0, 1, 0));
  EXPECT_THAT(values_of(model, "d"), ElementsAre(-1, 0, 1, 2, 2.5));
}

// All four go by the time, as in a case of the public suite with Vensim's own output.
TEST(UnevenSteps, AllFourMayChange) {
  const model::Model model = whole_model(
      "now = Time ~~|\nFINAL TIME = IF THEN ELSE(Time < 5, 10, 20) ~~|\n"
      "INITIAL TIME = IF THEN ELSE(Time < 3, 0, 0.2) ~~|\n"
      "SAVEPER = IF THEN ELSE(Time < 6, TIME STEP, 5) ~~|\n"
      "TIME STEP = IF THEN ELSE(Time < 4, 1, 0.5) ~~|\n");
  EXPECT_THAT(values_of(model, "now"), ElementsAre(0, 1, 2, 3, 4, 4.5, 5, 5.5, 6, 11, 16));
  EXPECT_THAT(values_of(model, "INITIAL TIME"),
              ElementsAre(0, 0, 0, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2));
  EXPECT_THAT(values_of(model, "TIME STEP"),
              ElementsAre(1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5));
}

TEST(UnevenSteps, FollowAStock) {
  const model::Model model = whole_model(
      "s = INTEG(1, 1) ~~|\nnow = Time ~~|\nINITIAL TIME = 10 ~~|\nFINAL TIME = 14 ~~|\n"
      "TIME STEP = s / 2 ~~|\n");
  EXPECT_THAT(values_of(model, "now"), ElementsAre(10, 10.5, 11.25, 12.375, 14.0625));
}

TEST(UnevenSteps, AreTold) {
  EXPECT_EQ(said_of(two_lengths("now = Time ~~|\n")),
            "model.mdl:5:1: note L419: TIME STEP changes in the run: 4 steps of 0.5 to 1\n"
            "    5 | TIME STEP = IF THEN ELSE(Time < 2, 1, 0.5) ~~|\n"
            "      | ^~~~~~~~~\n"
            "why: they follow from the model's own values; every run of this model keeps to them\n"
            "mend: set TIME STEP to a number to choose others\n");
  EXPECT_EQ(said_of("now = Time ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 8 ~~|\n"
                    "TIME STEP = 1 ~~|\nSAVEPER = IF THEN ELSE(Time < 2, 1, 3) ~~|\n"),
            "model.mdl:6:1: note L419: SAVEPER changes in the run: 5 of 9 times are saved\n"
            "    6 | SAVEPER = IF THEN ELSE(Time < 2, 1, 3) ~~|\n"
            "      | ^~~~~~~\n"
            "why: they follow from the model's own values; every run of this model keeps to them\n"
            "mend: set SAVEPER to a number to choose others\n");
}

TEST(UnevenSteps, AreRefusedWhereTheyLeadToNoEnd) {
  EXPECT_EQ(said_of("INITIAL TIME = 0 ~~|\nFINAL TIME = IF THEN ELSE(Time < 2, 3, 0/0) ~~|\n"
                    "TIME STEP = IF THEN ELSE(Time < 2, 1, 0.5) ~~|\n"),
            "model.mdl:3:1: error L405: FINAL TIME is nan at time 2\n"
            "    3 | FINAL TIME = IF THEN ELSE(Time < 2, 3, 0/0) ~~|\n"
            "      | ^~~~~~~~~~\n"
            "why: a run needs a time at which it ends\n"
            "mend: let its equation give a number at every time\n");
  EXPECT_EQ(said_of("INITIAL TIME = 0 ~~|\nFINAL TIME = 3 ~~|\n"
                    "TIME STEP = IF THEN ELSE(Time < 2, 1, 1e-17) ~~|\n"),
            "model.mdl:4:1: error L405: TIME STEP is 1e-17 at time 2\n"
            "    4 | TIME STEP = IF THEN ELSE(Time < 2, 1, 1e-17) ~~|\n"
            "      | ^~~~~~~~~\n"
            "why: that is too short for the time to advance\n"
            "mend: let its equation give a longer step\n");
}

// With steps of one length the same, and by whatever the rest of the run would be.
TEST(UnevenSteps, NeedAnEndThatIsANumber) {
  EXPECT_EQ(said_of("INITIAL TIME = 0 ~~|\nFINAL TIME = IF THEN ELSE(Time < 2, 8, 0/0) ~~|\n"
                    "TIME STEP = 1 ~~|\n"),
            "model.mdl:3:1: error L405: FINAL TIME is nan at time 2\n"
            "    3 | FINAL TIME = IF THEN ELSE(Time < 2, 8, 0/0) ~~|\n"
            "      | ^~~~~~~~~~\n"
            "why: a run needs a time at which it ends\n"
            "mend: let its equation give a number at every time\n");
  EXPECT_EQ(
      said_of("INITIAL TIME = 0 ~~|\nFINAL TIME = Time + 9 ~~|\nTIME STEP = 1 ~~|\n").substr(0, 55),
      "model.mdl:3:1: error L405: FINAL TIME is never reached\n");
}

// A thousand stocks, which would be gone through for three million steps.
TEST(UnevenSteps, AreNotFollowedForMinutes) {
  const std::string heavy =
      "e: (e1-e1000) ~~|\nx[e] = INTEG(x[e], 1) ~~|\nINITIAL TIME = 0 ~~|\nTIME STEP = 1 ~~|\n";
  EXPECT_THAT(
      said_of(heavy + "FINAL TIME = 3e6 + SUM(x[e!]) ~~|\nSAVEPER = 1 ~~|\n"),
      testing::AllOf(
          testing::HasSubstr("error L405: FINAL TIME depends on too much of the model to be "
                             "followed\n"
                             "    6 | FINAL TIME = 3e6 + SUM(x[e!]) ~~|\n"
                             "      | ^~~~~~~~~~\n"
                             "why: it is found before the run, and is not met within "),
          testing::HasSubstr("mend: set it to a number, or make TIME STEP longer\n")));
  EXPECT_THAT(
      said_of(heavy + "FINAL TIME = 3e6 ~~|\nSAVEPER = 1 + MIN(0, SUM(x[e!])) ~~|\n"),
      testing::HasSubstr("error L405: SAVEPER depends on too much of the model to be followed\n"
                         "    7 | SAVEPER = 1 + MIN(0, SUM(x[e!])) ~~|\n"
                         "      | ^~~~~~~\n"
                         "why: it is found before the run, of which Sluice follows at most "));
}

TEST(UnevenSteps, AreRefusedWhereStepsAreCounted) {
  EXPECT_EQ(said_of("d = DELAY FIXED(Time, 2, 0) ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 3 ~~|\n"
                    "TIME STEP = IF THEN ELSE(Time < 2, 1, 0) ~~|\n"),
            "model.mdl:5:1: error L405: TIME STEP is 0 at time 2\n"
            "    5 | TIME STEP = IF THEN ELSE(Time < 2, 1, 0) ~~|\n"
            "      | ^~~~~~~~~\n"
            "why: time must advance at each step, and some of them be saved\n"
            "mend: let its equation give a number above 0 at every time\n");
  EXPECT_THAT(said_of(two_lengths("d = NET PRESENT VALUE(Time, 0.1, 1, 0, 0) ~~|\n")),
              testing::HasSubstr("error L418: NET PRESENT VALUE needs steps of one length"));
  EXPECT_THAT(said_of(two_lengths("d = DELAY FIXED(Time, 2, 0) ~~|\n")),
              testing::HasSubstr(
                  "model.mdl:2:5: error L418: DELAY FIXED needs steps of one length, and TIME STEP "
                  "changes in the run\n"
                  "    2 | d = DELAY FIXED(Time, 2, 0) ~~|\n"
                  "      |     ^~~~~~~~~~~~~~~~~~~~~~~\n"
                  "why: \"d\" counts by TIME STEP\n"
                  "mend: write a TIME STEP that stays, the shortest that the run needs\n"));
}

}  // namespace
}  // namespace sluice::lower
