// What each finding prints: text to the letter, and JSON.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "report/claims_testing.h"
#include "report/differences.h"
#include "report/explanation.h"
#include "report/fans.h"
#include "report/fit_tables.h"
#include "report/history.h"
#include "report/series.h"

namespace sluice::report {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

results::ScenarioResult result_named(const std::string& name) {
  results::ScenarioResult result;
  result.name = name;
  result.frame.members = 1000;
  return result;
}

analysis::Fan fan_of(std::vector<analysis::FanYear> years) {
  return {"stock", "Fish stock", "kt", false, study::Yearly::end, std::move(years)};
}

TEST(FansText, ShowsOneScenarioByYearAndQuantile) {
  const auto open = result_named("open");
  const std::vector<ScenarioFans> scenarios = {
      {&open,
       "Open access",
       {fan_of({{2020, true, {1, 2, 3, 4, 5}}, {2021, false, {1, 2, 3, 4, 1234}}})}}};
  EXPECT_EQ(fans_text(kMaking, fishery(), scenarios, false, {}),
            "Fishery: 1,000 futures, scrambled Sobol' design, seed 7\n"
            "Scenario open: Open access\n"
            "\n"
            "Fish stock (kt, end of year)\n"
            "year    5 %  25 %  median  75 %   95 %\n"
            "2020   1.00  2.00    3.00  4.00   5.00\n"
            "2021*  1.00  2.00    3.00  4.00  1,234\n"
            "* the run covers part of this year\n");
}

TEST(FansText, ShowsSeveralScenariosSideBySideAndNamesBadMembers) {
  const auto open = result_named("open");
  auto quota = result_named("quota");
  quota.bad = {{17, 3}, {18, 4}};
  const auto fan = fan_of({{2020, true, {1, 2, 3, 4, 5}}, {2021, true, {1, 2, 3, 4, 5}}});
  const std::vector<ScenarioFans> scenarios = {{&open, "", {fan}}, {&quota, "", {fan}}};
  EXPECT_EQ(
      fans_text(kMaking, fishery(), scenarios, false, {}),
      "Fishery: 1,000 futures, scrambled Sobol' design, seed 7\n"
      "Cells: median (5 %–95 %) over the futures.\n"
      "\n"
      "Fish stock (kt, end of year)\n"
      "scenario              2020              2021\n"
      "open      3.00 (1.00–5.00)  3.00 (1.00–5.00)\n"
      "quota     3.00 (1.00–5.00)  3.00 (1.00–5.00)\n"
      "\n"
      "2 of 1,000 futures under quota gave no usable numbers and are left out (first: member 17 "
      "at 2020-04)\n");
}

TEST(FansJson, HoldsUnitsMembersSeedAndVersion) {
  auto open = result_named("open");
  open.bad = {{17, 3}};
  const std::vector<ScenarioFans> scenarios = {
      {&open, "Open", {fan_of({{2020, true, {1, 2, std::nan(""), 4, 5}}})}}};
  const json found = json::parse(fans_json(kMaking, fishery(), scenarios));
  EXPECT_EQ(found["sluice"], "0.1.0");
  EXPECT_EQ(found["command"], "ensemble");
  EXPECT_EQ(found["members"], 1000);
  EXPECT_EQ(found["seed"], 7);
  EXPECT_EQ(found["design"], "sobol");
  EXPECT_TRUE(found["worldview"].is_null());
  EXPECT_EQ(found["probabilities"], json({0.05, 0.25, 0.5, 0.75, 0.95}));
  const json& scenario = found["scenarios"][0];
  EXPECT_EQ(scenario["unusable"], 1);
  EXPECT_EQ(scenario["unusable_members"][0]["date"], "2020-04");
  EXPECT_EQ(scenario["outcomes"][0]["unit"], "kt");
  EXPECT_EQ(scenario["outcomes"][0]["yearly"], "end");
  EXPECT_EQ(scenario["outcomes"][0]["years"][0]["quantiles"], json({1, 2, nullptr, 4, 5}));
}

Comparison comparison(const results::ScenarioResult& first, const results::ScenarioResult& second) {
  analysis::Difference difference{"share", "Share", "fraction", true, study::Yearly::end, {}};
  difference.years = {{2020, true, {0, 0, 0, 0, 0}, 0.4, 0.4, 0, 0},
                      {2021, true, {-0.1, -0.05, 0.02, 0.05, 0.1}, 0.4, 0.42, 0.6, 0.4}};
  return {&first, &second, {difference}};
}

TEST(ComparisonText, LeavesOutTheCommonHistory) {
  const auto open = result_named("open"), quota = result_named("quota");
  EXPECT_EQ(
      comparison_text(kMaking, fishery(), comparison(open, quota), {}),
      "Fishery: 1,000 futures, scrambled Sobol' design, seed 7\n"
      "quota minus open in the same future; `open` and `quota` are medians; higher and lower: "
      "share of futures in which quota is above or below open by more than half a percent of the "
      "outcome's own 5 to 95 % range; same: the rest.\n"
      "\n"
      "Share (%, end of year); differences in percentage points\n"
      "year  open  quota  diff. 5 %  25 %  median  75 %   95 %  higher  lower  same\n"
      "2021  40.0   42.0      -10.0  -5.0    +2.0  +5.0  +10.0    60 %   40 %   0 %\n");
}

TEST(ComparisonText, CountsNoSignsOfNextToNothing) {
  const auto open = result_named("open"), quota = result_named("quota");
  auto compared = comparison(open, quota);
  for (auto& year : compared.differences.at(0).years) {
    year.slight = true;
    year.share_higher = 0.25;
    year.share_lower = 0;
  }
  const auto text = comparison_text(kMaking, fishery(), compared, {});
  EXPECT_THAT(text, HasSubstr("    25 %    0 %  75 %\n"));
  const auto found = json::parse(comparison_json(kMaking, fishery(), compared));
  EXPECT_EQ(found["outcomes"][0]["years"][1]["slight"], true);
  EXPECT_EQ(found["outcomes"][0]["years"][1]["share_same"], 0.75);
}

TEST(ComparisonText, SaysOnWhatEvidenceTheChangeRests) {
  const auto open = result_named("open"), quota = result_named("quota");
  auto compared = comparison(open, quota);
  EXPECT_THAT(comparison_text(kMaking, fishery(), compared, {}), Not(HasSubstr("grade")));
  compared.differences.at(0).grade = {'C', 0.4, false, {{'D', 0.1}, {'C', 0.4}, {'A', 1}}};
  const auto text = comparison_text(kMaking, fishery(), compared, {});
  EXPECT_THAT(text, HasSubstr("differences in percentage points, grade C (40 %; D 10 %)\n"));
  EXPECT_THAT(text, HasSubstr("\ngrade: of the evidence behind a result, A (primary) to D"));
  const auto found = json::parse(comparison_json(kMaking, fishery(), compared))["outcomes"][0];
  EXPECT_EQ(found["grade"], "C");
  EXPECT_EQ(found["grade_shares"], json({{"D", 0.1}, {"C", 0.4}, {"A", 1}}));
}

TEST(ComparisonText, SaysWhyNoYearIsShown) {
  const auto open = result_named("open"), quota = result_named("quota");
  auto study = fishery();
  study.decision = {2099 * 12};
  EXPECT_THAT(comparison_text(kMaking, study, comparison(open, quota), {}),
              HasSubstr("no year is shown: the decision of the study comes after the run's end\n"));
}

TEST(ComparisonJson, KeepsEveryYear) {
  const auto open = result_named("open"), quota = result_named("quota");
  const json found = json::parse(comparison_json(kMaking, fishery(), comparison(open, quota)));
  EXPECT_EQ(found["first"]["name"], "open");
  EXPECT_EQ(found["outcomes"][0]["years"].size(), 2U);
  EXPECT_EQ(found["outcomes"][0]["years"][1]["share_higher"], 0.6);
}

analysis::SeriesFit catches() {
  analysis::SeriesFit fit{"catch", "Catch", "kt", "landings only"};
  fit.points = {{{2020 * 12}, {2020 * 12 + 2}, 100, 90, 110, 80, 95, 120, -0.05, true, "FI001"},
                {{2020 * 12 + 3}, {2020 * 12 + 3}, 0, {}, {}, 80, 95, 120, {}, false, "FI002"}};
  fit.points[0].in50 = fit.points[0].in90 = true;
  fit.points[0].score50 = 20;
  fit.points[0].score90 = 40;
  fit.fit = {.n = 2,
             .in50 = 1,
             .in90 = 1,
             .mean_error = 45,
             .mean_absolute_error = 50,
             .root_mean_square = 55};
  fit.fit.verdict.judgement = analysis::Judgement::passes;
  fit.outside_run = 1;
  fit.held_out = 2;
  fit.inside = 1;
  fit.coverage = 0.5;
  fit.bias = -0.05;
  fit.typical_error = 0.05;
  return fit;
}

TEST(HistoryText, SumsUpAndThenShowsEachPoint) {
  EXPECT_EQ(
      history_text(kMaking, fishery(), result_named("open"), {catches()}, {}),
      "Fishery: 1,000 futures, scrambled Sobol' design, seed 7, scenario open\n"
      "\n"
      "Simulated against observed, by series\n"
      "series  points  held out  inside 5–95 %  median error  median |error|  50 % band  90 % "
      "band  judged\n"
      "Catch        2         2       1 (50 %)        -5.0 %           5.0 %     1 of 2     1 of 2 "
      " "
      "passes\n"
      "\n"
      "Short series pooled by system, and all together\n"
      "pool                 points  mean |error|  score 90 %  50 % band  90 % band  judged         "
      "      series\n"
      "series of no system       2       100.0 %      40.0 %     1 of 2     1 of 2  not refuted (n "
      "= 2)  catch\n"
      "all series                2       100.0 %      40.0 %     1 of 2     1 of 2  not refuted (n "
      "= 2)  1 series\n"
      "\n"
      "How far off, by series\n"
      "series  n  mean error  mean |error|  root mean square  mean |error|, %  score 50 %  "
      "score 90 %  Theil b/v/c  unit\n"
      "Catch   2       +45.0          50.0              55.0                -           -    "
      "       -            -  kt\n"
      "score: interval score (width of the band, and a penalty for what lies outside) over "
      "the mean observation; the smaller the better.\n"
      "Theil: shares in percent of the mean square error from bias, unequal variation and "
      "what does not move together; from 8 points on.\n"
      "\n"
      "Catch (kt)\n"
      "period                    observed  sim. 5 %  median  95 %   error  inside  source\n"
      "2020-01 to 2020-03  100 (90.0–110)      80.0    95.0   120  -5.0 %  yes     FI001\n"
      "2020-04                          0      80.0    95.0   120       -  no      FI002\n"
      "landings only\n"
      "1 observed period lies outside the run and is not compared\n"
      "\n"
      "error: median of the futures against the observation; inside: the observation, or its "
      "stated range, meets the simulated 5–95 % band. The 50 % and 90 % bands are of what "
      "would be observed: the simulated number with the stated error of the observation. Held "
      "out: no input was moved to meet the observation, though the range of an input may rest "
      "on it (see `sources`); fitted: an input was set to it or cites it, so that it can only "
      "miss.\n");
}

TEST(HistoryText, SaysWhatWasLeftOutAndWhatCannotBeJudged) {
  auto open = result_named("open");
  open.bad = {{17, 3}, {18, 4}};
  auto fit = catches();
  fit.fit.verdict = {analysis::Judgement::unknown, "no future gave a usable number"};
  const auto text = history_text(kMaking, fishery(), open, {fit}, {});
  EXPECT_THAT(text, HasSubstr("2 of 1,000 futures under open gave no usable numbers and are left "
                              "out (first: member 17 at 2020-04)\n"));
  EXPECT_THAT(text, HasSubstr("1 of 2     1 of 2  cannot be told"));
  const json found = json::parse(history_json(kMaking, fishery(), open, {fit}));
  EXPECT_EQ(found["unusable"], 2);
  EXPECT_EQ(found["series"][0]["fit"]["judgement"], "cannot be told");
  EXPECT_EQ(judged({analysis::Judgement::not_refuted, "n = 2"}), "not refuted (n = 2)");
}

TEST(HistoryJson, HoldsEachPoint) {
  const json found =
      json::parse(history_json(kMaking, fishery(), result_named("open"), {catches()}));
  EXPECT_EQ(found["scenario"], "open");
  EXPECT_EQ(found["series"][0]["points"][0]["inside"], true);
  EXPECT_TRUE(found["series"][0]["points"][1]["error"].is_null());
}

Explanation growth() {
  Explanation explanation;
  explanation.name = "net growth";
  explanation.kind = "auxiliary";
  explanation.unit = "kt/month";
  explanation.group = "Fish";
  explanation.place = "model.mdl:12";
  explanation.equations = {"net growth =\n\tgrowth * stock"};
  explanation.note = "Schaefer (1954), FI001.";
  explanation.roles = {{{"lever", "growth"}, {"note", ""}}};
  explanation.sources = {{"FI001", "fish.csv", "value: 3", 2}};
  explanation.unknown_sources = {"FI009"};
  explanation.causes = {"growth", "stock"};
  explanation.uses = {"stock"};
  explanation.scenario = "open";
  explanation.dates = {"2020", "2021"};
  explanation.central = {{"net growth", {1, 2}}};
  return explanation;
}

TEST(ExplanationText, ShowsAllThatIsKnown) {
  EXPECT_EQ(explanation_text(growth(), {}),
            "net growth\n"
            "auxiliary, unit kt/month, group Fish, model.mdl:12\n"
            "\nEquation\n"
            "  net growth =\n"
            "  \tgrowth * stock\n"
            "\nNote\n"
            "  Schaefer (1954), FI001.\n"
            "\nIn the study\n"
            "  lever: growth\n"
            "\nSources\n"
            "  FI001 (fish.csv:2) value: 3\n"
            "  FI009  (in no data file of the study)\n"
            "\nCauses\n"
            "  growth; stock\n"
            "\nUses\n"
            "  stock\n"
            "\nCentral value, scenario open\n"
            "            2020  2021\n"
            "net growth  1.00  2.00\n");
}

TEST(ExplanationJson, ShowsTheSame) {
  const json found = json::parse(explanation_json(growth()));
  EXPECT_EQ(found["causes"], json({"growth", "stock"}));
  EXPECT_EQ(found["central"][0]["values"], json({1, 2}));
  EXPECT_EQ(found["sources"][0]["line"], 2);
}

TEST(SeriesJson, HoldsTimesDatesAndValues) {
  results::Frame frame;
  frame.series = {{"stock[a]", "", "kt"}};
  frame.times = {0, 1};
  frame.members = 1;
  frame.values = {5, std::nan("")};
  const json found =
      json::parse(series_json({"model.mdl", ""}, frame, Calendar{{2020 * 12}, TimeUnit::month}));
  EXPECT_EQ(found["date"], json({"2020-01", "2020-02"}));
  EXPECT_EQ(found["series"][0]["values"], json({5, nullptr}));
}

}  // namespace
}  // namespace sluice::report
