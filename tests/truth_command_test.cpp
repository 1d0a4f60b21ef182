// Commands that hold a study against the world: history scores and back-tests.
#include "commands_testing.h"

namespace sluice::tests {
namespace {

using ::testing::HasSubstr;

// A copy of the fishery with one text of a file replaced.
class ChangedFishery {
 public:
  ChangedFishery(const std::string& from, const std::string& to,
                 const std::string& name = "study.toml") {
    std::filesystem::copy(kStudies / "fishery", folder_.path() / "fishery",
                          std::filesystem::copy_options::recursive);
    const auto file = folder_.path() / "fishery" / name;
    std::string text = text_in(file);
    EXPECT_NE(text.find(from), std::string::npos) << from;
    write_text(file, text.replace(text.find(from), from.size(), to));
  }
  Finished run(const std::vector<std::string>& words) const {
    return run_sluice(folder_.path(), words);
  }

 private:
  ScratchFolder folder_;
};

TEST(HistoryCommand, JudgesTheBandsOfEachSeriesAndOfPools) {
  const auto found = json_of(fishery({"history", "fishery", "--json"}));
  const auto& fit = found["series"][0]["fit"];
  EXPECT_EQ(fit["n"], 3);
  EXPECT_EQ(fit["judgement"], "passes");
  EXPECT_TRUE(fit["theil"].is_null());
  EXPECT_GT(fit["relative_interval_score_90"], 0);
  EXPECT_EQ(found["pools"][0]["name"], "series of no system");
  EXPECT_EQ(fishery({"history", "fishery", "--strict"}).exit, 0);
}

TEST(HistoryCommand, EndsWithOneWhereASeriesFailsAndThatIsAskedFor) {
  const ChangedFishery changed("scale = 1\nnote", "scale = 99\nnote");
  EXPECT_EQ(changed.run({"history", "fishery"}).exit, 0);
  const Finished strict = changed.run({"history", "fishery", "--strict"});
  EXPECT_EQ(strict.exit, 1);
  EXPECT_EQ(
      strict.errors,
      "fishery/study.toml:275:12: error A821: history \"landings\" fails: the 90 % band "
      "holds 0 of 3\n"
      "  275 | variable = \"Catch\"\n"
      "      |            ^~~~~~~\n"
      "fishery/study.toml: error A821: series of no system fails: the 90 % band holds 0 of 3\n"
      "fishery/study.toml: error A821: all series fails: the 90 % band holds 0 of 3\n");
}

TEST(BacktestCommand, GivesTheJointShareOfItsBoxes) {
  const auto found = json_of(fishery({"backtest", "fishery", "--json"}));
  const auto& backtest = found["backtests"][0];
  EXPECT_EQ(backtest["name"], "from_2010");
  EXPECT_EQ(backtest["verdict"], "met");
  EXPECT_EQ(backtest["joint_share"], backtest["boxes"][0]["share_inside"]);
  EXPECT_EQ(backtest["series"][0]["points"].size(), 1);  // that of 2015 alone
  EXPECT_THAT(fishery({"backtest", "fishery"}).output, HasSubstr("is needed: met."));
}

TEST(BacktestCommand, EndsWithOneWhereTheObservedIsTooUnlikely) {
  const ChangedFishery changed("low = 75", "low = 104.9");
  const Finished found = changed.run({"backtest", "fishery"});
  EXPECT_EQ(found.exit, 1);
  EXPECT_EQ(found.errors,
            "fishery/study.toml:283:8: error A820: what came after 2010-12 falls into the boxes of "
            "back-test \"from_2010\" in 0 of 500 futures, less than the 0.05 that are needed\n"
            "  283 | name = \"from_2010\"\n"
            "      |        ^~~~~~~~~~~\n"
            "mend: what was believed then, or the model, makes the observed next to impossible\n");
}

TEST(BacktestCommand, NamesWhatIsUnknown) {
  expect_wrong(fishery({"backtest", "fishery", "--backtest", "from_2011"}),
               "--backtest: error A806: the study has no back-test \"from_2011\"\n"
               "mend: did you mean \"from_2010\"?\n");
  expect_wrong(data({"backtest", "slow"}),
               "slow: error A808: this study has no back-tests\n"
               "mend: add [[backtest]] entries to study.toml\n");
}

TEST(SourcesCommand, TracesEveryNumberOfTheStudies) {
  for (const char* study : {"fishery", "chips"}) {
    const Finished found = run_sluice(kStudies, {"sources", study, "--json"});
    EXPECT_EQ(found.exit, 0) << found.errors;
    const auto numbers = nlohmann::json::parse(found.output);
    EXPECT_EQ(numbers["untraced"], 0);
    EXPECT_GT(numbers["numbers"].size(), 40U);
  }
}

TEST(SourcesCommand, SaysValueUnitRangeSourceGradeAndWhatVariesIt) {
  const auto found = json_of(fishery({"sources", "fishery", "--json"}));
  const auto& numbers = found["numbers"];
  const auto named = [&](const char* kind, const char* name) {
    return *std::ranges::find_if(
        numbers, [&](const auto& one) { return one["kind"] == kind && one["name"] == name; });
  };
  const auto growth = named("constant", "Growth rate");
  EXPECT_EQ(growth["value"], "0.35");
  EXPECT_EQ(growth["unit"], "1/Year");
  EXPECT_EQ(growth["source"], "FI001");
  EXPECT_EQ(growth["grade"], "D");
  EXPECT_EQ(growth["varied_by"], "growth_rate");
  EXPECT_EQ(named("uncertainty", "growth_rate")["range"],
            "lognormal: 5 % 0.200, median 0.346, 95 % 0.600");
  EXPECT_EQ(named("lever", "quota")["range"], "0 to 1000");
  EXPECT_EQ(named("threshold", "saved.A leg 1, fish: holds")["value"], ">= 1.2");
  EXPECT_EQ(named("observation", "landings 2005-01 to 2005-12")["range"], "80 to 110");
  EXPECT_EQ(named("data row", "FI001")["value"], "0.35 (0.2 to 0.6)");
  EXPECT_EQ(named("box", "from_2010: Landings of 2015")["rows"][0], "FI001");
  EXPECT_THAT(fishery({"sources", "fishery", "--csv"}).output,
              HasSubstr("constant,Boat life,15,Year,,invented for teaching,D,,,fishery/model.mdl"));
}

TEST(SourcesCommand, EndsWithOneAndNamesWhatHasNone) {
  const ChangedFishery constant("Source: FI001. Grade: D", "", "model.mdl");
  const Finished found = constant.run({"sources", "fishery"});
  EXPECT_EQ(found.exit, 1);
  EXPECT_EQ(found.errors,
            "fishery/model.mdl:18:1: error A822: the constant \"Growth rate\" (0.35) is not "
            "traced: no source, no grade\n"
            "mend: end its note with \"Source: ... Grade: A\" (B, C, D), or make the number a "
            "constant of its own\n");
  const ChangedFishery inside("Boats bought - Boats scrapped", "Boats bought * 3 - Boats scrapped",
                              "model.mdl");
  EXPECT_THAT(inside.run({"sources", "fishery"}).errors,
              HasSubstr("the number in an equation \"Boats\" (3) is not traced"));
  const ChangedFishery cited("source = [\"FI001\"]", "source = [\"FI009\"]");
  EXPECT_THAT(cited.run({"sources", "fishery"}).errors,
              HasSubstr("is not traced: cites FI009, which no data file has"));
}

}  // namespace
}  // namespace sluice::tests
