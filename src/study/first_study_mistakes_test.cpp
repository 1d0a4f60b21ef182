// What somebody who writes a first study gets wrong, each said once and in exact words.
#include <gtest/gtest.h>

#include "study/study_testing.h"

namespace sluice::study {
namespace {

TEST(FirstStudyMistakes, SingleBrackets) {
  EXPECT_EQ(said_with("[[lever]]", "[lever]"),
            R"(tea/study.toml:8:1: error T503: [lever] must be [[lever]]: there may be several
    8 | [lever]
      | ^~~~~~~
why: single brackets make one table, double ones an entry of a list
mend: write it in double brackets
)");
}

TEST(FirstStudyMistakes, ABoundThatIsNotFinite) {
  EXPECT_EQ(
      said_with(R"(kind = "normal", mean = 20, sd = 2)", R"(kind = "uniform", min = 0, max = inf)"),
      R"(tea/study.toml:23:51: error T504: "max" of the distribution of "room" is inf; it must be a finite number
   23 | distribution = { kind = "uniform", min = 0, max = inf }
      |                                                   ^~~
)");
}

TEST(FirstStudyMistakes, APercentileWithAPoint) {
  EXPECT_EQ(
      said_with("p5 = 0.05, p95", "p2.5 = 0.05, p95"),
      R"(tea/study.toml:31:38: error T509: the distribution of "loss": "p2" is no quantile: there is a point after it
   31 | distribution = { kind = "lognormal", p2.5 = 0.05, p95 = 0.2 }
      |                                      ^~
mend: percentiles are whole numbers, as in p5
)");
}

TEST(FirstStudyMistakes, ACorrelationOfOne) {
  const auto said = [](const std::string& value) {
    return said_with("[[outcome]]", "[[correlation]]\nbetween = [\"room\", \"loss\"]\nvalue = " +
                                        value + "\n\n[[outcome]]");
  };
  EXPECT_EQ(
      said("-1"),
      R"(tea/study.toml:43:9: error T504: "value" of [[correlation]] number 1 is -1; it must be above -1 and below 1
   43 | value = -1
      |         ^~
)");
  EXPECT_EQ(
      said("1"),
      R"(tea/study.toml:43:9: error T504: "value" of [[correlation]] number 1 is 1; it must be above -1 and below 1
   43 | value = 1
      |         ^
)");
  EXPECT_EQ(said("0.999"), "");
}

TEST(FirstStudyMistakes, ABaselineWithoutScenarios) {
  std::string text(kTeaStudy);
  const std::size_t begin = text.find("[[scenario]]");
  text.erase(begin, text.find("[[outcome]]") - begin);
  const auto read = read_tea(text);
  ASSERT_EQ(read.diagnostics.size(), 1U);
  EXPECT_EQ(
      to_text(read.diagnostics[0]),
      R"(tea/study.toml:6:12: error T508: "baseline" of [study] names a scenario, but the study has none
    6 | baseline = "as_made"
      |            ^~~~~~~~~
why: without [[scenario]] there is one, "as_is", with every lever at its default
mend: leave "baseline" out, or add a [[scenario]] of that name)");
}

TEST(FirstStudyMistakes, SeriesFileMissing) {
  EXPECT_EQ(said_with("time_zero", "series = [\"series.csv\", \"gone.csv\"]\ntime_zero"),
            R"(tea/study.toml:5:25: error S100: cannot read gone.csv
    5 | series = ["series.csv", "gone.csv"]
      |                         ^~~~~~~~~~
why: it is not among the files given
)");
}

TEST(FirstStudy, KeepsItsSeriesForReruns) {
  const auto read = read_tea(tea_with("time_zero", "series = \"series.csv\"\ntime_zero"));
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.value->series_paths(), std::vector<std::string>{"tea/series.csv"});
  EXPECT_EQ(read.value->files.at("series.csv"), "Time,rain\n0,1\n");
}

TEST(FirstStudy, ClaimsWithoutVariantAreCalledByTheirName) {
  Claim claim;
  claim.name = "helps";
  EXPECT_EQ(full_name(claim), "helps");
  claim.variant = "A";
  EXPECT_EQ(full_name(claim), "helps.A");
}

// What is said of a history whose file has these rows.
std::string said_of_history(const std::string& settings, const std::string& rows) {
  auto files = tea_files();
  files["seen.csv"] = "series,period_start,period_end,value,low,high,source,unit\n" + rows;
  const std::string text = tea_with(
      "[[outcome]]",
      "[[history]]\nname = \"seen\"\nvariable = \"tea temperature\"\nfile = \"seen.csv\"\n" +
          settings + "\n[[outcome]]");
  std::string all;
  for (const auto& one : read_study_text("tea", text, files).diagnostics)
    all += to_text(one) + '\n';
  return all;
}

TEST(HistoryUnits, MustBeThoseOfTheHistory) {
  const std::string mean = "unit = \"degrees\"\nreduce = \"mean\"\n";
  EXPECT_EQ(said_of_history(mean,
                            "seen,2022-01,2022-03,70,,,,  degrees \n"
                            "seen,2022-04,2022-06,70,,,,\n"),
            "");
  EXPECT_EQ(said_of_history(mean, "seen,2022-01,2022-03,343,,,,kelvin\n"),
            "tea/seen.csv:2: error T519: this row of series \"seen\" cannot be used: its unit is "
            "\"kelvin\", that of [[history]] is \"degrees\"\n");
  EXPECT_EQ(said_of_history(mean + "scale = 1.8\n", "seen,2022-01,2022-03,343,,,,F\n"), "");
}

TEST(HistoryUnits, OfASumMayLackTheTime) {
  const std::string sum = "unit = \"k units/Month\"\nreduce = \"sum\"\n";
  EXPECT_EQ(said_of_history(sum,
                            "seen,2022-01,2022-03,7,,,,k units\n"
                            "seen,2022-04,2022-06,7,,,,k units/Month\n"),
            "");
  EXPECT_EQ(said_of_history(sum, "seen,2022-01,2022-03,7,,,,units\n"),
            "tea/seen.csv:2: error T519: this row of series \"seen\" cannot be used: its unit is "
            "\"units\", that of [[history]] is \"k units/Month\" (summed: \"k units\")\n");
}

TEST(HistoryRows, WithoutTheirLastColumnsAreErrors) {
  EXPECT_EQ(said_of_history("unit = \"degrees\"\nreduce = \"mean\"\n", "seen,2022-01,2022-03,70\n"),
            "tea/seen.csv:2: error T519: this row of series \"seen\" cannot be used: it has 4 "
            "fields where the header has 8\n");
}

}  // namespace
}  // namespace sluice::study
