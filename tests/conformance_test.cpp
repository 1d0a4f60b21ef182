// The public conformance suite: every model must give the expected output. Cases without one must
// run, or name the files that they lack. The models are not part of the repository; without them
// these tests are skipped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "expected_output.h"
#include "program/evaluate.h"
#include "shared_models.h"

namespace sluice::tests {
namespace {

namespace fs = std::filesystem;

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

bool only_files_are_missing(const Diagnostics& diagnostics) {
  return std::ranges::all_of(diagnostics, [](const Diagnostic& said) {
    return said.severity < Severity::error || said.code == Code::model_external_file;
  });
}

// Empty where the model reads, runs and agrees.
std::string fault_of(const fs::path& path) {
  const Checked<program::Program> program = read_program(path);
  const bool lacks_files =
      expected_file(path).empty() && only_files_are_missing(program.diagnostics);
  if (!program.value) return lacks_files ? "" : errors_of(program.diagnostics);
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
  EXPECT_EQ(fault_of(GetParam()), "");
}

INSTANTIATE_TEST_SUITE_P(Suite, Conformance, testing::ValuesIn(conformance_models()),
                         [](const auto& one) { return test_name_of(one.param); });

TEST(ConformanceSuite, IsThere) {
  if (shared_folder().empty()) {
    GTEST_SKIP() << "the conformance models are not here: set SLUICE_SHARED to their folder";
  }
  EXPECT_GE(conformance_models().size(), 100U);
}

}  // namespace
}  // namespace sluice::tests
