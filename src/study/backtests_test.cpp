// Back-tests of study.toml: what is read, and the exact words for mistakes.
#include <gtest/gtest.h>

#include "study/study_testing.h"

namespace sluice::study {
namespace {

constexpr std::string_view kBacktest = R"([[history]]
name = "seen"
variable = "tea temperature"
unit = "degrees"
reduce = "mean"
file = "history.csv"

[[backtest]]
name = "march"
cut = "2022-03"
scenario = "covered"
histories = "seen"
needed = 0.05
grade = "D"
note = "what was believed"
[backtest.set]
lid = 0.5
room = 18
"heat of the day" = { kind = "uniform", min = 0, max = 1 }
[[backtest.box]]
variable = "tea temperature"
unit = "degrees"
reduce = "mean"
from = "2022-04"
at = "2022-06"
low = 50
high = 70
grade = "B"
source = "TE01"
)";

std::string with_backtest(std::string_view from = "", std::string_view to = "") {
  std::string text(kBacktest);
  if (!from.empty()) text.replace(text.find(from), from.size(), to);
  return std::string(kTeaStudy) + text;
}

std::string said_of(const std::string& text) {
  std::string all;
  for (const Diagnostic& one : read_tea(text).diagnostics) all += to_text(one) + '\n';
  return all;
}

TEST(Backtests, AreRead) {
  const auto study = read_tea(with_backtest());
  ASSERT_TRUE(study.value) << said_of(with_backtest());
  const Backtest& backtest = study.value->backtests.at(0);
  EXPECT_EQ(to_text(backtest.cut), "2022-03");
  EXPECT_EQ(to_text(backtest.until), "2022-06");  // as far as anything was observed
  EXPECT_EQ(backtest.scenario, "covered");
  ASSERT_EQ(backtest.settings.size(), 3U);
  EXPECT_EQ(backtest.settings[0].target, BacktestSetting::Target::constant);
  EXPECT_EQ(backtest.settings[1].target, BacktestSetting::Target::lever);
  EXPECT_EQ(backtest.settings[2].target, BacktestSetting::Target::uncertainty);
  EXPECT_EQ(to_text(backtest.boxes.at(0).from), "2022-04");
  EXPECT_EQ(backtest.boxes.at(0).evidence.sources, std::vector<std::string>{"TE01"});
}

TEST(BacktestMistakes, WhatIsScoredComesAfterTheCut) {
  EXPECT_EQ(said_of(with_backtest("at = \"2022-06\"", "at = \"2022-02\"")),
            R"(tea/study.toml:68:8: error T523: box 1 of backtest "march" ends before it begins
   68 | from = "2022-04"
      |        ^~~~~~~~~
tea/study.toml:69:6: error T523: box 1 of backtest "march" lies before the cut (2022-03): it was known then
   69 | at = "2022-02"
      |      ^~~~~~~~~
)");
  EXPECT_EQ(
      said_of(with_backtest("scenario = \"covered\"", "until = \"2022-01\"")),
      R"(tea/study.toml:55:9: error T523: backtest "march" ends ("until") no later than its "cut"
   55 | until = "2022-01"
      |         ^~~~~~~~~
)");
}

TEST(BacktestMistakes, SomethingMustBeScored) {
  const std::string text = std::string(kTeaStudy) +
                           "[[backtest]]\nname = \"march\"\ncut = \"2022-03\"\nneeded = 0.05\n"
                           "grade = \"D\"\nnote = \"n\"\n";
  EXPECT_EQ(
      said_of(text),
      R"(tea/study.toml:46:8: error T523: backtest "march" scores nothing: it has neither "histories" nor a box
   46 | name = "march"
      |        ^~~~~~~
tea/study.toml:48:10: error T523: backtest "march" needs a share of futures in its boxes, but has no box
   48 | needed = 0.05
      |          ^~~~
)");
}

}  // namespace
}  // namespace sluice::study
