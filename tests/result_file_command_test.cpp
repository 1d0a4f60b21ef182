// Result files as a user meets them: written, interrupted, made again.
#include <algorithm>
#include <csignal>

#include "commands_testing.h"
#include "results/result_file.h"

namespace sluice::tests {
namespace {

TEST(ResultFiles, FilesRerunToTheSameBytes) {
  const ScratchFolder scratch;
  const auto file = scratch.path() / "all.nc", again = scratch.path() / "all.rerun.nc";
  const Finished made = fishery({"ensemble", "fishery", "--members", "50", "--seed", "9",
                                 "--worldview", "fertile_sea", "--output", file.string()});
  EXPECT_EQ(made.exit, 0) << made.errors;
  const Finished rerun = run_sluice(scratch.path(), {"rerun", "all.nc"});
  EXPECT_EQ(rerun.exit, 0) << rerun.errors;
  // 4 scenarios, 4 outcomes, 201 saved times, 50 members
  EXPECT_EQ(rerun.output, "all.rerun.nc: the same 160800 numbers, bit for bit, as all.nc\n");
  EXPECT_EQ(text_in(file), text_in(again));
  expect_wrong(run_sluice(scratch.path(), {"rerun", "all.nc", "--output", "all.nc"}),
               "--output: error A800: writing all.nc would replace the file that is rerun\n"
               "mend: give another name\n");
}

// What an interrupted run reached is compared, what it did not reach is made.
TEST(ResultFiles, AnInterruptedFileRerunsToAWholeOne) {
  const ScratchFolder scratch;
  const auto file = scratch.path() / "all.nc", again = scratch.path() / "all.rerun.nc";
  ASSERT_EQ(fishery({"ensemble", "fishery", "--members", "50", "--keep", file.string()}).exit, 0);
  const std::string known = text_in(file);
  auto stopped = results::read_result(file.string());
  ASSERT_TRUE(stopped.value.has_value());
  auto& last = stopped.value->ensemble.scenarios.back();
  last.unreached.assign(50, 0);
  std::fill_n(last.unreached.begin() + 10, 30, 1);
  ASSERT_TRUE(results::write_result(file.string(), *stopped.value).empty());
  // 4 outcomes, 201 saved times, 3 * 50 + 20 futures
  EXPECT_EQ(run_sluice(scratch.path(), {"rerun", "all.nc.partial"}).output,
            "all.rerun.nc: whole; the 136680 numbers that all.nc.partial holds are the same, bit "
            "for bit\n");
  EXPECT_EQ(known, text_in(again));
  last.frame.values[0] += 1;
  ASSERT_TRUE(results::write_result(file.string(), *stopped.value).empty());
  EXPECT_EQ(run_sluice(scratch.path(), {"rerun", "all.nc.partial"}).exit, 1);
}

TEST(ResultFiles, AnInterruptedEnsembleIsResumedToTheSameBytes) {
  const ScratchFolder scratch;
  const auto file = scratch.path() / "all.nc", partial = scratch.path() / "all.nc.partial";
  const std::vector<std::string> words = {"ensemble",   "fishery", "--members",   "70",
                                          "--seed",     "9",       "--worldview", "fertile_sea",
                                          "--scenario", "quota",   "--keep",      file.string()};
  const Finished made = fishery(words);
  const std::string known = text_in(file);
  const auto whole = results::read_result(file.string());
  ASSERT_TRUE(whole.value.has_value());
  for (const std::size_t reached : {0U, 1U, 33U, 69U}) {
    auto stopped = *whole.value;
    auto& only = stopped.ensemble.scenarios.back();
    only.unreached.assign(70, 1);
    std::fill_n(only.unreached.begin() + (reached > 30 ? 1 : 0), reached, 0);
    ASSERT_TRUE(results::write_result(file.string(), stopped).empty());
    std::filesystem::remove(file);
    const Finished resumed = fishery({"ensemble", "fishery", "--resume", partial.string()});
    EXPECT_EQ(resumed.exit, 0) << resumed.errors;
    EXPECT_EQ(resumed.output, made.output);
    EXPECT_FALSE(std::filesystem::exists(partial));
    EXPECT_EQ(text_in(file), known) << reached;
    // The file alone is enough, wherever its study is.
    ASSERT_TRUE(results::write_result(file.string(), stopped).empty());
    std::filesystem::remove(file);
    const Finished alone = run_sluice(scratch.path(), {"ensemble", "--resume", "all.nc.partial"});
    EXPECT_EQ(alone.exit, 0) << alone.errors;
    EXPECT_EQ(alone.output, made.output);
    EXPECT_EQ(text_in(file), known) << reached;
  }
  expect_wrong(run_sluice(scratch.path(), {"ensemble"}),
               "sluice: error A800: STUDY is required\n"
               "mend: `sluice ensemble --help` shows what it takes, with an example\n");
}

TEST(ResultFiles, AnEnsembleIsResumedByWhatBeganItOnly) {
  const ScratchFolder scratch;
  std::filesystem::copy(kStudies / "fishery", scratch.path() / "fishery",
                        std::filesystem::copy_options::recursive);
  const auto in = [&](const std::vector<std::string>& words) {
    return run_sluice(scratch.path(), words);
  };
  ASSERT_EQ(in({"ensemble", "fishery", "--members", "8", "--keep", "all.nc"}).exit, 0);
  auto stopped = results::read_result((scratch.path() / "all.nc").string());
  stopped.value->ensemble.scenarios[0].unreached.assign(8, 1);
  ASSERT_TRUE(results::write_result((scratch.path() / "all.nc").string(), *stopped.value).empty());
  std::filesystem::copy_file(scratch.path() / "all.nc.partial", scratch.path() / "b.nc.partial");
  expect_wrong(in({"ensemble", "fishery", "--resume", "all.nc.partial", "--seed", "2", "--keep"}),
               "--seed: error A800: --seed cannot be given with --resume\n"
               "why: all.nc.partial says it already\n"
               "mend: leave it out\n"
               "--keep: error A800: --keep cannot be given with --resume\n"
               "why: all.nc.partial says it already\n"
               "mend: leave it out\n");
  expect_wrong(in({"ensemble", "fishery", "--keep", "all.nc"}),
               "--keep: error A800: all.nc.partial is there: an ensemble that was interrupted\n"
               "mend: go on with it: --resume all.nc.partial; or remove it\n");
  expect_wrong(in({"ensemble", "fishery", "--resume", "all.nc"}),
               "--resume: error A800: all.nc is not named F.nc.partial\n"
               "why: an interrupted ensemble leaves a file of that name, a whole one none\n"
               "mend: give the .partial file; `sluice rerun` makes a whole file again\n");
  write_text(scratch.path() / "fishery" / "model.mdl",
             text_in(scratch.path() / "fishery" / "model.mdl") + "\n");
  const std::string known = text_in(scratch.path() / "all.nc.partial");
  expect_wrong(
      in({"ensemble", "fishery", "--resume", "all.nc.partial"}),
      "all.nc.partial: error A811: model.mdl has changed in fishery\n"
      "why: half of the futures would be of one model and half of another\n"
      "mend: put back the old one, or begin anew without --resume; `sluice rerun all.nc.partial` "
      "makes it whole from the old one\n");
  EXPECT_EQ(text_in(scratch.path() / "all.nc.partial"), known);
  stopped.value->made.version = "0.0.1";
  ASSERT_TRUE(results::write_result((scratch.path() / "b.nc").string(), *stopped.value).empty());
  EXPECT_THAT(in({"ensemble", "fishery", "--resume", "b.nc.partial"}).errors,
              ::testing::HasSubstr("b.nc.partial: error A811: it was begun by version 0.0.1, this "
                                   "is "));
}

TEST(ResultFiles, NoResultFileIsWrongInput) {
  expect_wrong(
      data({"rerun", "two_regions.mdl"}),
      "error F702: two_regions.mdl is not a Sluice result file\nwhy: NetCDF: Unknown file format\n"
      "mend: give a file written by: sluice ensemble STUDY --output FILE.nc\n");
  expect_wrong(data({"rerun", "nowhere.nc"}),
               "error F702: cannot open nowhere.nc\nwhy: No such file or directory\n"
               "mend: check the spelling and the folder\n");
}

TEST(ResultFiles, InterruptedLeavesOnlyAPartialFile) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const ScratchFolder scratch;
    const auto file = scratch.path() / "all.nc";
    const Finished stopped =
        interrupt_sluice(kData, {"ensemble", "slow", "--output", file.string()}, signal, 900);
    EXPECT_EQ(stopped.exit, 130);
    EXPECT_EQ(stopped.output, "");
    EXPECT_EQ(stopped.errors, "sluice: interrupted\n");
    EXPECT_FALSE(std::filesystem::exists(file));
    const auto partial = results::read_result(file.string() + ".partial");
    ASSERT_TRUE(partial.value.has_value());
    EXPECT_FALSE(partial.value->made.complete);
    EXPECT_FALSE(partial.value->ensemble.scenarios.front().unreached.empty());
    EXPECT_TRUE(partial.value->ensemble.scenarios.front().bad.empty());
  }
}

// Those that look at no flag end at once all the same, and say so.
TEST(ResultFiles, AnInterruptedRunLeavesNoTable) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "long.mdl",
             "s = INTEG(x, 1) ~~|\nx = 0.000001 * SIN(s) * EXP(-s) ~~|\nINITIAL TIME = 0 ~~|\n"
             "FINAL TIME = 9999999 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n");
  for (const int signal : {SIGINT, SIGTERM}) {
    const Finished stopped =
        interrupt_sluice(scratch.path(), {"run", "long.mdl", "--output", "long.csv"}, signal, 500);
    EXPECT_EQ(stopped.exit, 130);
    EXPECT_EQ(stopped.errors, "sluice: interrupted\n");
    EXPECT_FALSE(std::filesystem::exists(scratch.path() / "long.csv"));
  }
}

// Rows are put into text while the run goes on: by as many threads as there are, in one order.
TEST(ResultFiles, ATableOfSeveralPiecesIsTheSameFromAnyNumberOfThreads) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl",
             "d: (d1-d40) ~~|\ns[d] = INTEG(SIN(Time + d), d / 3) ~~|\nINITIAL TIME = 0 ~~|\n"
             "FINAL TIME = 1000 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n");
  const auto run = [&](const char* threads) {
    return run_sluice(scratch.path(), {"run", "m.mdl", "--threads", threads}).output;
  };
  const std::string one = run("1");
  EXPECT_GT(one.size(), 700'000U);
  EXPECT_TRUE(one.ends_with("\n"));
  EXPECT_EQ(std::ranges::count(one, '\n'), 1002);
  EXPECT_TRUE(one == run("2"));
  run_sluice(scratch.path(), {"run", "m.mdl", "--output", "m.csv"});
  EXPECT_TRUE(one == text_in(scratch.path() / "m.csv"));
}

// A clock that the model computes is looked for before the ensemble, for up to half a minute.
TEST(ResultFiles, AnInterruptedSearchForTheClockEndsAtOnce) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "m.mdl",
             "d: (d1-d150) ~~|\nx[d] = INTEG(k / (1 + x[d]), 1) ~~|\nk = 1 ~~|\n"
             "TIME STEP = 0.00001 + 1e-9 / SUM(x[d!]) ~~|\n"
             "INITIAL TIME = 0 ~~|\nFINAL TIME = 50 ~~|\nSAVEPER = 1 ~~|\n");
  write_text(scratch.path() / "v.vsc", "20,M,1\nk=RANDOM_UNIFORM(1,2)\n");
  const Finished stopped = interrupt_sluice(
      scratch.path(), {"ensemble", "m.mdl", "--sensitivity", "v.vsc"}, SIGINT, 700);
  EXPECT_EQ(stopped.exit, 130);
  EXPECT_EQ(stopped.errors, "sluice: interrupted\n");
}

TEST(ResultFiles, ThatAreNotWhatTheyMakeAreTold) {
  const ScratchFolder scratch;
  const auto file = scratch.path() / "all.nc";
  ASSERT_EQ(fishery({"ensemble", "fishery", "--members", "8", "--output", file.string()}).exit, 0);
  auto changed = results::read_result(file.string());
  ASSERT_TRUE(changed.value.has_value());
  changed.value->ensemble.scenarios[1].frame.values[7] += 1;
  ASSERT_TRUE(results::write_result(file.string(), *changed.value).empty());
  const Finished rerun = run_sluice(scratch.path(), {"rerun", "all.nc", "--output", "again.nc"});
  EXPECT_EQ(rerun.exit, 1);
  EXPECT_EQ(rerun.output, "");
  EXPECT_EQ(rerun.errors,
            "all.nc: error A810: 1 number of the rerun differs from the file\n"
            "why: the same version must give the same bits, so the file was changed or this is a "
            "bug\n");
}

}  // namespace
}  // namespace sluice::tests
