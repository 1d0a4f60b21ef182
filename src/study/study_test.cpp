#include "study/study.h"

#include <gtest/gtest.h>

#include "study/correlation.h"
#include "study/csv.h"
#include "study/quantile.h"
#include "study/study_testing.h"

namespace sluice::study {
namespace {

Study must_read(const std::string& text) {
  Checked<Study> result = read_tea(text);
  for (const Diagnostic& one : result.diagnostics) ADD_FAILURE() << to_text(one);
  return result.value.value_or(Study{});
}

TEST(Study, ReadsTheHead) {
  const Study study = must_read(tea_with("data = ", R"(members = 20
seed = 7
design = "latin-hypercube"
decision = "2022-03"
time_unit = "day"
data = )"));
  EXPECT_EQ(study.name, "Tea");
  EXPECT_EQ(study.model_path, "tea/tea.mdl");
  EXPECT_EQ(study.members, 20U);
  EXPECT_EQ(study.seed, 7U);
  EXPECT_EQ(study.design, Design::latin_hypercube);
  EXPECT_EQ(to_text(study.decision), "2022-03");
  EXPECT_EQ(study.calendar(), (Calendar{{2022 * 12}, TimeUnit::day}));
  EXPECT_EQ(study.baseline, "as_made");
  EXPECT_EQ(study.files.at("rows.csv"), tea_files().at("rows.csv"));
}

TEST(Study, ReadsInputs) {
  const Study study = must_read(std::string(kTeaStudy));
  ASSERT_EQ(study.levers.size(), 1U);
  EXPECT_EQ(study.levers[0].label, "lid");
  EXPECT_EQ(study.levers[0].high, 1);
  EXPECT_EQ(study.levers[0].place.line, 10U);
  ASSERT_EQ(study.uncertainties.size(), 2U);
  EXPECT_EQ(study.uncertainties[0].evidence.sources, std::vector<std::string>{"TE01"});
  EXPECT_EQ(study.uncertainties[1].evidence.sources, (std::vector<std::string>{"TE02", "TE03"}));
  EXPECT_NEAR(central_value(study.uncertainties[1].distribution), 0.1, 1e-12);
  EXPECT_EQ(study.sources.at("TE03").text, "quantity: loss, covered; value: 0.05");
  EXPECT_EQ(study.sources.at("TE03").line, 4U);
}

TEST(Study, CentralAndWholeNumbersBesideTheDistribution) {
  const Study study = must_read(tea_with("distribution = { kind = \"normal\"",
                                         "central = 21.4\ninteger = true\n"
                                         "distribution = { kind = \"normal\""));
  EXPECT_TRUE(study.uncertainties[0].distribution.integer);
  EXPECT_EQ(central_value(study.uncertainties[0].distribution), 21);
}

TEST(Study, ReadsScenariosWithSchedules) {
  const Study study = must_read(tea_with(
      "lid = 1", R"(lid = [{ from = "2022-06", value = 1 }, { from = "2023-01", value = 0.5 }])"));
  const auto& steps = std::get<std::vector<DatedValue>>(study.scenarios[1].settings.at("lid"));
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(to_text(steps[1].from), "2023-01");
  EXPECT_EQ(steps[1].value, 0.5);
}

TEST(Study, WithoutScenariosThereIsTheOneAsItIs) {
  std::string text = tea_with("baseline = \"as_made\"\n", "");
  const std::size_t first = text.find("[[scenario]]");
  text.erase(first, text.find("[[outcome]]") - first);
  const Study study = must_read(text);
  ASSERT_EQ(study.scenarios.size(), 1U);
  EXPECT_EQ(study.scenarios[0].name, study.baseline);
}

TEST(Study, ReadsWorldviewsGridsAndCorrelations) {
  const Study study = must_read(tea_with("[[outcome]]", R"([[worldview]]
name = "cold_house"
[worldview.set]
room = 15
loss = { kind = "uniform", min = 0.1, max = 0.3 }

[[grid]]
name = "lids"
base = "covered"
[grid.axes]
lid = [0, 0.5, 1]

[[correlation]]
between = ["room", "loss"]
value = -0.4
note = "open windows"

[[outcome]])"));
  const auto& replacements = study.worldviews[0].replacements;
  EXPECT_EQ(std::get<Constant>(replacements.at("room").family).value, 15);
  EXPECT_EQ(std::get<Uniform>(replacements.at("loss").family).high, 0.3);
  EXPECT_EQ(study.grids[0].base, "covered");
  EXPECT_EQ(study.grids[0].axes[0].second, (std::vector<double>{0, 0.5, 1}));
  EXPECT_EQ(study.correlations[0].value, -0.4);
}

constexpr std::string_view kClaims = R"([[claim]]
name = "warm"
variant = "A"
title = "At the end"
question = "Does the lid help?"
definition = "warmer by a degree"
horizons = ["2022-06", "2022-12"]
kind = "paired"
combine = "any"
[[claim.leg]]
outcome = "warmth"
reduce = "at"
at = "horizon"
policy = "covered"
baseline = "as_made"
holds = ">= 1"
fails = "<-1"
[[claim.leg]]
outcome = "warmth"
reduce = "change"
from = "2022-02"
at = "horizon"
policy = "covered"
holds = "> 0"

[[claim]]
name = "best"
definition = "better on both"
kind = "score"
policy = "covered"
baselines = ["as_made"]
[[claim.leg]]
outcome = "warmth"
reduce = "crossing"
level = 50
better = "low"
weight = 2
scale = 10

[[outcome]])";

TEST(Study, ReadsPairedClaims) {
  const Study study = must_read(tea_with("[[outcome]]", kClaims));
  const Claim& warm = study.claims[0];
  EXPECT_EQ(warm.combine, Combine::any);
  EXPECT_EQ(warm.horizons.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<HorizonDate>(*warm.legs[0].at));
  EXPECT_EQ(warm.legs[0].compare, Compare::difference);
  EXPECT_EQ(warm.legs[0].fails->relation, Bound::Relation::less);
  EXPECT_EQ(warm.legs[0].fails->value, -1);
  EXPECT_EQ(warm.legs[1].compare, Compare::value);
  EXPECT_TRUE(warm.legs[1].at && warm.legs[1].to && warm.legs[1].from);
}

TEST(Study, ReadsScoreClaims) {
  const Study study = must_read(tea_with("[[outcome]]", kClaims));
  const Leg& metric = study.claims[1].legs[0];
  EXPECT_EQ(metric.reduce, Reduce::crossing);
  EXPECT_EQ(metric.level, 50);
  EXPECT_FALSE(metric.high_is_better);
  EXPECT_EQ(metric.weight, 2);
  EXPECT_EQ(metric.scale, 10);
}

TEST(Study, ReadsHistoryInOrderOfTime) {
  const Study study = must_read(tea_with("[[outcome]]", R"([[history]]
name = "seen"
variable = "tea temperature"
unit = "degrees"
reduce = "mean"
file = "history.csv"
scale = 2
[[outcome]])"));
  const History& history = study.histories[0];
  ASSERT_EQ(history.points.size(), 2U);
  EXPECT_EQ(to_text(history.points[0].start), "2022-01");
  EXPECT_EQ(history.points[0].low, 60);
  EXPECT_FALSE(history.points[1].low);
  EXPECT_EQ(history.scale, 2);
}

TEST(Study, RowsOfEventsChipsAndPublicationsHaveTheirPrefixes) {
  auto files = tea_files();
  files["rows.csv"] += "";
  files["events.csv"] = "date,title\n2026-05-14,first\n2026-05-14,second\n";
  files["chips.csv"] = "chip,tpp\nH20,2368\n";
  std::string text =
      tea_with("data = [\"rows.csv\"]", "data = [\"rows.csv\", \"events.csv\", \"chips.csv\"]");
  text.replace(text.find("\"TE01\""), 6, R"(["policy 2026-05-14", "chips H20"])");
  const auto result = read_study_text("tea", text, files);
  ASSERT_TRUE(result.value);
  EXPECT_TRUE(result.diagnostics.empty());
  EXPECT_EQ(result.value->uncertainties[0].evidence.sources,
            (std::vector<std::string>{"policy 2026-05-14", "policy 2026-05-14 #2", "chips H20"}));
  EXPECT_EQ(result.value->sources.at("policy 2026-05-14 #2").text, "title: second");
}

TEST(Study, AMissingFolderIsSaid) {
  const auto result = read_study("/nowhere");
  ASSERT_EQ(result.diagnostics.size(), 1U);
  EXPECT_EQ(result.diagnostics[0].message, "cannot read /nowhere/study.toml");
}

TEST(Study, ManyMistakesAreToldInTheOrderOfTheFile) {
  std::string text = tea_with("range = [0, 1]", "range = [0]");
  text.replace(text.find("\"B\""), 3, "\"Z\"");
  text.replace(text.find("lid = 1"), 7, "lod = 1");
  const auto result = read_tea(text);
  ASSERT_EQ(result.diagnostics.size(), 3U);
  EXPECT_EQ(result.diagnostics[0].code, Code::study_out_of_range);
  EXPECT_EQ(result.diagnostics[1].code, Code::study_unknown_choice);
  EXPECT_EQ(result.diagnostics[2].code, Code::study_unknown_name);
  EXPECT_FALSE(result.value);
}

TEST(Correlation, FactorTimesItsTransposeIsTheMatrix) {
  std::vector<Uncertainty> inputs(4);
  for (std::size_t i = 0; i < 4; ++i) inputs[i].name = std::string(1, static_cast<char>('a' + i));
  const auto factor =
      factor_correlations(inputs, {{"d", "b", 0.5, {}}, {"a", "b", -0.3, {}}, {"a", "d", 0.2, {}}});
  ASSERT_TRUE(factor);
  EXPECT_EQ(factor->inputs, (std::vector<std::size_t>{0, 1, 3}));
  const double known[3][3] = {{1, -0.3, 0.2}, {-0.3, 1, 0.5}, {0.2, 0.5, 1}};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < 3; ++k)
        sum += factor->lower[i * 3 + k] * factor->lower[j * 3 + k];
      EXPECT_NEAR(sum, known[i][j], 1e-15);
    }
  }
}

TEST(Csv, QuotesLineEndsAndByteOrderMark) {
  const auto rows = parse_csv("\xEF\xBB\xBFid,note\r\n1,\"a \"\"b\"\", c\nd\"\r\n\r\n2,x");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].fields[0], "id");
  EXPECT_EQ(rows[1].fields[1], "a \"b\", c\nd");
  EXPECT_EQ(rows[2].line, 5U);
  EXPECT_EQ(rows[2].fields, (std::vector<std::string>{"2", "x"}));
}

}  // namespace
}  // namespace sluice::study
