// Ensembles and what is found in them, as a user meets them.
#include "changed_fishery.h"
#include "commands_testing.h"

namespace sluice::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(Ensemble, GivesTheSameTableOnAnyNumberOfThreads) {
  const Finished one = fishery({"ensemble", "fishery", "--threads", "1"});
  EXPECT_EQ(one.exit, 0);
  EXPECT_EQ(one.errors, "");
  EXPECT_THAT(one.output,
              StartsWith("A shared fishing ground: 500 futures, scrambled Sobol' design, "
                         "seed 1\n"));
  EXPECT_EQ(one.output, fishery({"ensemble", "fishery", "--threads", "3"}).output);
  EXPECT_NE(one.output, fishery({"ensemble", "fishery", "--seed", "2"}).output);
}

TEST(Ensemble, TakesMembersSeedDesignScenariosOutcomesAndWorldview) {
  const auto found =
      json_of(fishery({"ensemble", "fishery", "--members", "64", "--seed", "5", "--design",
                       "monte-carlo", "--scenario", "quota", "--scenario", "open", "--outcomes",
                       "fish,profit", "--worldview", "fertile_sea", "--json"}));
  EXPECT_EQ(found["members"], 64);
  EXPECT_EQ(found["seed"], 5);
  EXPECT_EQ(found["design"], "monte-carlo");
  EXPECT_EQ(found["worldview"], "fertile_sea");
  ASSERT_EQ(found["scenarios"].size(), 2U);
  EXPECT_EQ(found["scenarios"][0]["name"], "quota");
  ASSERT_EQ(found["scenarios"][0]["outcomes"].size(), 2U);
  EXPECT_EQ(found["scenarios"][0]["outcomes"][1]["name"], "profit");
  EXPECT_EQ(found["scenarios"][0]["outcomes"][0]["years"].size(), 50U);
}

TEST(Ensemble, CountsManyFuturesAndSaysHowFarItCanBeOff) {
  const std::vector<std::string> words = {"ensemble",  "fishery", "--outcomes", "fish",
                                          "--members", "100000",  "--json"};
  auto with = [&](const char* threads) {
    auto more = words;
    more.insert(more.end(), {"--threads", threads});
    return fishery(more);
  };
  const Finished one = with("1");
  const auto found = json_of(one);
  EXPECT_FALSE(found["quantiles"]["exact"]);
  EXPECT_EQ(found["quantiles"]["exact_members"], 83712);
  EXPECT_LT(found["quantiles"]["largest_error"], 0.01);
  EXPECT_EQ(found["scenarios"][0]["outcomes"][0]["years"][10]["errors"].size(), 5U);
  EXPECT_EQ(one.output, with("3").output);
  EXPECT_TRUE(json_of(fishery({"ensemble", "fishery", "--json"}))["quantiles"]["exact"]);
}

TEST(Ensemble, RunsUntilAQuantileIsSure) {
  const auto run = [](const std::string& error, const std::string& threads) {
    return fishery({"ensemble", "fishery", "--scenario", "quota", "--outcomes", "fish,profit",
                    "--until-error", error, "--error-of", "fish@2040:0.05", "--threads", threads,
                    "--json"});
  };
  const Finished loose = run("4%", "1"), tight = run("0.6%", "1");
  const auto few = json_of(loose), many = json_of(tight);
  EXPECT_LT(few["members"], many["members"]);
  EXPECT_LT(many["members"], 100000);
  EXPECT_LE(many["monte_carlo_error"]["relative"], 0.006);
  EXPECT_TRUE(many["monte_carlo_error"]["enough"]);
  EXPECT_EQ(many["monte_carlo_error"]["outcome"], "fish");
  EXPECT_EQ(tight.output, run("0.6%", "3").output);
  const Finished stopped = fishery({"ensemble", "fishery", "--members", "1200", "--until-error",
                                    "0.001", "--scenario", "quota", "--outcomes", "fish"});
  EXPECT_THAT(stopped.output, StartsWith("A shared fishing ground: 1,200 futures"));
  EXPECT_THAT(stopped.output,
              HasSubstr("Monte Carlo error of the 50.0 % quantile of fish in 2049"));
  EXPECT_THAT(stopped.output, HasSubstr("more than was asked for; there are no more futures."));
}

TEST(Ensemble, SaysWhatAnErrorCannotBeOf) {
  expect_wrong(fishery({"ensemble", "fishery", "--error-of", "fihs@1999:2"}),
               "--error-of: error A806: there is no outcome \"fihs\" in the table\n"
               "mend: did you mean \"fish\"?\n"
               "--error-of: error A800: the run has no year \"1999\"\n"
               "mend: its years are 2000 to 2049\n"
               "--error-of: error A800: \"2\" is no probability\n"
               "mend: write a number between 0 and 1, like fish@2040:0.05\n");
  expect_wrong(fishery({"ensemble", "fishery", "--until-error", "1%", "--keep", "all.nc"}),
               "--until-error: error A800: a file of all futures needs their number beforehand\n"
               "mend: find the number with --until-error first, then give it: --members N --keep "
               "F.nc\n");
  expect_wrong(fishery({"ensemble", "fishery", "--keep"}),
               "--keep: error A800: no file is named\n"
               "mend: say where: --keep all.nc\n");
  const Finished none = fishery({"ensemble", "fishery", "--until-error", "0"});
  EXPECT_EQ(none.exit, 2);
  EXPECT_THAT(none.errors, HasSubstr("--until-error must be a number above 0, or a percentage "
                                     "like 1%"));
}

TEST(Ensemble, NamesWhatIsUnknown) {
  expect_wrong(fishery({"ensemble", "fishery", "--scenario", "quotas", "--outcomes", "fihs"}),
               "--scenario: error R605: the study has no scenario \"quotas\"\n"
               "mend: did you mean \"quota\"?\n"
               "--outcomes: error A806: the study has no outcome \"fihs\"\n"
               "mend: did you mean \"fish\"?\n");
  expect_wrong(
      data({"ensemble", "two_regions.mdl"}),
      "two_regions.mdl: error A807: this is a file, and the command needs a study\n"
      "why: a study is a folder with a study.toml that says what is uncertain and what is "
      "asked\n"
      "mend: give the study's folder; `sluice run` and `sluice check` take a model file\n");
}

TEST(Ensemble, KeepsOneFileOnly) {
  const Finished two = fishery({"ensemble", "fishery", "--keep", "a.nc", "--output", "b.nc"});
  EXPECT_EQ(two.exit, 2);
  EXPECT_THAT(two.errors, HasSubstr("\"a.nc\" and \"b.nc\" are two files"));
}

TEST(Ensemble, TellsABrokenStudy) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "study.toml", "[study\nname = 1\n");
  const Finished broken = run_sluice(scratch.path(), {"ensemble", "."});
  EXPECT_EQ(broken.exit, 2);
  EXPECT_THAT(broken.errors, HasSubstr("error T500: "));
}

TEST(Ensemble, AClosedPipeIsNoFailure) {
  const Finished piped =
      run_shell(kStudies, "\"$SLUICE\" ensemble fishery --quantiles | head -n 1");
  EXPECT_EQ(piped.exit, 0);
  EXPECT_EQ(piped.errors, "");
  EXPECT_EQ(count_lines(piped.output), 1U);
}

TEST(Ensemble, AFullDeviceIsAFailureOfTheEnvironment) {
  const Finished full = run_shell(kStudies, "\"$SLUICE\" ensemble fishery > /dev/full");
  EXPECT_EQ(full.exit, 3);
  EXPECT_EQ(full.errors,
            "standard output: error S101: cannot write the result\n"
            "why: No space left on device\n"
            "mend: free some space, or write to another place\n");
}

TEST(Compare, OfAScenarioWithItselfIsRefused) {
  expect_wrong(fishery({"compare", "fishery", "open", "open"}),
               "compare: error A800: \"open\" is compared with itself\n"
               "why: every difference would be 0\n"
               "mend: name two scenarios\n");
}

TEST(Compare, IsTheSecondMinusTheFirst) {
  const Finished text = fishery({"compare", "fishery", "open", "quota", "--outcomes", "fish"});
  EXPECT_EQ(text.exit, 0);
  EXPECT_THAT(text.output, HasSubstr("quota minus open in the same future"));
  const auto found = json_of(fishery({"compare", "fishery", "open", "quota", "--json"}));
  const auto& last = found["outcomes"][0]["years"].back();
  EXPECT_GT(last["difference_quantiles"][2], 100);  // a quota leaves more fish
  EXPECT_EQ(found["outcomes"][0]["years"][0]["difference_quantiles"],
            nlohmann::json({0, 0, 0, 0, 0}));  // history is common
}

TEST(Claims, AreJudgedAndExplained) {
  const Finished claims = fishery({"claims", "fishery"});
  EXPECT_EQ(claims.exit, 0);
  EXPECT_THAT(claims.output, HasSubstr("saved.A (More fish), 2045-12. Likely: in "));
  EXPECT_THAT(claims.output, HasSubstr("It turns most on "));
  EXPECT_THAT(claims.output, HasSubstr("in at least 50 % of the futures"));
}

// Of the fishery all inputs are assumed.
TEST(Grades, StandBesideWhatEnsembleCompareAndClaimsPrint) {
  const Finished fan =
      fishery({"ensemble", "fishery", "--scenario", "quota", "--outcomes", "fish"});
  EXPECT_THAT(fan.output, HasSubstr("Fish in the sea (kt, end of year), grade D (100 %)\n"));
  EXPECT_THAT(fan.output, HasSubstr("grade: of the evidence behind a result"));
  const Finished change = fishery({"compare", "fishery", "open", "quota", "--outcomes", "fish"});
  EXPECT_THAT(change.output, HasSubstr("Fish in the sea (kt, end of year), grade D (100 %)\n"));
  const Finished claims = fishery({"claims", "fishery", "--members", "200"});
  EXPECT_THAT(claims.output, HasSubstr("Grade D: 100 % of what is not known of the numbers that it "
                                       "tests rests on the study's own "
                                       "assumptions."));
}

TEST(Grades, TellHowMuchOfTheSpreadRestsOnWhichEvidence) {
  const ChangedFishery counted("grade = \"D\"\nsource = [\"FI001\"]",
                               "grade = \"A\"\nsource = [\"FI001\"]");
  const auto shares = [&](const char* members) {
    return json_of(counted.run({"ensemble", "fishery", "--scenario", "quota", "--json", "--members",
                                members, "--outcomes", "fish"}))["scenarios"][0]["outcomes"][0];
  };
  const auto fish = shares("256");
  EXPECT_EQ(fish["grade"], "D");
  EXPECT_EQ(fish["grade_shares"]["A"], 1.0);
  EXPECT_GT(fish["grade_shares"]["D"], 0.3) << "the size of the sea is assumed";
  EXPECT_LT(fish["grade_shares"]["D"], 0.95) << "the growth rate is counted";
  EXPECT_EQ(shares("500")["grade_shares"], fish["grade_shares"]) << "128 futures tell";
  EXPECT_FALSE(shares("8").contains("grade")) << "so few tell nothing";
}

TEST(Grades, AreNoBetterThanAnOutcomeSaysOfItself) {
  const auto with = [](const std::string& grade) {
    const std::string drawn = "distribution = { kind = \"uniform\"";
    const ChangedFishery changed("grade = \"D\"\nnote = \"Invented.\"\n" + drawn,
                                 "grade = \"A\"\nsource = \"FI001\"\n" + drawn);
    const auto file = changed.folder() / "fishery" / "study.toml";
    const std::string text = text_in(file);
    write_text(file, text + "\n[[outcome]]\nname = \"paid\"\nvariable = \"Price\"\n" +
                         "unit = \"million EUR/kt\"\ngrade = \"" + grade + "\"\n");
    return changed.run({"ensemble", "fishery", "--scenario", "open", "--outcomes", "paid"});
  };
  EXPECT_THAT(with("A").output, HasSubstr(", grade A\n"));
  EXPECT_THAT(with("D").output, HasSubstr(", grade D (declared)\n"));
  EXPECT_THAT(with("E").errors, HasSubstr("\"grade\" of outcome \"paid\" cannot be \"E\""));
}

TEST(Claims, CanBeTested) {
  EXPECT_EQ(fishery({"claims", "fishery", "--expect", "saved.A@2045-12=likely"}).exit, 0);
  const Finished failed =
      fishery({"claims", "fishery", "--expect", "saved.A@2045-12=very likely", "--claim", "saved"});
  EXPECT_EQ(failed.exit, 1);
  EXPECT_EQ(failed.errors,
            "--expect: error A809: saved.A at 2045-12 is \"likely\", not \"very likely\"\n");
  expect_wrong(fishery({"claims", "fishery", "--expect", "safed.A=likely"}),
               "--expect: error A800: cannot read \"safed.A=likely\"\n"
               "why: no claim \"safed.A\" is asked for\n"
               "mend: write it as --expect \"name.variant@2030-12=very likely\"\n");
}

TEST(Claims, KnowTheirVerdicts) {
  expect_wrong(fishery({"claims", "fishery", "--expect", "saved.A=foo"}),
               "--expect: error A800: there is no verdict \"foo\"\n"
               "mend: verdicts are: \"very likely\", \"likely\", \"very likely not\", \"likely "
               "not\", \"very likely no difference\", \"likely no difference\", \"toss-up\", "
               "\"open\", \"does not hold\", \"cannot be told\", \"met\", \"not met\", \"too close "
               "to tell\"\n");
}

TEST(Claims, AreAnsweredUnderEveryWorldview) {
  const auto found =
      json_of(fishery({"claims", "fishery", "--worldview", "all", "--json", "--members", "64"}));
  ASSERT_EQ(found["views"].size(), 2U);
  EXPECT_TRUE(found["views"][0]["worldview"].is_null());
  EXPECT_EQ(found["views"][1]["worldview"], "fertile_sea");
  EXPECT_EQ(found["views"][1]["claims"].size(), 5U);
}

TEST(Claims, NameWhatIsUnknown) {
  expect_wrong(fishery({"claims", "fishery", "--claim", "saved.C"}),
               "--claim: error A806: the study has no claim \"saved.C\"\n"
               "mend: did you mean \"saved.A\" or \"saved.B\"?\n");
  expect_wrong(fishery({"claims", "fishery", "--claim", "zzzzz"}),
               "--claim: error A806: the study has no claim \"zzzzz\"\n"
               "mend: its claims are: saved.A, saved.B, one_quota.A, stop_and_go_worst.A, "
               "stop_and_go_worst.B\n");
}

TEST(History, ComparesWhatWasObserved) {
  const Finished text = fishery({"history", "fishery"});
  EXPECT_EQ(text.exit, 0);
  EXPECT_THAT(text.output, HasSubstr("2005-01 to 2005-12  95.0 (80.0–110)"));
  EXPECT_THAT(text.output, HasSubstr("1 observed period lies outside the run and is not compared"));
}

TEST(Explain, ShowsEquationSourcesCausesUsesAndValues) {
  const Finished text = fishery({"explain", "fishery", "Regeneration"});
  EXPECT_EQ(text.exit, 0);
  EXPECT_THAT(
      text.output,
      StartsWith("Regeneration\n"
                 "auxiliary, unit kt/Year, group Fish, fishery/model.mdl:13\n"
                 "\n"
                 "Equation\n"
                 "  Regeneration = Growth rate * Fish * (1 - Fish / Carrying capacity)\n"
                 "\n"
                 "Note\n"
                 "  Logistic growth: fastest at half of the carrying capacity (FI001).\n"
                 "\n"
                 "Sources\n"
                 "  FI001 (data/facts.csv:2) quantity: growth rate of a small stock; value: "
                 "0.35; low: 0.2; high: 0.6; unit: 1/year; source: invented for teaching; "
                 "quality: invented\n"
                 "\n"
                 "Causes\n"
                 "  Growth rate; Fish; Carrying capacity\n"
                 "\n"
                 "Uses\n"
                 "  Fish\n"
                 "\n"
                 "Central value, scenario open\n"));
}

TEST(Explain, FindsLeversAndNamesWhatIsUnknown) {
  EXPECT_THAT(fishery({"explain", "fishery", "growth_rate"}).output,
              HasSubstr("  uncertainty: growth_rate\n"));
  EXPECT_THAT(data({"explain", "two_regions.mdl", "Price[south]"}).output,
              HasSubstr("Price[south]   3.00\n"));
  expect_wrong(fishery({"explain", "fishery", "fihs"}),
               "fishery: error A806: there is no variable \"fihs\"\n"
               "mend: did you mean \"Fish\"?\n");
  expect_wrong(fishery({"explain", "fishery", "quasar"}),
               "fishery: error A806: there is no variable \"quasar\"\n");
  expect_wrong(fishery({"explain", "fishery", "of capacity"}),
               "fishery: error A806: there is no variable \"of capacity\"\n"
               "mend: names that hold it: \"Share of capacity\"\n");
}

TEST(Findings, NeedAStudyThatAsksForThem) {
  expect_wrong(data({"history", "slow"}),
               "slow: error A808: this study has no history to compare\n"
               "mend: add [[history]] entries to study.toml\n");
  expect_wrong(data({"claims", "slow"}),
               "slow: error A808: this study makes no claims\n"
               "mend: add [[claim]] entries to study.toml\n");
}

}  // namespace
}  // namespace sluice::tests
