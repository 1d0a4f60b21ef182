// The public conformance suite: every model that this version reads must give the expected output.
// The models are not part of the repository; without them these tests are skipped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "expected_output.h"
#include "program/evaluate.h"
#include "shared_models.h"

namespace sluice::tests {
namespace {

namespace fs = std::filesystem;

// What this version cannot do yet, by folder, and why. A case that passes may not stay here.
const std::map<std::string, std::string>& not_yet() {
  static const char* const kFiles = "takes constants, data or lookups from other files";
  static const std::map<std::string, std::string> cases{
      {"allocate_by_priority", "ALLOCATE BY PRIORITY"},
      {"dynamic_final_time", "a FINAL TIME that changes in the run"},
      {"get_constants", kFiles},
      {"get_constants_incomplete_subscript", kFiles},
      {"get_constants_subranges", kFiles},
      {"get_data", kFiles},
      {"get_data_args_3d_xls", kFiles},
      {"get_lookups_data_3d_xls", kFiles},
      {"get_lookups_subscripted_args", kFiles},
      {"get_lookups_subset", kFiles},
      {"get_mixed_definitions", kFiles},
      {"get_with_missing_values_xlsx", kFiles},
      {"get_xls_cellrange", kFiles},
      {"invert_matrix", "INVERT MATRIX"},
      {"partial_range_definitions", kFiles},
      {"vector_order", "VECTOR SORT ORDER, VECTOR RANK and VECTOR REORDER; data from a file"},
      {"with_lookup", kFiles},
  };
  return cases;
}

// XMILE models of which the suite's converter lost a part, which no reader can find again.
const std::map<std::string, std::string>& lost_in_xmile() {
  static const char* const kMacro = "calls a macro that the file does not hold";
  static const std::map<std::string, std::string> cases{
      {"macro_expression", kMacro}, {"macro_multi_expression", kMacro}, {"macro_stock", kMacro}};
  return cases;
}

bool is_xmile(const fs::path& model) {
  return model.extension() != ".mdl" && model.extension() != ".MDL";
}

// Why a model cannot be held against the expected output; empty where it can.
std::string lost_part(const fs::path& model) {
  if (!is_xmile(model)) return "";
  const Checked<std::string> text = read_file(model.string());
  if (text.value && text.value->find("???") != std::string::npos) return "an equation is ???";
  const auto lost = lost_in_xmile().find(model.parent_path().filename().string());
  return lost == lost_in_xmile().end() ? "" : lost->second;
}

// Of two models in one folder, the expected output is that of the one named after the folder; of an
// XMILE model, Stella's own where it is there.
fs::path expected_file(const fs::path& model) {
  const fs::path stella = model.parent_path() / "output_stella.csv";
  if (is_xmile(model) && fs::exists(stella)) return stella;
  if (is_xmile(model)) {
    for (const char* name : {"output.tab", "output.csv"}) {
      if (fs::exists(model.parent_path() / name)) return model.parent_path() / name;
    }
    return {};
  }
  const std::string own = "test_" + model.parent_path().filename().string() + ".mdl";
  if (fs::exists(model.parent_path() / own) && model.filename() != own) return {};
  for (const char* name : {"output.tab", "output.csv"}) {
    if (fs::exists(model.parent_path() / name)) return model.parent_path() / name;
  }
  return {};
}

Tolerance tolerance_for(const std::string& folder) {
  // The tool that made this table solves for the shares less tightly.
  if (folder == "allocate_available") return {1e-2, 1e-2};
  return {1e-3, 1e-5};
}

// Empty where the model reads, runs and agrees.
std::string fault_of(const fs::path& path) {
  const Checked<program::Program> program = read_program(path);
  if (!program.value) return errors_of(program.diagnostics);
  const std::vector<std::string> unsound = program::validate(*program.value);
  if (!unsound.empty()) return "unsound program: " + unsound.front();
  const std::vector<double> results =
      program::run_member(*program.value, program::central_inputs(*program.value));
  const fs::path expected = expected_file(path);
  if (expected.empty()) return "";
  const std::string folder = path.parent_path().filename().string();
  const Comparison comparison =
      compare(read_expected(expected), *program.value, results, tolerance_for(folder));
  std::string fault;
  if (comparison.compared == 0) fault += "nothing to compare\n";
  for (const std::string& missing : comparison.missing) fault += "no output \"" + missing + "\"\n";
  for (const std::string& difference : comparison.differences) fault += difference + "\n";
  return fault;
}

class Conformance : public testing::TestWithParam<fs::path> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Conformance);

TEST_P(Conformance, GivesTheExpectedOutput) {
  const std::string lost = lost_part(GetParam());
  if (!lost.empty()) GTEST_SKIP() << "the model is not whole: " << lost;
  const std::string fault = fault_of(GetParam());
  const auto known = not_yet().find(GetParam().parent_path().filename().string());
  if (known == not_yet().end()) {
    EXPECT_EQ(fault, "");
  } else if (fault.empty()) {
    ADD_FAILURE() << "it passes: take it out of the list of what is not read yet";
  } else {
    GTEST_SKIP() << "not yet: " << known->second;
  }
}

INSTANTIATE_TEST_SUITE_P(Suite, Conformance, testing::ValuesIn(conformance_models()),
                         [](const auto& one) { return test_name_of(one.param); });

TEST(ConformanceSuite, IsThere) {
  if (shared_folder().empty()) {
    GTEST_SKIP() << "the conformance models are not here: set SLUICE_SHARED to their folder";
  }
  EXPECT_GE(conformance_models().size(), 100U);
}

TEST(ConformanceSuite, KnowsNoCaseThatIsNotThere) {
  if (shared_folder().empty()) GTEST_SKIP() << "the conformance models are not here";
  for (const auto& [folder, reason] : not_yet()) {
    EXPECT_TRUE(fs::is_directory(shared_folder() / "test-models" / "tests" / folder)) << folder;
  }
}

}  // namespace
}  // namespace sluice::tests
