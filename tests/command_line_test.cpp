// The program as a user meets it: arguments, check, run; exact messages and exit codes.

#include "commands_testing.h"

namespace sluice::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// --- help and wrong use ---

TEST(CommandLine, EveryCommandHasHelpWithAnExample) {
  EXPECT_THAT(data({"--help"}).output, HasSubstr("Exit codes: 0 done; 1 a check"));
  for (const char* command : {"check", "run", "ensemble", "compare", "claims", "history",
                              "backtest", "explain", "rerun"}) {
    const Finished help = data({command, "--help"});
    EXPECT_EQ(help.exit, 0) << command;
    EXPECT_THAT(help.output, HasSubstr(std::string("Example: sluice ") + command)) << command;
    EXPECT_EQ(help.errors, "") << command;
  }
}

TEST(CommandLine, SaysItsVersionAsTheBuildDoes) {
  EXPECT_EQ(data({"--version"}).output, "0.1.0\n");
  EXPECT_THAT(text_in(kRoot / "CMakeLists.txt"), HasSubstr("project(sluice VERSION 0.1.0 "));
}

TEST(CommandLine, WrongUseIsToldWithWhatCouldBeMeant) {
  expect_wrong(data({}),
               "sluice: error A800: A subcommand is required\n"
               "mend: `sluice --help` shows what it takes, with an example\n");
  expect_wrong(data({"ensembel", "x"}),
               "sluice: error A800: there is no command \"ensembel\"\n"
               "mend: did you mean \"ensemble\"? `sluice --help` lists the commands\n");
  expect_wrong(data({"run"}),
               "sluice: error A800: PATH is required\n"
               "mend: `sluice run --help` shows what it takes, with an example\n");
  expect_wrong(
      data({"ensemble", "x", "--mebmers", "3"}),
      "sluice: error A800: The following arguments were not expected: 3 --mebmers\n"
      "mend: did you mean \"--members\"? `sluice ensemble --help` shows what it takes, with "
      "an example\n");
  expect_wrong(data({"ensemble", "x", "--members", "1"}),
               "sluice: error A800: --members must be a whole number of at least 2\n"
               "mend: `sluice ensemble --help` shows what it takes, with an example\n");
  expect_wrong(data({"ensemble", "x", "--members", "abc"}),
               "sluice: error A800: --members must be a whole number of at least 2\n"
               "mend: `sluice ensemble --help` shows what it takes, with an example\n");
  expect_wrong(data({"ensemble", "x", "--seed", "-1"}),
               "sluice: error A800: --seed must be a whole number of at least 0\n"
               "mend: `sluice ensemble --help` shows what it takes, with an example\n");
  expect_wrong(data({"f\x1b[31m\xff"}),
               "sluice: error A800: there is no command \"f\xEF\xBF\xBD[31m\xEF\xBF\xBD\"\n"
               "mend: `sluice --help` lists the commands\n");
  expect_wrong(data({"claims", "x", "--design", "sobl"}),
               "sluice: error A800: --design: there is no design \"sobl\"\n"
               "mend: `sluice claims --help` shows what it takes, with an example\n");
}

// --- check ---

TEST(Check, SumsUpAStudyAndAModel) {
  const Finished study = fishery({"check", "fishery"});
  EXPECT_EQ(study.exit, 0);
  EXPECT_EQ(study.output,
            "fishery: 0 errors, 0 warnings, 0 notes (26 variables, 1 lever, 4 uncertainties, 4 "
            "scenarios, 4 outcomes, 5 claims)\n");
  EXPECT_EQ(fishery({"check", "fishery/model.mdl"}).output,
            "fishery/model.mdl: 0 errors, 0 warnings, 0 notes (26 variables)\n");
}

TEST(Check, FailsOnAWrongModelAndPrintsWhatIsWrong) {
  const Finished check = data({"check", "misspelt.mdl"});
  EXPECT_EQ(check.exit, 1);
  EXPECT_EQ(check.output,
            "misspelt.mdl:3:11: error M201: there is no variable \"Watr\"\n"
            "    3 | Outflow = Watr / 2 ~ l/Month ~ |\n"
            "      |           ^~~~\n"
            "why: the equation of \"Outflow\" needs it\n"
            "mend: did you mean \"Water\"?\n"
            "misspelt.mdl: 1 error, 0 warnings, 0 notes\n");
  EXPECT_EQ(check.errors, "");
}

TEST(Check, PrintsJson) {
  const Finished check = data({"check", "misspelt.mdl", "--json"});
  EXPECT_EQ(check.exit, 1);
  const auto found = nlohmann::json::parse(check.output);
  EXPECT_EQ(found["errors"], 1);
  EXPECT_EQ(found["diagnostics"][0]["code"], "M201");
  EXPECT_EQ(found["diagnostics"][0]["line"], 3);
}

TEST(Check, AMissingFileIsWrongInput) {
  expect_wrong(data({"check", "nowhere.mdl"}),
               "error S100: cannot read nowhere.mdl\n"
               "why: No such file or directory\n"
               "mend: check the spelling and the folder\n");
}

// --- run ---

TEST(Run, PrintsEveryVariableWithItsElements) {
  const Finished run = data({"run", "two_regions.mdl"});
  EXPECT_EQ(run.exit, 0);
  EXPECT_EQ(run.errors, "");
  EXPECT_EQ(
      run.output,
      "Time,Price[north],Price[south],Sales,Revenue[north],Revenue[south],Total,Purse,INITIAL "
      "TIME,FINAL TIME,TIME STEP,SAVEPER\n"
      "0,2,3,10,20,30,50,0,0,4,1,2\n"
      "2,2,3,10,20,30,50,100,0,4,1,2\n"
      "4,2,3,10,20,30,50,200,0,4,1,2\n");
}

TEST(Run, MentionsWarningsInOneLine) {
  const Finished run = data({"run", "warns.mdl", "--variables", "Water"});
  EXPECT_EQ(run.exit, 0);
  EXPECT_EQ(run.output, "Time,Water\n0,4\n1,2\n");
  EXPECT_EQ(run.errors, "warns.mdl: 1 warning; `sluice check warns.mdl` shows it\n");
}

TEST(Run, TakesEachVariableOnceAndQuotedNames) {
  EXPECT_EQ(data({"run", "two_regions.mdl", "--set", "\"Price\"[north]=3", "--variables",
                  "Sales,\"Sales\",Price[north]"})
                .output,
            "Time,Sales,Price[north]\n0,10,3\n2,10,3\n4,10,3\n");
}

TEST(Run, SetsConstantsElementsAndControlVariables) {
  EXPECT_EQ(data({"run", "two_regions.mdl", "--set", "price[NORTH] = 3", "--set", "time step=0.5",
                  "--variables", "Purse,Revenue[south],TIME STEP"})
                .output,
            "Time,Purse,Revenue[south],TIME STEP\n0,0,30,0.5\n2,120,30,0.5\n4,240,30,0.5\n");
  EXPECT_EQ(data({"run", "two_regions.mdl", "--set", "Price=1", "--variables", "Revenue"}).output,
            "Time,Revenue[north],Revenue[south]\n0,10,10\n2,10,10\n4,10,10\n");
}

TEST(Run, TellsEveryMistakeInItsSettings) {
  expect_wrong(
      data({"run", "two_regions.mdl", "--set", "Prise=3", "--set", "Total=3", "--set", "Price",
            "--set", "Price=x", "--set", "Price[nrth]=1"}),
      "--set: error A806: there is no variable \"Prise\"\n"
      "mend: did you mean \"Price\"?\n"
      "two_regions.mdl:8:1: error A803: \"Total\" cannot be set: it is not a constant\n"
      "    8 | Total = SUM(Revenue[Region!]) ~ EUR/Month ~ |\n"
      "      | ^~~~~\n"
      "why: it is computed from other variables\n"
      "mend: set one of the constants that it depends on; `sluice explain` lists its causes\n"
      "--set: error A802: \"Price\" has no \"=\"\n"
      "mend: write it as --set \"Name=1.5\" or --set \"Name[element]=1.5\"\n"
      "--set: error A802: \"x\" is not a number, in \"Price=x\"\n"
      "mend: write it as --set \"Name=1.5\" or --set \"Name[element]=1.5\"\n"
      "--set: error M240: \"Price\" has no element \"nrth\"\n"
      "why: it is Price[Region]\n"
      "mend: did you mean \"north\"?\n");
}

TEST(Run, SaysWhereANumberFirstFails) {
  const Finished run = data({"run", "falls_over.mdl"});
  EXPECT_EQ(run.exit, 2);
  EXPECT_THAT(run.output, StartsWith("Time,"));
  EXPECT_THAT(run.output, HasSubstr("\n4,0,1,inf,inf,"));
  EXPECT_EQ(run.errors,
            "falls_over.mdl:4: error A805: \"Share\" is infinite from time 4 on\n"
            "why: after it \"Twice the share\"\n"
            "mend: look for a division by zero, a logarithm or root of a negative number, or a "
            "step that is too long; ZIDZ and XIDZ divide safely\n");
}

TEST(Run, OfAStudyHasDatesAndSetsLeversById) {
  expect_wrong(fishery({"run", "fishery", "--set", "growth_rate=.3", "--set", "Growth rate=.4"}),
               "--set: error A802: \"growth_rate\" and \"Growth rate\" are the same\n"
               "mend: set it once\n");
  const Finished run = fishery({"run", "fishery", "--set", "quota=60", "--set", "growth_rate=0.3",
                                "--variables", "fish,Quota,Growth rate", "--set", "SAVEPER=25"});
  EXPECT_EQ(run.errors, "");
  EXPECT_THAT(run.output, StartsWith("Time,Date,Fish,Quota,Growth rate\n0,2000-01,700,60,0.3\n25,"
                                     "2025-01,"));
  EXPECT_EQ(count_lines(run.output), 4U);
}

TEST(Run, RefusesWhatTheStudyDoesNotAllow) {
  expect_wrong(
      fishery({"run", "fishery", "--set", "quota=2000"}),
      "--set: error A804: 2000 lies outside the range of lever \"quota\", 0 to 1000 "
      "kt/Year\n"
      "why: the model is made for values inside it\n"
      "mend: choose a value inside the range, or widen `range` in study.toml and say why\n");
  expect_wrong(fishery({"run", "fishery", "--scenario", "opne"}),
               "--scenario: error R605: the study has no scenario \"opne\"\n"
               "mend: did you mean \"open\"?\n");
  expect_wrong(fishery({"run", "fishery", "--worldview", "fertil_sea"}),
               "--worldview: error R606: the study has no worldview \"fertil_sea\"\n"
               "mend: did you mean \"fertile_sea\"?\n");
  expect_wrong(
      data({"run", "two_regions.mdl", "--scenario", "x"}),
      "two_regions.mdl: error A807: scenarios and worldviews belong to a study, and this is "
      "a model file\n"
      "mend: give the study's folder, or leave out --scenario and --worldview\n");
}

TEST(Run, WritesItsFileAtOnce) {
  const ScratchFolder scratch;
  const auto file = scratch.path() / "run.csv";
  const Finished run = data({"run", "two_regions.mdl", "--output", file.string()});
  EXPECT_EQ(run.exit, 0);
  EXPECT_EQ(run.output, "");
  EXPECT_EQ(text_in(file), data({"run", "two_regions.mdl"}).output);
  EXPECT_FALSE(std::filesystem::exists(file.string() + ".partial"));
  const Finished nowhere = data({"run", "two_regions.mdl", "--output", "/no/such/folder/run.csv"});
  EXPECT_EQ(nowhere.exit, 3);
  EXPECT_EQ(nowhere.errors,
            "--output: error S101: cannot write /no/such/folder/run.csv\n"
            "why: No such file or directory\n"
            "mend: make the folder first (mkdir -p)\n");
  EXPECT_EQ(data({"run", "two_regions.mdl", "--output", "/tmp"}).errors,
            "--output: error S101: cannot write /tmp\n"
            "why: it is a folder\n"
            "mend: name a file inside it\n");
}

TEST(Output, NeverReplacesWhatTheCommandReads) {
  const ScratchFolder scratch;
  const auto study = scratch.path() / "fishery";
  std::filesystem::copy(kStudies / "fishery", study, std::filesystem::copy_options::recursive);
  for (const std::string file : {"study.toml", "model.mdl"}) {
    const std::string before = text_in(study / file);
    for (const char* const command : {"run", "ensemble", "report"}) {
      expect_wrong(run_sluice(study, {command, ".", "--output", file}),
                   "--output: error A800: writing " + file +
                       " would replace a file that this command reads\nmend: give another name\n");
    }
    EXPECT_EQ(text_in(study / file), before);
  }
}

TEST(Run, PrintsJson) {
  const auto run = json_of(fishery({"run", "fishery", "--json"}));
  EXPECT_EQ(run["scenario"], "open");
  EXPECT_EQ(run["date"][0], "2000-01");
  EXPECT_EQ(run["time"].size(), run["series"][0]["values"].size());
}

}  // namespace
}  // namespace sluice::tests
