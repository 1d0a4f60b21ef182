// Dates and periods of a study that its model's run does not cover: exact words.
#include <gtest/gtest.h>

#include "ensemble/tea_testing.h"

namespace sluice::ensemble {
namespace {

std::string said_of(const Checked<Bound>& bound) {
  std::string all;
  for (const Diagnostic& one : bound.diagnostics) all += to_text(one) + '\n';
  return all;
}

std::string said_with(std::string_view from, std::string_view to,
                      const std::string& model = std::string(kTeaModel)) {
  return said_of(bind_tea(tea_study_with(from, to), model));
}

std::string claim_with(const std::string& head, const std::string& leg) {
  return "[[claim]]\nname = \"hot\"\ndefinition = \"d\"\nkind = \"paired\"\n" + head +
         "[[claim.leg]]\noutcome = \"warmth\"\npolicy = \"covered\"\nholds = \"> 0\"\n" + leg +
         "\n[[grid]]";
}

TEST(BindTimes, ClaimDatesOutsideTheRun) {
  EXPECT_EQ(
      said_with("[[grid]]", claim_with("horizons = [\"2023-12\", \"2049-12\"]\n",
                                       "reduce = \"at\"\nat = \"horizon\"\n")),
      R"(tea/study.toml:49:8: error A801: claim "hot" reads 2049-12, which the run does not reach
   49 | name = "hot"
      |        ^~~~~
why: the run's values are saved from 2022-01 to 2024-01
mend: choose a date inside the run, or change INITIAL TIME or FINAL TIME in the model
)");
}

TEST(BindTimes, ClaimDatesAfterTheLastSavedTime) {
  EXPECT_EQ(
      said_with("[[grid]]", claim_with("", "reduce = \"at\"\nat = \"2023-12\"\n"),
                tea_model_with("SAVEPER = 1 ", "SAVEPER = 10 ")),
      R"(tea/study.toml:49:8: error A801: claim "hot" reads 2023-12, which the run does not reach
   49 | name = "hot"
      |        ^~~~~
why: the run's values are saved from 2022-01 to 2023-09
mend: choose a date inside the run, or change INITIAL TIME or FINAL TIME in the model
)");
}

TEST(BindTimes, SumsOverPeriodsThatSavingDoesNotDivide) {
  const std::string quarterly = tea_model_with("SAVEPER = 1 ", "SAVEPER = 3 ");
  const auto sum_to = [&](const std::string& to) {
    return said_with("[[grid]]",
                     claim_with("", "reduce = \"sum\"\nfrom = \"2022-01\"\nto = \"" + to + "\"\n"),
                     quarterly);
  };
  EXPECT_EQ(sum_to("2022-06"), "");
  EXPECT_EQ(
      sum_to("2022-04"),
      R"(tea/study.toml:53:11: error R611: claim "hot" asks for a sum over 2022-01 to 2022-04, which is no whole number of saved values
   53 | outcome = "warmth"
      |           ^~~~~~~~
why: the model saves a value every 3 months
mend: choose a SAVEPER that divides the period, or a longer period
)");
}

TEST(BindTimes, MeansOverPeriodsShorterThanTheSavePeriod) {
  EXPECT_EQ(
      said_with("[[grid]]",
                claim_with("", "reduce = \"mean\"\nfrom = \"2022-02\"\nto = \"2022-03\"\n"),
                tea_model_with("SAVEPER = 1 ", "SAVEPER = 4 ")),
      R"(tea/study.toml:53:11: error R611: claim "hot" asks for a mean over 2022-02 to 2022-03, which is shorter than the time between saved values
   53 | outcome = "warmth"
      |           ^~~~~~~~
why: the model saves a value every 4 months
mend: choose a SAVEPER that divides the period, or a longer period
)");
}

TEST(BindTimes, MeansOfEachYearNeedAValueInEachYear) {
  EXPECT_EQ(
      said_with(
          "[[grid]]",
          claim_with("", "reduce = \"each-year-mean\"\nfrom = \"2022-01\"\nto = \"2024-01\"\n"),
          tea_model_with("SAVEPER = 1 ", "SAVEPER = 24 ")),
      R"(tea/study.toml:53:11: error R611: claim "hot" asks for the mean of each year over 2022-01 to 2024-01, but not every year has a saved value
   53 | outcome = "warmth"
      |           ^~~~~~~~
why: the model saves a value every 24 months
mend: choose a SAVEPER that divides the period, or a longer period
)");
}

TEST(BindTimes, YearlySumsThatSavingDoesNotDivide) {
  const auto saved_every = [](const std::string& months) {
    return said_with("label = \"Warmth\"", "yearly = \"sum\"",
                     tea_model_with("SAVEPER = 1 ", "SAVEPER = " + months + " "));
  };
  EXPECT_EQ(saved_every("6"), "");
  EXPECT_EQ(saved_every("12"), "");
  EXPECT_EQ(
      saved_every("24"),
      R"(tea/study.toml:43:12: error R609: outcome "warmth" has no yearly sum: a year is no whole number of saved values
   43 | variable = "Tea temperature[large]"
      |            ^~~~~~~~~~~~~~~~~~~~~~~~
why: the model saves a value every 24 months
mend: choose a SAVEPER that divides a year, or yearly = "mean" or "end"
)");
}

TEST(BindTimes, SumsAndMeansOfValuesThatAreSavedAtUnevenTimes) {
  const std::string uneven =
      tea_model_with("SAVEPER = 1 ", "SAVEPER = IF THEN ELSE(Time < 12, 1, 3) ");
  const auto claim_of = [&](const std::string& leg) {
    return said_with("[[grid]]", claim_with("", leg), uneven);
  };
  EXPECT_EQ(
      claim_of("reduce = \"sum\"\nfrom = \"2022-01\"\nto = \"2022-06\"\n"),
      R"(tea/study.toml:53:11: error R611: claim "hot" asks for a sum, and values are saved at uneven times
   53 | outcome = "warmth"
      |           ^~~~~~~~
why: TIME STEP or SAVEPER changes in the run, and sums and means count every saved value for the same time
mend: write a SAVEPER that stays, or ask for the value at a date
)");
  EXPECT_NE(claim_of("reduce = \"mean\"\nfrom = \"2022-01\"\nto = \"2022-06\"\n"), "");
  EXPECT_NE(claim_of("reduce = \"each-year-mean\"\nfrom = \"2022-01\"\nto = \"2023-12\"\n"), "");
  EXPECT_EQ(claim_of("reduce = \"at\"\nat = \"2022-06\"\n"), "");
  EXPECT_EQ(
      said_with("label = \"Warmth\"", "yearly = \"mean\"", uneven),
      R"(tea/study.toml:43:12: error R609: outcome "warmth" has no yearly mean: values are saved at uneven times
   43 | variable = "Tea temperature[large]"
      |            ^~~~~~~~~~~~~~~~~~~~~~~~
why: TIME STEP or SAVEPER changes in the run, and sums and means count every saved value for the same time
mend: write a SAVEPER that stays, or yearly = "end"
)");
  EXPECT_EQ(said_with("label = \"Warmth\"", "yearly = \"end\"", uneven), "");
  // Steps of two lengths, saved each month all the same.
  const std::string even =
      tea_model_with("TIME STEP = 0.25 ", "TIME STEP = IF THEN ELSE(Time < 12, 0.25, 0.5) ");
  EXPECT_EQ(said_with("label = \"Warmth\"", "yearly = \"sum\"", even), "");
}

TEST(BindTimes, SchedulesOutsideTheRun) {
  EXPECT_EQ(
      said_with("from = \"2022-06\"", "from = \"2090-01\""),
      R"(tea/study.toml:36:8: warning R610: scenario "covered" sets the lever "lid" from 2090-01 on, outside the run (2022-01 to 2024-01)
   36 | name = "covered"
      |        ^~~~~~~~~
why: it never takes effect
mend: is the year mistyped?
)");
  EXPECT_EQ(
      said_with("from = \"2022-06\"", "from = \"1922-06\""),
      R"(tea/study.toml:36:8: warning R610: scenario "covered" sets the lever "lid" from 1922-06 on, outside the run (2022-01 to 2024-01)
   36 | name = "covered"
      |        ^~~~~~~~~
why: it holds from the start of the run
mend: is the year mistyped?
)");
}

TEST(Bind, UnitsThatTheModelFileCallsOne) {
  const std::string settings = "\\\\\\---/// Sketch\nV300\n///---\\\\\\\n22:degrees,kelvins\n";
  EXPECT_EQ(
      said_with("unit = \"degrees\"", "unit = \"kelvins\"", std::string(kTeaModel) + settings), "");
  EXPECT_NE(said_with("unit = \"degrees\"", "unit = \"kelvins\""), "");
}

}  // namespace
}  // namespace sluice::ensemble
