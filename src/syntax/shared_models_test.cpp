// Every Vensim model of the shared collections reads without an error.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/unicode.h"
#include "syntax/read_model.h"

namespace sluice::syntax {
namespace {

namespace fs = std::filesystem;

fs::path shared_folder() {
  const char* const set = std::getenv("SLUICE_SHARED");
  return set != nullptr ? fs::path(set) : fs::path(SLUICE_SOURCE_DIR).parent_path() / "shared";
}

std::vector<std::string> vensim_models(const fs::path& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (to_lower(entry.path().extension().string()) == ".mdl") paths.push_back(entry.path());
  }
  return paths;
}

std::size_t count_definitions(const Tree& tree) {
  return tree.equations.size() + tree.dimensions.size() + tree.macros.size();
}

class SharedModels : public testing::TestWithParam<const char*> {};

TEST_P(SharedModels, ReadWithoutAnError) {
  const fs::path folder = shared_folder() / GetParam();
  if (!fs::exists(folder)) GTEST_SKIP() << "no shared models at " << folder;
  const std::vector<std::string> paths = vensim_models(folder);
  EXPECT_FALSE(paths.empty());
  for (const std::string& path : paths) {
    SourceSet sources;
    const Checked<Tree> tree = read_model_file(sources, path);
    for (const Diagnostic& said : tree.diagnostics) {
      EXPECT_EQ(said.severity, Severity::note) << to_text(said);
    }
    ASSERT_TRUE(tree.value) << path;
    EXPECT_GE(count_definitions(*tree.value), 5U) << path;
  }
}

INSTANTIATE_TEST_SUITE_P(Collections, SharedModels, testing::Values("test-models", "models"));

TEST(SharedModel, World3HasAllItsEquations) {
  const fs::path path = shared_folder() / "models" / "wrld3-03.mdl";
  if (!fs::exists(path)) GTEST_SKIP() << "no shared model at " << path;
  SourceSet sources;
  const Checked<Tree> tree = read_model_file(sources, path);
  ASSERT_TRUE(tree.value);
  std::size_t lookups = 0;
  for (const Equation& equation : tree.value->equations) {
    lookups += equation.kind == EquationKind::lookup ? 1 : 0;
  }
  EXPECT_EQ(tree.value->equations.size(), 315U);
  EXPECT_EQ(lookups, 55U);
  EXPECT_EQ(tree.value->unit_equivalences.size(), 8U);
}

}  // namespace
}  // namespace sluice::syntax
