// Vensim's control files on the command line: changes, save lists, sensitivity setups.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <thread>

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
               "bad.cin:3:1: error A830: \"funny table\" is given no points\n"
               "    3 | funny table((0,0),(1))\n"
               "      | ^~~~~~~~~~~~~~~~~~~~~~\n"
               "why: a lookup has pairs of numbers, the first of them ascending\n"
               "mend: as in: funny table((0,0),(1,1),(2,1)) or, all x first: funny "
               "table(0,1,2,0,1,1)\n"
               "bad.cin:4:1: error A830: this line changes no text\n"
               "    4 | file :IS:\n"
               "      | ^~~~~~~~~\n"
               "why: the text stands behind the name that has it\n"
               "mend: as in: file :IS: 'prices.csv'\n");
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
              HasSubstr("error A830: the sampling method \"V\" is not known\n"));
  EXPECT_THAT(
      control({"ensemble", "tea.mdl", "--sensitivity", "cauchy.vsc"}).errors,
      HasSubstr(
          "cauchy.vsc:2:1: error A831: RANDOM CAUCHY with these numbers is not drawn here\n"));
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

constexpr const char* kCurves = R"({UTF-8}
place: kitchen, garden ~~|
curve((0,0),(10,10)) ~~|
each[place]((0,0),(1,1)) ~~|
y = curve(5) ~~|
z[place] = each[place](0.5) ~~|
rate[place] = 1, 2 ~~|
k = 1 ~~|
INITIAL TIME = 0 ~~|
FINAL TIME = 1 ~~|
TIME STEP = 1 ~~|
SAVEPER = 1 ~~|
)";

TEST(ControlFiles, ChangesOfLookupsListsOverLinesAndLinesOfOptimisation) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl", kCurves);
  write_text(scratch.path() / "a.cin",
             "{ by\n hand = 3 }\nCurve([(0,0)-(10,10)],(0,0),(4,8),\n   (6,8))\n"
             "each[garden](0,1,0,3)\nrate[place]=3,\n  4 ~ 1/month ~ two of them |\n"
             "0.0<= k = 1.5 <= 2\nFINAL TIME == 0,\n");
  write_text(scratch.path() / "b.cin", "each(0, 1, 2, 2)\ny((0,0),(1,1))\ncurv(0,1,0,1)\n");
  const std::vector<std::string> shown = {"--variables", "y,z,rate,k"};
  const Finished run =
      run_sluice(scratch.path(), {"run", "m.mdl", "--changes", "a.cin", shown[0], shown[1]});
  EXPECT_EQ(run.errors, "");
  EXPECT_EQ(run.output,
            "Time,y,z[kitchen],z[garden],rate[kitchen],rate[garden],k\n0,8,0.5,1.5,3,4,1.5\n");
  const Finished wrong = run_sluice(scratch.path(), {"run", "m.mdl", "--changes", "b.cin"});
  EXPECT_EQ(wrong.exit, 2);
  EXPECT_THAT(wrong.errors, HasSubstr("b.cin:2:1: error A831: \"y\" is no lookup\n"));
  EXPECT_THAT(wrong.errors,
              HasSubstr("b.cin:3:1: error M240: the model has no variable \"curv\"\n"));
}

TEST(ControlFiles, ANameToSaveThatIsWrongIsToldWithItsLine) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl", kCurves);
  write_text(scratch.path() / "few.lst", "z\n\nratee\n");
  expect_wrong(run_sluice(scratch.path(), {"run", "m.mdl", "--save", "few.lst"}),
               "few.lst:3:1: error A806: there is no variable \"ratee\"\n"
               "    3 | ratee\n"
               "      | ^~~~~\n"
               "mend: did you mean \"rate\"?\n");
}

TEST(ControlFiles, ASetupWithoutItsFirstLine) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl", kCurves);
  write_text(scratch.path() / "s.vsc", "k=VECTOR(1,2,1)\n");
  expect_wrong(run_sluice(scratch.path(), {"ensemble", "m.mdl", "--sensitivity", "s.vsc"}),
               "s.vsc:1:1: error A830: the first line of the setup is missing\n"
               "    1 | k=VECTOR(1,2,1)\n"
               "      | ^~~~~~~~~~~~~~~\n"
               "why: it says how many simulations, by which method, and the seed\n"
               "mend: begin with a line such as 200,M,1234\n");
  write_text(scratch.path() / "s.vsc", ",F,,\n");
  EXPECT_THAT(run_sluice(scratch.path(), {"ensemble", "m.mdl", "--sensitivity", "s.vsc"}).errors,
              HasSubstr("error A830: method F names no file\n"));
}

// What Vensim takes otherwise is said, and the run goes on; what is not drawn is named.
TEST(ControlFiles, ASetupThatIsReadOtherwiseThanVensimReadsIt) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl", kCurves);
  write_text(scratch.path() / "y.lst", "y\n");
  write_text(scratch.path() / "s.vsc", "3,M,-5\nk=RANDOM_UNIFORM(1,2)\n");
  const auto run = [&] {
    return run_sluice(scratch.path(),
                      {"ensemble", "m.mdl", "--sensitivity", "s.vsc", "--save", "y.lst"});
  };
  const Finished negative = run();
  EXPECT_EQ(negative.exit, 0);
  EXPECT_THAT(
      negative.errors,
      HasSubstr("s.vsc:1:1: warning A832: the seed is -5, and is taken as 5\n"
                "    1 | 3,M,-5\n"
                "      | ^~~~~~\n"
                "why: in Vensim the sign chooses between two generators; here there is one\n"
                "mend: write it without the sign\n"));
  write_text(scratch.path() / "s.vsc", "3,M,0\nk=RANDOM_UNIFORM(1,2)\nrate=RANDOM_UNIFORM(2,1)\n");
  const Finished zero = run();
  EXPECT_EQ(zero.exit, 0);
  EXPECT_THAT(zero.errors, HasSubstr("warning A832: the seed is 0, and is taken as 1234\n"));
  EXPECT_THAT(zero.errors,
              HasSubstr("s.vsc:3:1: warning A832: RANDOM UNIFORM from 2 to 1 varies nothing\n"));
  write_text(scratch.path() / "s.vsc", "3,M,1\nk=RANDOM_LOOKUP(0,1,rate,0,1)\n");
  EXPECT_THAT(run().errors, HasSubstr("s.vsc:2:1: error A831: \"rate\" is no lookup\n"));
}

TEST(ControlFiles, WhatIsNoConstantIsNotVaried) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl", kCurves);
  write_text(scratch.path() / "s.vsc", "3,M,1\ny=RANDOM_UNIFORM(1,2)\ncurve=RANDOM_UNIFORM(1,2)\n");
  expect_wrong(
      run_sluice(scratch.path(), {"ensemble", "m.mdl", "--sensitivity", "s.vsc"}),
      "s.vsc:2:1: error A831: \"y\" is no constant\n"
      "    2 | y=RANDOM_UNIFORM(1,2)\n"
      "      | ^~~~~~~~~~~~~~~~~~~~~\n"
      "why: the model computes it, and a setup varies constants\n"
      "mend: name a constant, or give the model one that this variable multiplies or adds\n"
      "s.vsc:3:1: error A831: \"curve\" is no constant\n"
      "    3 | curve=RANDOM_UNIFORM(1,2)\n"
      "      | ^~~~~~~~~~~~~~~~~~~~~~~~~\n"
      "why: it is a lookup, and a setup varies constants\n"
      "mend: name a constant, or give the model one that this variable multiplies or adds\n");
}

// By a lookup as density, stretched, shifted and cut off.
TEST(ControlFiles, DrawsByALookup) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl",
             "k = 1 ~~|\nj = 1 ~~|\nrises((0,0),(2,1)) ~~|\nflat((3,1),(4,1)) ~~|\n"
             "s = INTEG(0 * k, k) ~~|\nt = INTEG(0 * j, j) ~~|\n"
             "INITIAL TIME = 0 ~~|\nFINAL TIME = 12 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n");
  write_text(scratch.path() / "s.vsc",
             "1000,L,1\nk=RANDOM_LOOKUP(0,2,rises,0,1)\nj=RANDOM_LOOKUP(0,17,flat,10,2)\n");
  const auto fans = json_of(
      run_sluice(scratch.path(), {"ensemble", "m.mdl", "--sensitivity", "s.vsc", "--json"}));
  const auto& outcomes = fans.at("scenarios")[0].at("outcomes");
  const auto quantile = [&](std::size_t outcome, std::size_t which) {
    return outcomes[outcome].at("years")[0].at("quantiles")[which].get<double>();
  };
  EXPECT_NEAR(quantile(0, 1), 1, 0.01);  // a quarter lies below half the way
  EXPECT_NEAR(quantile(0, 2), std::sqrt(2.0), 0.01);
  EXPECT_NEAR(quantile(1, 0), 16.05, 0.01);
  EXPECT_NEAR(quantile(1, 2), 16.5, 0.01);
}

TEST(ControlFiles, ALookupThatIsNoDensity) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl", std::string(kCurves) + "\nneg((0,-1),(1,1)) ~~|\n");
  write_text(scratch.path() / "s.vsc", "3,M,1\nk=RANDOM_LOOKUP(0,1,neg,0,1)\n");
  expect_wrong(run_sluice(scratch.path(), {"ensemble", "m.mdl", "--sensitivity", "s.vsc"}),
               "s.vsc:2:1: error A831: \"neg\" is no density\n"
               "    2 | k=RANDOM_LOOKUP(0,1,neg,0,1)\n"
               "      | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
               "why: it is to say how likely each value is: nowhere below zero, and not zero "
               "throughout\n"
               "mend: name a lookup of that form\n");
}

// What a pipe gives is there once.
TEST(ControlFiles, ChangesFromAPipe) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl",
             "k = 1 ~~|\nx = k * 2 ~~|\n"
             "INITIAL TIME = 0 ~~|\nFINAL TIME = 0 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n");
  const std::string pipe = (scratch.path() / "pipe").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const std::jthread writer([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {  // until somebody reads
      const int file = ::open(pipe.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
      if (file >= 0) {
        EXPECT_EQ(::write(file, "k = 5\n", 6), 6);
        ::close(file);
        return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
  const Finished found =
      run_sluice(scratch.path(), {"run", "m.mdl", "--changes", "pipe", "--variables", "x"});
  EXPECT_EQ(found.output, "Time,x\n0,10\n") << found.errors;
}

// A text names a file that the model reads, say; Vensim writes it without quotes.
TEST(ControlFiles, ChangesOfTexts) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl",
             "file :IS: 'a.csv' ~~|\nx = GET DIRECT CONSTANTS(file, ',', 'B1') ~~|\n"
             "INITIAL TIME = 0 ~~|\nFINAL TIME = 0 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n");
  write_text(scratch.path() / "a.csv", "x,5\n");
  write_text(scratch.path() / "b.csv", "x,6\n");
  const auto run = [&](const std::string& changes) {
    write_text(scratch.path() / "c.cin", changes);
    return run_sluice(scratch.path(), {"run", "m.mdl", "--changes", "c.cin", "--variables", "x"});
  };
  EXPECT_EQ(run("").output, "Time,x\n0,5\n");
  EXPECT_EQ(run("File :IS: 'b.csv'\n").output, "Time,x\n0,6\n");
  EXPECT_EQ(run("file :IS: b.csv\n").output, "Time,x\n0,6\n");
  expect_wrong(run("fiel :IS: 'b.csv'\n"),
               "c.cin:1:1: error A831: there is no text \"fiel\" in the model\n"
               "    1 | fiel :IS: 'b.csv'\n"
               "      | ^~~~~~~~~~~~~~~~~\n"
               "why: a changes file gives a text to what has one\n"
               "mend: name one of the model's: file :IS: 'a.csv'\n");
  write_text(scratch.path() / "v.vsc", "3,M,1\nx=RANDOM_UNIFORM(1,2)\n");
  write_text(scratch.path() / "c.cin", "file :IS: 'b.csv'\n");
  EXPECT_THAT(run_sluice(scratch.path(),
                         {"ensemble", "m.mdl", "--sensitivity", "v.vsc", "--changes", "c.cin"})
                  .errors,
              HasSubstr("error A831: a text cannot be changed for an ensemble\n"));
}

// Three simulations from a file beside the setup: k is 1 (as in the model), 4, 4; rate 7, 7, 8.
TEST(ControlFiles, SimulationsFromAFile) {
  const ScratchFolder scratch;
  std::filesystem::create_directories(scratch.path() / "setups");
  write_text(scratch.path() / "m.mdl", kCurves);
  write_text(scratch.path() / "setups" / "s.vsc", "200,F,1234,three.tab,0\n");
  write_text(scratch.path() / "setups" / "three.tab", "rate[garden]\tk\n7\t\n\t4\n8\t\n");
  write_text(scratch.path() / "k.lst", "k\nrate[garden]\n");
  const Finished run =
      run_sluice(scratch.path(), {"ensemble", "m.mdl", "--sensitivity", "setups/s.vsc", "--save",
                                  "k.lst", "--output", "three.nc", "--json"});
  const auto fans = json_of(run);
  EXPECT_EQ(fans.at("members"), 3);
  const auto& outcomes = fans.at("scenarios")[0].at("outcomes");
  EXPECT_EQ(outcomes[0].at("years")[0].at("quantiles")[2], 4);
  EXPECT_EQ(outcomes[1].at("years")[0].at("quantiles")[2], 7);
  EXPECT_THAT(run_sluice(scratch.path(), {"rerun", "three.nc"}).output, HasSubstr("bit for bit"));
  write_text(scratch.path() / "setups" / "three.tab", "k\n1\t2\nx\n");
  const Finished wrong =
      run_sluice(scratch.path(), {"ensemble", "m.mdl", "--sensitivity", "setups/s.vsc"});
  EXPECT_THAT(wrong.errors, HasSubstr("three.tab:2:1: error A830: 2 values for 1 names\n"));
  EXPECT_THAT(wrong.errors, HasSubstr("three.tab:3:1: error A830: \"x\" is not a number\n"));
  write_text(scratch.path() / "out.tab", "secret\n");
  std::filesystem::create_symlink("../out.tab", scratch.path() / "setups" / "link.tab");
  for (const std::string file : {"../out.tab", "link.tab", "/dev/zero", "/etc/hostname"}) {
    write_text(scratch.path() / "setups" / "s.vsc", "200,F,1234," + file + ",0\n");
    EXPECT_THAT(
        run_sluice(scratch.path(), {"ensemble", "m.mdl", "--sensitivity", "setups/s.vsc"}).errors,
        HasSubstr("s.vsc:1:1: error A831: the file \"" + file + "\" is not read\n"));
  }
}

// A model may count its time in nothing; what it counts otherwise has no dates.
TEST(ControlFiles, ASetupForAModelWithoutDates) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "s.vsc", "9,M,1\nk=RANDOM_UNIFORM(1,2)\n");
  const auto with_unit = [&](const std::string& unit) {
    write_text(scratch.path() / "m.mdl",
               "k=1~~|\ns=INTEG(k,0)~~|\nINITIAL TIME=0~~|\nFINAL TIME=9~~|\nSAVEPER=1~~|\n"
               "TIME STEP=1~" +
                   unit + "~|\n");
    return run_sluice(scratch.path(), {"ensemble", "m.mdl", "--sensitivity", "s.vsc"});
  };
  EXPECT_EQ(with_unit("Dmnl").exit, 0);
  EXPECT_EQ(with_unit("").exit, 0);
  EXPECT_THAT(with_unit("Hour").errors,
              HasSubstr("m.mdl:6:1: error A831: the model's time is in Hour\n"));
}

}  // namespace
}  // namespace sluice::tests
