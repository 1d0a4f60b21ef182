// The larger shared models: two have every number from another engine, the others must run, or say
// what they lack.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "expected_output.h"
#include "model/load.h"
#include "program/evaluate.h"
#include "shared_models.h"

namespace sluice::tests {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class LargerModels : public testing::Test {
 protected:
  void SetUp() override {
    if (shared_folder().empty()) {
      GTEST_SKIP() << "the shared models are not here: set SLUICE_SHARED to their folder";
    }
  }

  static fs::path path_of(const std::string& name) { return shared_folder() / "models" / name; }

  // Runs it at its own values: how many named values were ever infinite or not a number.
  static void expect_finite(const std::string& name) {
    const Checked<program::Program> program = read_program(path_of(name));
    ASSERT_TRUE(program.value.has_value()) << texts_of(program.diagnostics);
    const auto bad =
        program::find_not_finite(*program.value, program::central_inputs(*program.value));
    EXPECT_TRUE(bad.empty()) << bad.front().name << " at " << bad.front().time;
  }

  static std::string faults_of(const std::string& name) {
    const Checked<program::Program> program = read_program(path_of(name));
    EXPECT_FALSE(program.value.has_value()) << "it is read: expect_finite says more";
    return errors_of(program.diagnostics);
  }
};

// The order of operations within an equation is the same here and there, and so are + - * /: what
// is left is the last digit of exponentials and powers.
void expect_agreement(const fs::path& model, const fs::path& table, std::size_t at_least) {
  const Checked<program::Program> program = read_program(model);
  ASSERT_TRUE(program.value.has_value()) << texts_of(program.diagnostics);
  const std::vector<double> results =
      program::run_member(*program.value, program::central_inputs(*program.value));
  const Comparison comparison =
      compare(read_expected(table), *program.value, results, Tolerance{1e-14, 0});
  EXPECT_TRUE(comparison.missing.empty()) << comparison.missing.front();
  EXPECT_TRUE(comparison.differences.empty())
      << comparison.differences.size() << " variables, first " << comparison.differences.front();
  EXPECT_GE(comparison.compared, at_least);
}

TEST_F(LargerModels, World3AgreesWithAnotherEngine) {
  expect_agreement(path_of("wrld3-03.mdl"), path_of("wrld3-03.expected.tab"), 104'000);
}

TEST_F(LargerModels, TheArrayedEpidemicAgreesWithAnotherEngine) {
  expect_agreement(path_of("seir20x5.mdl"), path_of("seir20x5.expected.tab"), 64'000);
}

TEST_F(LargerModels, OfCalibrationRuns) { expect_finite("IDch15d.mdl"); }
TEST_F(LargerModels, OfPinkNoiseRuns) { expect_finite("PinkNoise2010.mdl"); }
TEST_F(LargerModels, OfInterpolationsRuns) { expect_finite("InterpolatingArrays.mdl"); }
TEST_F(LargerModels, OfTheThyroidRuns) { expect_finite("thyroid-2008-d.mdl"); }
TEST_F(LargerModels, OfTheBeerGameRuns) { expect_finite("RealBeer4-Sterman13.mdl"); }

TEST_F(LargerModels, OfTheilStatisticsNamesTheDataItLacksAndRunsWithThem) {
  EXPECT_THAT(faults_of("Theil_2011.mdl"), HasSubstr("no data for \"dummy data\""));
  EXPECT_THAT(faults_of("Theil_2011.mdl"), HasSubstr("no data for \"dummy simulation\""));
  const std::string data = SLUICE_SOURCE_DIR "/tests/data/theil.csv";
  const Checked<model::Model> model = model::load_model(path_of("Theil_2011.mdl").string(), {data});
  ASSERT_TRUE(model.value.has_value()) << texts_of(model.diagnostics);
  const Checked<program::Program> program = lower_all(*model.value);
  ASSERT_TRUE(program.value.has_value()) << texts_of(program.diagnostics);
  const auto bad =
      program::find_not_finite(*program.value, program::central_inputs(*program.value));
  EXPECT_TRUE(bad.empty()) << bad.front().name << " at " << bad.front().time;
}

}  // namespace
}  // namespace sluice::tests
