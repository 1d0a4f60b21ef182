#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

#include "results/netcdf_library.h"
#include "results/result_file.h"
#include "results/result_writer.h"

namespace sluice::results {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::string bytes_of(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class ResultOnDisk : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              (std::string("sluice_results_") + test->name() + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string path(const std::string& name) const { return folder_ / name; }

 private:
  std::filesystem::path folder_;
};

ScenarioResult scenario(const std::string& name, double first) {
  ScenarioResult one;
  one.name = name;
  one.frame.series = {{"warmth", "Warmth of the tea", "degrees", "at the rim"},
                      {"time", "a name that NetCDF needs itself", "minute"},
                      {"history:seen/all", "with signs", ""}};
  one.frame.times = {0, 1, 2.5};
  one.frame.members = 2;
  for (int i = 0; i < 18; ++i) one.frame.values.push_back(first + i / 7.0);
  return one;
}

ResultFile small_result() {
  ResultFile file;
  file.ensemble.scenarios = {scenario("as_made", 0), scenario("covered", 100)};
  file.ensemble.scenarios[1].frame.values[4] = kNaN;
  file.ensemble.scenarios[1].bad = {{0, 2.5}};
  file.ensemble.draws = {{"room", "loss"}, 2, 18446744073709551615ULL, "sobol", {20, 21, 0.1, 0.2}};
  file.calendar = {{2022 * 12}, TimeUnit::month};
  file.made = {.version = "0.1.0",
               .command = "sluice ensemble tea",
               .title = "Tea – é",
               .worldview = {},
               .study_file = "study.toml",
               .model_file = "tea.mdl",
               .files = {{"study.toml", "[study]\n"}, {"tea.mdl", std::string(300000, 'x')}}};
  file.scenario_labels = {"As made", "Covered"};
  file.levers = {{"lid", "Lid on the cup", "fraction"}};
  file.uncertainties = {{"room", "Room", "degrees"}, {"loss", "Loss", "1/minute"}};
  file.settings = {"0", "0; 2022-03: 1"};
  return file;
}

TEST_F(ResultOnDisk, OnlyADiskWithoutSpaceIsCalledFull) {
  const auto library = load_netcdf();
  ASSERT_TRUE(library);
  NetcdfCalls call(*library);
  call([] { return -101; });  // NC_EHDFERR, the library's text for all of these
  const std::uintmax_t much = std::uintmax_t{1} << 30U;
  EXPECT_TRUE(is_full({much, 1000, 1000}));
  EXPECT_FALSE(is_full({much, much, much}));
  // /proc does not count its space.
  EXPECT_FALSE(is_full(std::filesystem::space("/proc")));
  EXPECT_EQ(to_text(call.fault_of_writing("write", "/proc/a.nc.partial")),
            "error F702: cannot write /proc/a.nc.partial\nwhy: NetCDF: HDF error");
  EXPECT_EQ(to_text(call.fault_of_writing("write", path("a.nc.partial"))),
            "error F702: cannot write " + path("a.nc.partial") + "\nwhy: NetCDF: HDF error");
}

TEST_F(ResultOnDisk, TwoWritersOfOneFileDoNotMeet) {
  const ResultFile file = small_result();
  const std::string said =
      "error S101: cannot write " + path("a.nc.partial") +
      "\nwhy: another program is writing it\nmend: wait until it has ended, or give another name";
  const auto first = ResultWriter::create(path("a.nc"), file);
  ASSERT_TRUE(first.value);
  EXPECT_EQ(to_text(write_result(path("a.nc"), file).at(0)), said);
  EXPECT_EQ(to_text(ResultWriter::resume(path("a.nc")).diagnostics.at(0)), said);
}

TEST_F(ResultOnDisk, ReadsBackWhatWasWritten) {
  const ResultFile written = small_result();
  ASSERT_TRUE(write_result(path("a.nc"), written).empty());
  EXPECT_FALSE(std::filesystem::exists(path("a.nc.partial")));
  const auto result = read_result(path("a.nc"));
  ASSERT_TRUE(result.value);
  const ResultFile& read = *result.value;
  EXPECT_EQ(read.calendar, written.calendar);
  EXPECT_EQ(read.made.title, written.made.title);
  EXPECT_EQ(read.made.command, written.made.command);
  EXPECT_EQ(read.made.files[1].text, written.made.files[1].text);
  EXPECT_EQ(read.settings, written.settings);
  EXPECT_EQ(read.levers[0].label, "Lid on the cup");
  EXPECT_EQ(read.ensemble.draws.seed, written.ensemble.draws.seed);
  EXPECT_EQ(read.ensemble.draws.values, written.ensemble.draws.values);
  ASSERT_EQ(read.ensemble.scenarios.size(), 2U);
  EXPECT_EQ(read.ensemble.scenarios[0].frame.values, written.ensemble.scenarios[0].frame.values);
  EXPECT_TRUE(std::isnan(read.ensemble.scenarios[1].frame.values[4]));
  EXPECT_EQ(read.ensemble.scenarios[1].frame.times, written.ensemble.scenarios[1].frame.times);
  for (std::size_t i = 0; i < 3; ++i) {
    const SeriesInfo& one = read.ensemble.scenarios[0].frame.series[i];
    EXPECT_EQ(one.name, written.ensemble.scenarios[0].frame.series[i].name);
    EXPECT_EQ(one.unit, written.ensemble.scenarios[0].frame.series[i].unit);
    EXPECT_EQ(one.definition, written.ensemble.scenarios[0].frame.series[i].definition);
  }
  ASSERT_EQ(read.ensemble.scenarios[1].bad.size(), 1U);
  EXPECT_EQ(read.ensemble.scenarios[1].bad[0].time, 2.5);
}

TEST_F(ResultOnDisk, TheSameResultGivesTheSameBytes) {
  ASSERT_TRUE(write_result(path("a.nc"), small_result()).empty());
  const auto again = read_result(path("a.nc"));
  ASSERT_TRUE(again.value);
  // More than a second later: a clock time in the file would show.
  std::filesystem::last_write_time(path("a.nc"), std::filesystem::file_time_type::clock::now());
  ASSERT_EQ(std::system("sleep 1.1"), 0);
  ASSERT_TRUE(write_result(path("b.nc"), *again.value).empty());
  EXPECT_EQ(bytes_of(path("a.nc")), bytes_of(path("b.nc")));
}

TEST_F(ResultOnDisk, WithoutInputsOrLevers) {
  ResultFile file = small_result();
  file.levers.clear();
  file.settings.clear();
  file.uncertainties.clear();
  file.ensemble.draws.names.clear();
  file.ensemble.draws.values.clear();
  ASSERT_TRUE(write_result(path("a.nc"), file).empty());
  const auto read = read_result(path("a.nc"));
  ASSERT_TRUE(read.value);
  EXPECT_TRUE(read.value->ensemble.draws.names.empty());
  EXPECT_TRUE(read.value->levers.empty());
}

// What an interrupted run has not reached is no bad future, nor the reverse.
TEST_F(ResultOnDisk, AnInterruptedResultStaysPartial) {
  ResultFile file = small_result();
  file.ensemble.scenarios[1].unreached = {0, 1};
  ASSERT_TRUE(write_result(path("a.nc"), file).empty());
  EXPECT_FALSE(std::filesystem::exists(path("a.nc")));
  const auto read = read_result(path("a.nc.partial"));
  ASSERT_TRUE(read.value);
  EXPECT_FALSE(read.value->made.complete);
  const auto& scenarios = read.value->ensemble.scenarios;
  EXPECT_TRUE(scenarios[0].unreached.empty());
  EXPECT_TRUE(scenarios[1].reached(0));
  EXPECT_FALSE(scenarios[1].reached(1));
  ASSERT_EQ(scenarios[1].bad.size(), 1U);
  EXPECT_EQ(scenarios[1].bad[0].member, 0U);
  const auto& written = file.ensemble.scenarios[1].frame;
  for (std::size_t row = 0; row < 9; ++row) {
    EXPECT_TRUE(std::isnan(scenarios[1].frame.values[2 * row + 1]));
    const double value = scenarios[1].frame.values[2 * row], known = written.values[2 * row];
    EXPECT_TRUE(value == known || (std::isnan(value) && std::isnan(known)));
  }
  const auto head = read_result_head(path("a.nc.partial"));
  ASSERT_TRUE(head.value);
  EXPECT_TRUE(head.value->ensemble.scenarios[0].frame.values.empty());
  EXPECT_EQ(head.value->ensemble.scenarios[0].frame.times, written.times);
  EXPECT_EQ(head.value->ensemble.draws.values, file.ensemble.draws.values);
}

// The blocks of small_result: one member of one scenario each.
class BlocksOnDisk : public ResultOnDisk {
 protected:
  static constexpr std::size_t kBlocks = 4;
  void put(ResultWriter& writer, std::size_t number) const {
    const std::size_t scenario = number / 2, member = number % 2;
    const auto& result = file_.ensemble.scenarios[scenario];
    std::vector<BadMember> bad;
    for (const BadMember& one : result.bad) {
      if (one.member == member) bad.push_back(one);
    }
    writer.put(scenario, member, {result.frame.values.data() + member, 3, 2, 1, 1}, bad);
  }
  ResultWriter created(const std::string& name) const {
    auto writer = ResultWriter::create(path(name), file_);
    EXPECT_TRUE(writer.value);
    writer.value->put_draws(0, 2, file_.ensemble.draws.values.data(), 2);
    writer.value->end_draws();
    return std::move(*writer.value);
  }
  void SetUp() override {
    ResultOnDisk::SetUp();
    ASSERT_TRUE(write_result(path("known.nc"), file_).empty());
  }
  ResultFile file_ = small_result();
};

TEST_F(BlocksOnDisk, InAnyOrderGiveTheSameBytes) {
  ResultWriter writer = created("a.nc");
  for (const std::size_t number : {2U, 0U, 3U, 1U}) put(writer, number);
  ASSERT_TRUE(writer.finish().empty());
  EXPECT_EQ(bytes_of(path("a.nc")), bytes_of(path("known.nc")));
}

TEST_F(BlocksOnDisk, AreTakenUpWhereTheyWereLeft) {
  for (std::size_t done = 0; done < kBlocks; ++done) {
    {
      ResultWriter writer = created("a.nc");
      for (std::size_t number = 0; number < done; ++number) put(writer, number);
      ASSERT_TRUE(writer.finish().empty());
    }
    EXPECT_FALSE(std::filesystem::exists(path("a.nc")));
    auto again = ResultWriter::resume(path("a.nc"));
    ASSERT_TRUE(again.value);
    for (std::size_t number = 0; number < kBlocks; ++number) {
      std::vector<double> values(9);
      std::vector<BadMember> bad;
      const bool held =
          again.value->get(number / 2, number % 2, {nullptr, 3, 1, 1, 1}, values.data(), bad);
      EXPECT_EQ(held, number < done);
      if (number == 2 && held) {
        EXPECT_EQ(bad.at(0).time, 2.5);
        EXPECT_EQ(values[0], file_.ensemble.scenarios[1].frame.values[0]);
        EXPECT_TRUE(std::isnan(values[2]));
      }
      if (!held) put(*again.value, number);
    }
    ASSERT_TRUE(again.value->finish().empty());
    EXPECT_FALSE(std::filesystem::exists(path("a.nc.partial")));
    EXPECT_EQ(bytes_of(path("a.nc")), bytes_of(path("known.nc"))) << done;
    std::filesystem::remove(path("a.nc"));
  }
}

// As a program ended by force leaves it: never closed, cut off at some moment.
TEST_F(BlocksOnDisk, AFileThatWasNeverClosedIsWholeAsFarAsItSays) {
  ResultWriter writer = created("a.nc");
  put(writer, 0);
  std::filesystem::copy_file(path("a.nc.partial"), path("b.nc.partial"));
  auto again = ResultWriter::resume(path("b.nc"));
  ASSERT_TRUE(again.value);
  std::vector<double> values(9);
  std::vector<BadMember> bad;
  EXPECT_FALSE(again.value->get(0, 0, {nullptr, 3, 1, 1, 1}, values.data(), bad));
  for (std::size_t number = 0; number < kBlocks; ++number) put(*again.value, number);
  ASSERT_TRUE(again.value->finish().empty());
  EXPECT_EQ(bytes_of(path("b.nc")), bytes_of(path("known.nc")));
}

TEST_F(BlocksOnDisk, WithoutAllDrawsThereIsNothingToResume) {
  auto writer = ResultWriter::create(path("a.nc"), file_);
  ASSERT_TRUE(writer.value);
  writer.value->put_draws(0, 1, file_.ensemble.draws.values.data(), 2);
  std::filesystem::copy_file(path("a.nc.partial"), path("b.nc.partial"));
  const std::string said = "error F703: " + path("b.nc.partial") +
                           " ends before its first future\n"
                           "why: the program that wrote it was ended while it made the draws\n"
                           "mend: begin the ensemble anew; nothing is lost";
  const auto resumed = ResultWriter::resume(path("b.nc"));
  ASSERT_FALSE(resumed.value);
  EXPECT_EQ(to_text(resumed.diagnostics[0]), said);
  EXPECT_EQ(to_text(read_result_head(path("b.nc.partial")).diagnostics[0]), said);
}

TEST_F(ResultOnDisk, FaultsAreSaid) {
  const auto missing = read_result(path("none.nc"));
  EXPECT_EQ(to_text(missing.diagnostics[0]),
            "error F702: cannot open " + path("none.nc") +
                "\nwhy: No such file or directory\nmend: check the spelling and the folder");
  std::ofstream(path("text.nc")) << "not NetCDF";
  EXPECT_EQ(to_text(read_result(path("text.nc")).diagnostics[0]),
            "error F702: " + path("text.nc") +
                " is not a Sluice result file\nwhy: NetCDF: Unknown file format\n"
                "mend: give a file written by: sluice ensemble STUDY --output FILE.nc");
  const Diagnostics said = write_result("/nowhere/a.nc", small_result());
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].code, Code::io_cannot_write);
  EXPECT_EQ(said[0].reason, "No such file or directory");
}

TEST_F(ResultOnDisk, APipeOrDeviceStaysWhatItIs) {
  const std::string pipe = path("pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const Diagnostics said = write_result(pipe, small_result());
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(to_text(said[0]), "error S101: cannot write " + pipe +
                                  "\n"
                                  "why: a result file cannot go into a pipe or a device\n"
                                  "mend: name a plain file");
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
}

TEST_F(ResultOnDisk, AForeignFileIsNoResult) {
  const auto library = load_netcdf();
  ASSERT_TRUE(library);
  int id = 0;
  ASSERT_EQ(library->create(path("other.nc").c_str(), NC_NETCDF4, &id), NC_NOERR);
  ASSERT_EQ(library->close(id), NC_NOERR);
  EXPECT_EQ(to_text(read_result(path("other.nc")).diagnostics[0]),
            "error F703: " + path("other.nc") +
                " is a NetCDF file, but no result of Sluice\n"
                "why: only a file that says what made it can be made again\n"
                "mend: give a file written by: sluice ensemble STUDY --output FILE.nc");
}

TEST(NetcdfLibrary, WithoutTheLibraryTheMessageNamesThePackage) {
  const auto library = load_netcdf("libnetcdf-that-is-not-there.so.19");
  ASSERT_FALSE(library);
  EXPECT_EQ(to_text(library.error()),
            "error F701: result files need the netCDF library, which cannot be loaded\n"
            "why: libnetcdf-that-is-not-there.so.19: cannot open shared object file: "
            "No such file or directory\n"
            "mend: install it: sudo apt-get install libnetcdf19 (or run ./dev setup)");
}

constexpr const char* kPython = "/usr/bin/python3";  // Debian's, which sees Debian's modules

int run_python(const std::string& arguments) {
  return std::system((std::string(kPython) + " " + arguments).c_str());
}

// Another program must be able to read what we write: Python's netCDF4 and xarray.
TEST_F(ResultOnDisk, XarrayReadsIt) {
  if (run_python("-c 'import xarray, netCDF4' 2>/dev/null") != 0) {
    GTEST_SKIP()
        << "python3 lacks xarray or netCDF4: apt-get install python3-xarray python3-netcdf4";
  }
  ASSERT_TRUE(write_result(path("a.nc"), small_result()).empty());
  std::ofstream(path("read.py")) << R"(
import sys
import numpy
import xarray
data = xarray.open_dataset(sys.argv[1])
assert data.warmth.dims == ("scenario", "member", "time"), data.warmth.dims
assert data.warmth.attrs["units"] == "degrees"
assert data.warmth.attrs["definition"] == "at the rim"
assert list(data.scenario.values) == ["as_made", "covered"]
assert list(data.uncertainty.values) == ["room", "loss"]
days = data.time.values.astype("datetime64[h]")
assert str(days[1]) == "2022-02-01T00" and str(days[2]) == "2022-03-16T12", days
assert float(data.warmth.sel(scenario="as_made", member=1, time="2022-02-01").item()) == 3 / 7.0
assert numpy.isnan(data.warmth.sel(scenario="covered", member=0)[2])
assert float(data.draws.sel(uncertainty="loss", member=1)) == 0.2
assert data.bad.sel(scenario="covered").values.tolist() == [1, 0]
assert data.attrs["members"] == 2 and data.attrs["seed"] == 2**64 - 1
assert data.lever_setting.sel(scenario="covered", lever="lid").item() == "0; 2022-03: 1"
assert data.source_text.sel(source_file="study.toml").item() == "[study]\n"
)";
  EXPECT_EQ(run_python(path("read.py") + " " + path("a.nc")), 0);
}

TEST_F(ResultOnDisk, TheExamplePlotsAFan) {
  if (run_python("-c 'import xarray, netCDF4, matplotlib' 2>/dev/null") != 0) {
    GTEST_SKIP() << "python3 lacks xarray, netCDF4 or matplotlib: "
                    "apt-get install python3-xarray python3-netcdf4 python3-matplotlib";
  }
  ASSERT_TRUE(write_result(path("a.nc"), small_result()).empty());
  const std::string script = std::string(SLUICE_SOURCE_DIR) + "/examples/plot_fan.py ";
  ASSERT_EQ(run_python(script + path("a.nc") + " warmth --scenario as_made --scenario covered " +
                       "--output " + path("fan.png") + " > " + path("said.txt")),
            0);
  EXPECT_EQ(bytes_of(path("fan.png")).substr(1, 3), "PNG");
  EXPECT_EQ(bytes_of(path("said.txt")), path("fan.png") + ": warmth under as_made, covered\n");
  EXPECT_NE(run_python(script + path("a.nc") + " wamth 2> " + path("said.txt")), 0);
  EXPECT_EQ(bytes_of(path("said.txt")),
            "plot_fan.py: no outcome \"wamth\"; the outcomes are: warmth, time_series, "
            "history:seen_all\n");
}

}  // namespace
}  // namespace sluice::results
