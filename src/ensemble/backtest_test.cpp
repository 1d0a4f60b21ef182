// A back-test as a study of its own.
#include "ensemble/backtest.h"

#include <gtest/gtest.h>

#include "ensemble/tea_testing.h"

namespace sluice::ensemble {
namespace {

std::string tea_with_backtest(std::string_view from = "", std::string_view to = "") {
  std::string text(kTeaStudy);
  text += R"(
[[backtest]]
name = "march"
cut = "2022-03"
scenario = "covered"
needed = 0.05
grade = "D"
note = "what was believed"
[backtest.set]
room = 18
"start[large]" = { kind = "uniform", min = 60, max = 70 }
[[backtest.box]]
variable = "Tea temperature[large]"
unit = "degrees"
reduce = "end"
at = "2022-06"
low = 30
high = 60
grade = "D"
note = "invented"
)";
  if (!from.empty()) text.replace(text.rfind(from), from.size(), to);
  return text;
}

std::string said_of(const std::string& study) {
  std::string all;
  for (const auto& one : bind_tea(study, std::string(kTeaModel)).diagnostics) {
    all += to_text(one) + '\n';
  }
  return all;
}

TEST(Backtest, IsAStudyWithOtherInputs) {
  const auto whole = bind_tea(tea_with_backtest(), std::string(kTeaModel));
  ASSERT_TRUE(whole.value) << said_of(tea_with_backtest());
  const auto bound = bind_backtest(*whole.value, whole.value->study->backtests.at(0));
  ASSERT_TRUE(bound.value);
  const study::Study& study = *bound.value->study;
  const auto draws = draw(study, &study.worldviews.at(0), 8, 1);
  ASSERT_EQ(draws.names, (std::vector<std::string>{"room", "loss", "start[large]"}));
  EXPECT_EQ(draws.of(0)[3], 18);
  EXPECT_GE(draws.of(2)[3], 60);
  EXPECT_LE(draws.of(2)[3], 70);
  const auto runner = Runner::make(*bound.value, true);
  const auto policy = find_policy(study, kBacktestPolicy, {});
  const auto run = runner.value->run({*policy.value}, draws, {});
  EXPECT_EQ(run.scenarios.at(0).frame.series.at(0).name, box_series(0));
  EXPECT_EQ(run.scenarios.at(0).frame.at(0, 0)[3], draws.of(2)[3]);
}

TEST(Backtest, TellsWhatItsModelDoesNotHave) {
  EXPECT_EQ(
      said_of(tea_with_backtest("start[large]", "cooling[large]")),
      R"(tea/study.toml:63:20: error R601: uncertainty "cooling[large]" sets "cooling[large]", which the model computes
   63 | "cooling[large]" = { kind = "uniform", min = 60, max = 70 }
      |                    ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
why: only a constant can be set from outside
mend: name a constant, or give the model one that this variable multiplies or adds
)");
  EXPECT_EQ(
      said_of(tea_with_backtest("2022-06", "2032-06")),
      R"(tea/study.toml:65:12: error R612: back-test "march" reads "Tea temperature[large]" in 2032-06, outside the run (2022-01 to 2024-01)
   65 | variable = "Tea temperature[large]"
      |            ^~~~~~~~~~~~~~~~~~~~~~~~
mend: choose a date inside the run, or change INITIAL TIME or FINAL TIME in the model
)");
}

}  // namespace
}  // namespace sluice::ensemble
