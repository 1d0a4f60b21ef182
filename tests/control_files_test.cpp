// Vensim's control files on the command line: changes, save lists, sensitivity setups.
#include "commands_testing.h"

namespace sluice::tests {
namespace {

using ::testing::HasSubstr;

Finished control(const std::vector<std::string>& words) {
  return run_sluice(kData / "control", words);
}

TEST(ControlFiles, ChangesAreSetBeforeTheCommandLine) {
  const Finished run = control({"run", "tea.mdl", "--changes", "cold.cin", "--save", "tea.lst"});
  EXPECT_EQ(run.exit, 0) << run.errors;
  // (100 - 30) / 10 = 7, then (93 - 30) / 10.
  EXPECT_EQ(run.output, "Time,Tea,loss\n0,100,7\n1,93,6.3\n2,86.7,5.67\n");
  const Finished again = control({"run", "tea.mdl", "--changes", "cold.cin", "--save", "tea.lst",
                                  "--set", "FINAL TIME=0", "--set", "start=40"});
  EXPECT_EQ(again.output, "Time,Tea,loss\n0,40,1\n");
}

TEST(ControlFiles, ASensitivitySetupIsAStudyOfAModelFile) {
  const Finished run =
      control({"ensemble", "tea.mdl", "--sensitivity", "tea.vsc", "--save", "tea.lst", "--json"});
  const auto fans = json_of(run);
  EXPECT_EQ(fans.at("members"), 50);
  EXPECT_EQ(fans.at("seed"), 7);
  EXPECT_THAT(run.output, HasSubstr("\"Tea\""));
}

TEST(ControlFiles, WhatIsNotReadIsToldWithItsLine) {
  expect_wrong(control({"run", "tea.mdl", "--changes", "bad.cin"}),
               "bad.cin:1:1: error A830: \"start\" is given no number\n"
               "    1 | start = warm\n"
               "      | ^~~~~~~~~~~~\n"
               "why: a changes file has lines of the form: name = number\n"
               "mend: several numbers, for the elements of name[dimension], stand between commas\n"
               "bad.cin:3:1: error A830: a lookup cannot be changed from a file\n"
               "    3 | funny table((0,0),(1,1))\n"
               "      | ^~~~~~~~~~~~~~~~~~~~~~~~\n"
               "why: a changes file has lines of the form: name = number\n"
               "mend: change the points in the model\n");
  const Finished wrong = control({"run", "tea.mdl", "--changes", "wrong.cin"});
  EXPECT_EQ(wrong.exit, 2);
  EXPECT_THAT(wrong.errors,
              HasSubstr("wrong.cin:1:1: error A831: 3 numbers for the 2 elements of room[place]\n"
                        "    1 | room[place] = 1, 2, 3\n"
                        "      | ^~~~~~~~~~~~~~~~~~~~~\n"
                        "why: one number is for all elements, several are one for each, in order\n"
                        "mend: give as many numbers as elements\n"));
  EXPECT_THAT(wrong.errors, HasSubstr("wrong.cin:2:1: error"));
  EXPECT_THAT(control({"ensemble", "tea.mdl", "--sensitivity", "bad.vsc"}).errors,
              HasSubstr("error A830: the sampling method \"V\" is not read\n"));
  EXPECT_THAT(control({"ensemble", "tea.mdl", "--sensitivity", "weibull.vsc"}).errors,
              HasSubstr("error A831: RANDOM WEIBULL with these numbers is not drawn here\n"));
}

// The result keeps the setup, the table of --data and what the model's own functions read.
TEST(ControlFiles, AResultOfASetupCanBeRerunFromItselfAlone) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / "sluice_control_files";
  std::filesystem::create_directories(folder);
  const std::string file = (folder / "rain.nc").string();
  const Finished run = control({"ensemble", "rain.mdl", "--sensitivity", "rain.vsc", "--data",
                                "rain.csv", "--output", file, "--json"});
  EXPECT_EQ(json_of(run).at("members"), 20);
  const Finished again = run_sluice(folder, {"rerun", file});
  EXPECT_EQ(again.exit, 0) << again.errors;
  EXPECT_THAT(again.output, HasSubstr("bit for bit"));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace sluice::tests
