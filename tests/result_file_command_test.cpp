// Result files as a user meets them: written, interrupted, made again.
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
  auto stopped = results::read_result(file.string());
  stopped.value->made.complete = false;
  ASSERT_TRUE(results::write_result(file.string(), *stopped.value, false).empty());
  EXPECT_EQ(run_sluice(scratch.path(), {"rerun", "all.nc.partial"}).output,
            "all.rerun.nc: whole, made from what all.nc.partial says of its study; that run was "
            "interrupted\n");
  EXPECT_EQ(text_in(file), text_in(again));
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
        interrupt_sluice(kData, {"ensemble", "slow", "--output", file.string()}, signal, 500);
    EXPECT_EQ(stopped.exit, 130);
    EXPECT_EQ(stopped.output, "");
    EXPECT_EQ(stopped.errors, "sluice: interrupted\n");
    EXPECT_FALSE(std::filesystem::exists(file));
    const auto partial = results::read_result(file.string() + ".partial");
    ASSERT_TRUE(partial.value.has_value());
    EXPECT_FALSE(partial.value->made.complete);
    EXPECT_FALSE(partial.value->ensemble.scenarios.front().bad.empty());
  }
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
