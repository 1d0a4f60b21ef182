// The larger shared models: two have every number from another engine, the others must read and
// run.
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>
#include <string>

#include "expected_output.h"
#include "program/evaluate.h"
#include "shared_models.h"

namespace sluice::tests {
namespace {

namespace fs = std::filesystem;

fs::path models_folder() {
  const fs::path shared = shared_folder();
  return shared.empty() ? fs::path() : shared / "models";
}

void expect_agreement(const std::string& name, Tolerance tolerance, std::size_t at_least) {
  const fs::path folder = models_folder();
  if (folder.empty()) GTEST_SKIP() << "the shared models are not here: set SLUICE_SHARED";
  const Checked<program::Program> program = read_program(folder / (name + ".mdl"));
  ASSERT_TRUE(program.value.has_value()) << texts_of(program.diagnostics);
  const std::vector<double> results =
      program::run_member(*program.value, program::central_inputs(*program.value));
  const ExpectedOutput expected = read_expected(folder / (name + ".expected.tab"));
  const Comparison comparison = compare(expected, *program.value, results, tolerance);
  EXPECT_TRUE(comparison.missing.empty()) << comparison.missing.front();
  EXPECT_TRUE(comparison.differences.empty())
      << comparison.differences.size() << " variables, first " << comparison.differences.front();
  EXPECT_GE(comparison.compared, at_least);
  std::cout << name << " largest " << comparison.largest << " of " << comparison.compared << "\n";
}

TEST(LargerModels, World3AgreesWithAnotherEngine) {
  expect_agreement("wrld3-03", {1e-12, 1e-15}, 90000);
}

TEST(LargerModels, TheArrayedEpidemicAgreesWithAnotherEngine) {
  expect_agreement("seir20x5", {1e-12, 1e-15}, 60000);
}

}  // namespace
}  // namespace sluice::tests
