// What can be read but makes no sense: comparisons with itself, numbers that are none, rows that
// contradict themselves.
#include <gtest/gtest.h>

#include "study/study_testing.h"
#include "study/tied_points.h"

namespace sluice::study {
namespace {

TEST(SenselessStudy, BoundThatIsNoFiniteNumber) {
  for (const std::string bound : {">= nan", "<= inf", "> -inf"}) {
    const auto said = said_of_leg(
        "outcome = \"warmth\"\nreduce = \"at\"\nat = \"2022-06\"\n"
        "policy = \"covered\"\nholds = \"" +
        bound + "\"");
    EXPECT_NE(said.find("error T516: \"holds\" of leg 1 of claim \"hot\" is no bound: \"" + bound),
              std::string::npos)
        << said;
  }
}

TEST(SenselessStudy, AScenarioAgainstItself) {
  EXPECT_EQ(said_of_leg(R"(outcome = "warmth"
reduce = "at"
at = "2022-06"
policy = "covered"
baseline = "covered"
holds = "> 1")"),
            R"(tea/study.toml:50:12: error T517: leg 1 of claim "hot" compares "covered" with itself
   50 | baseline = "covered"
      |            ^~~~~~~~~
)");
}

TEST(SenselessStudy, BaselinesThatAreNoOpponents) {
  const auto said = said_with("[[outcome]]", R"([[claim]]
name = "worse"
definition = "d"
kind = "dominance"
policy = "covered"
baselines = ["as_made", "covered", "as_made"]
worse_on = 1
[[claim.leg]]
outcome = "warmth"
reduce = "at"
at = "2022-06"
better = "high"
[[outcome]])");
  EXPECT_NE(said.find(R"(error T517: claim "worse" compares "covered" with itself)"),
            std::string::npos)
      << said;
  EXPECT_NE(said.find(R"(error T517: claim "worse" has the baseline "as_made" twice)"),
            std::string::npos)
      << said;
}

TEST(SenselessStudy, HorizonsTwiceOrIdle) {
  constexpr std::string_view kClaim = R"([[claim]]
name = "hot"
definition = "d"
kind = "paired"
horizons = ["2022-05", "2022-05"]
[[claim.leg]]
outcome = "warmth"
reduce = "at"
at = "2022-06"
policy = "covered"
holds = "> 1"
[[outcome]])";
  EXPECT_EQ(
      said_with("[[outcome]]", kClaim),
      R"(tea/study.toml:45:12: error T517: no leg of claim "hot" speaks of its "horizons": it would be judged once
   45 | horizons = ["2022-05", "2022-05"]
      |            ^~~~~~~~~~~~~~~~~~~~~~
mend: write at = "horizon" (or to = "horizon") in a leg, or leave them out
tea/study.toml:45:24: error T517: claim "hot" has the horizon 2022-05 twice
   45 | horizons = ["2022-05", "2022-05"]
      |                        ^~~~~~~~~
)");
}

TEST(SenselessStudy, GridsThatTryNothingTwice) {
  EXPECT_EQ(said_with("[[outcome]]", R"([[grid]]
name = "lids"
[grid.axes]
lid = [0, 1, 0]
[[outcome]])"),
            R"(tea/study.toml:44:14: error T504: the axis "lid" of grid "lids" has 0 twice
   44 | lid = [0, 1, 0]
      |              ^
)");
  const auto said = said_with("[[outcome]]", R"([[grid]]
name = "lids"
[grid.axes]
[[outcome]])");
  EXPECT_NE(said.find(R"(error T502: grid "lids" has no axis: it would be one policy)"),
            std::string::npos)
      << said;
}

std::string many_inputs(std::size_t count) {
  std::string text;
  for (std::size_t k = 0; k < count; ++k) {
    const std::string name = "x" + std::to_string(k);
    text += "[[uncertainty]]\nname = \"" + name + "\"\nvariable = \"" + name +
            "\"\nunit = \"1\"\ngrade = \"D\"\nnote = \"n\"\n"
            "distribution = { kind = \"uniform\", min = 0, max = 1 }\n";
  }
  return text + "[[outcome]]";
}

// Beyond a few inputs Sobol' points are tied: they are drawn only where they are asked for.
TEST(SenselessStudy, SobolPointsOfManyInputs) {
  const std::string few = tea_with("[[outcome]]", many_inputs(kFreeSobolInputs - 2));
  const std::string many = tea_with("[[outcome]]", many_inputs(kFreeSobolInputs - 1));
  EXPECT_EQ(read_tea(few).value->design, Design::sobol);
  EXPECT_EQ(read_tea(many).value->design, Design::latin_hypercube);
  std::string asked = many;
  asked.insert(asked.find("time_zero"), "design = \"sobol\"\n");
  EXPECT_EQ(read_tea(asked).value->design, Design::sobol);
}

std::string said_of_history(const std::string& name, const std::string& more = "") {
  return said_with("[[outcome]]", "[[history]]\nname = \"" + name +
                                      "\"\nvariable = \"tea temperature\"\nunit = \"degrees\"\n"
                                      "reduce = \"mean\"\nfile = \"history.csv\"\n" +
                                      more + "[[outcome]]");
}

TEST(SenselessStudy, HistoryValuesOutsideTheirOwnRange) {
  EXPECT_EQ(
      said_of_history("off"),
      R"(tea/history.csv:6: error T519: this row of series "off" cannot be used: its value is below its low
tea/history.csv:7: error T519: this row of series "off" cannot be used: its value is above its high
)");
}

// Two sources may disagree on one period; one source counts once.
TEST(SenselessStudy, HistoryRowsTwice) {
  EXPECT_EQ(
      said_of_history("again"),
      R"(tea/history.csv:10: error T519: series "again" has the period 2022-01 to 2022-03 twice of one source
why: it would be counted twice
mend: keep the better one
)");
}

TEST(SenselessStudy, HistoryScaleThatTurnsOrWipesOut) {
  for (const std::string scale : {"0", "-1"}) {
    EXPECT_NE(said_of_history("seen", "scale = " + scale + "\n").find("error T504"),
              std::string::npos);
  }
}

}  // namespace
}  // namespace sluice::study
