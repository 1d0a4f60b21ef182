// External series from CSV files, as a user meets them: a model alone, a study, a rerun.
#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "commands_testing.h"

namespace sluice::tests {
namespace {

constexpr const char* kModel = R"({UTF-8}
rain ~ mm/Month ~|
leak = 0.5 ~ 1/Month ~|
Water = INTEG(rain - Water * leak, 0) ~ mm ~ ~ :SUPPLEMENTARY |
INITIAL TIME = 0 ~ Month ~|
FINAL TIME = 3 ~ Month ~|
TIME STEP = 1 ~ Month ~|
SAVEPER = 1 ~ Month ~|
)";

constexpr const char* kStudy = R"([study]
name = "Rain"
model = "rain.mdl"
series = ["data/rain.csv"]
time_zero = "2022-01"
members = 4

[[uncertainty]]
name = "leak"
variable = "leak"
unit = "1/Month"
grade = "D"
note = "a guess"
distribution = { kind = "uniform", min = 0.4, max = 0.6 }

[[outcome]]
name = "water"
variable = "Water"
unit = "mm"
)";

void write_study(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder / "data");
  write_text(folder / "rain.mdl", kModel);
  write_text(folder / "study.toml", kStudy);
  write_text(folder / "data" / "rain.csv", "Time,rain\n0,8\n2,16\n");
}

TEST(DataSeries, OfAModelComeFromTheCommandLine) {
  const ScratchFolder scratch;
  write_study(scratch.path());
  const Finished run = run_sluice(
      scratch.path(), {"run", "rain.mdl", "--data", "data/rain.csv", "--variables", "rain,Water"});
  EXPECT_EQ(run.errors, "");
  EXPECT_EQ(run.output, "Time,rain,Water\n0,8,0\n1,12,8\n2,16,16\n3,16,24\n");
  EXPECT_EQ(run_sluice(scratch.path(), {"check", "rain.mdl", "--data", "data/rain.csv"}).output,
            "rain.mdl: 0 errors, 0 warnings, 0 notes (8 variables)\n");
  const Finished explained =
      run_sluice(scratch.path(), {"explain", "rain.mdl", "rain", "--data", "data/rain.csv"});
  EXPECT_EQ(explained.exit, 0) << explained.errors;
}

TEST(DataSeries, ThatAreMissingAreTold) {
  const ScratchFolder scratch;
  write_study(scratch.path());
  expect_wrong(run_sluice(scratch.path(), {"run", "rain.mdl"}),
               "rain.mdl:2:1: error M230: no data for \"rain\"\n"
               "    2 | rain ~ mm/Month ~|\n"
               "      | ^~~~\n"
               "why: a variable without an equation takes its values from a data file\n"
               "mend: give a CSV file with the columns Time and rain: `--data FILE` with a model "
               "file, or series = [\"FILE\"] in [study] with a study\n");
  expect_wrong(run_sluice(scratch.path(), {"check", "rain.mdl", "--data", "no.csv"}),
               "error S100: cannot read no.csv\nwhy: No such file or directory\n"
               "mend: check the spelling and the folder\n");
}

TEST(DataSeries, OfAStudyTravelWithItsResultFile) {
  const ScratchFolder scratch;
  write_study(scratch.path() / "study");
  const Finished run = run_sluice(scratch.path(), {"run", "study", "--variables", "Water"});
  EXPECT_EQ(run.output, "Time,Date,Water\n0,2022-01,0\n1,2022-02,8\n2,2022-03,16\n3,2022-04,24\n");
  const Finished made = run_sluice(scratch.path(), {"ensemble", "study", "--output", "a.nc"});
  EXPECT_EQ(made.exit, 0) << made.errors;
  std::filesystem::remove_all(scratch.path() / "study");
  const Finished rerun = run_sluice(scratch.path(), {"rerun", "a.nc"});
  EXPECT_EQ(rerun.errors, "");
  EXPECT_EQ(rerun.output, "a.rerun.nc: the same 16 numbers, bit for bit, as a.nc\n");
}

// A model of several files goes whole into the result file.
TEST(OtherFiles, OfAModelTravelWithItsResultFile) {
  const ScratchFolder scratch;
  const std::filesystem::path folder = scratch.path() / "study";
  std::filesystem::create_directories(folder / "parts");
  const std::string root = "<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">";
  write_text(
      folder / "m.xmile",
      root +
          "<includes><include resource=\"parts/*.xml\"/></includes>"
          "<sim_specs time_units=\"Month\"><start>0</start><stop>2</stop><dt>1</dt>"
          "</sim_specs><model><variables><module name=\"Sub\" resource=\"sub.xmile\"/>"
          "<aux name=\"Water\"><eqn>TWICE(Sub.v) + leak</eqn><units>mm</units></aux>"
          "<aux "
          "name=\"leak\"><eqn>0.5</eqn><units>1/Month</units></aux></variables></model></xmile>");
  write_text(folder / "parts" / "a.xml",
             root + "<macro name=\"TWICE\"><parm>x</parm><eqn>2 * x</eqn></macro></xmile>");
  write_text(folder / "sub.xmile",
             root +
                 "<model><variables><aux name=\"v\"><eqn>TIME</eqn></aux></variables></model>"
                 "</xmile>");
  std::string study = kStudy;
  const auto put = [&](const std::string& old, const std::string& fresh) {
    study.replace(study.find(old), old.size(), fresh);
  };
  put("rain.mdl", "m.xmile");
  put("series = [\"data/rain.csv\"]\n", "");
  write_text(folder / "study.toml", study);
  const Finished made = run_sluice(scratch.path(), {"ensemble", "study", "--output", "a.nc"});
  EXPECT_EQ(made.exit, 0) << made.errors;
  std::filesystem::remove_all(folder);
  const Finished rerun = run_sluice(scratch.path(), {"rerun", "a.nc"});
  EXPECT_EQ(rerun.errors, "");
  EXPECT_THAT(rerun.output, testing::StartsWith("a.rerun.nc: the same "));
}

// A former run's table has a column of the misspelt name: it is read, and said.
TEST(DataSeries, OfANameThatTheModelDoesNotHaveAreTold) {
  const ScratchFolder scratch;
  const std::string model =
      "births = populaton * 0.1 ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 1 ~~|\nTIME STEP = 1 ~~|\n"
      "SAVEPER = 1 ~~|\n";
  write_text(scratch.path() / "m.mdl", model);
  write_text(scratch.path() / "d.csv", "Time,populaton\n0,7\n4,7\n");
  const Finished run = run_sluice(scratch.path(), {"run", "m.mdl", "--data", "d.csv"});
  EXPECT_EQ(run.exit, 0);
  EXPECT_THAT(run.errors,
              ::testing::StartsWith("m.mdl:1:10: note M263: \"populaton\" has no entry in "
                                    "the model, and is taken from the data\n"));
}

// What comes through a pipe is there once: a second reading would wait for ever.
TEST(DataSeries, OfAModelThatComesThroughAPipe) {
  const ScratchFolder scratch;
  const std::string pipe = (scratch.path() / "m.mdl").string();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  write_text(scratch.path() / "d.csv", "Time,b\n0,7\n");
  std::thread writer([&] { std::ofstream(pipe) << "a = c ~~|\n" << kModel; });
  const Finished run = run_sluice(scratch.path(), {"run", "m.mdl", "--data", "d.csv"});
  writer.join();
  EXPECT_EQ(run.exit, 2);
  EXPECT_THAT(run.errors, ::testing::HasSubstr("error M201: there is no variable \"c\""));
}

}  // namespace
}  // namespace sluice::tests
