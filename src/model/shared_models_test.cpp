// Every .mdl of the shared test models becomes a Model, or is refused only for something that is
// not read yet.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include "model/check_testing.h"
#include "model/load.h"
#include "syntax/read_model.h"

namespace sluice::model {
namespace {

namespace fs = std::filesystem;

// How many became Models when this was last looked at: may rise, may not fall.
constexpr std::size_t kReadable = 117;

fs::path shared_folder() {
  if (const char* folder = std::getenv("SLUICE_SHARED")) return folder;
  return fs::path(SLUICE_SOURCE_DIR) / ".." / "shared";
}

std::vector<fs::path> model_files() {
  std::vector<fs::path> files;
  for (const char* folder : {"models", "test-models"}) {
    const fs::path root = shared_folder() / folder;
    if (!fs::exists(root)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      const std::string extension = entry.path().extension().string();
      if (extension == ".mdl" || extension == ".MDL") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Two of them name files that the suite does not hold.
bool is_fine(const Diagnostic& diagnostic) {
  return diagnostic.severity != Severity::error || diagnostic.code == Code::model_external_file;
}

TEST(SharedModels, AreReadOrNameTheFilesThatTheyLack) {
  const std::vector<fs::path> files = model_files();
  if (files.empty()) GTEST_SKIP() << "no shared models at " << shared_folder();
  std::size_t readable = 0;
  for (const fs::path& file : files) {
    SourceSet sources;
    const Checked<syntax::Tree> tree = syntax::read_model_file(sources, file.string());
    ASSERT_TRUE(tree.value) << texts_of(tree.diagnostics, Severity::error);
    const Checked<Model> model = check_model(*tree.value, std::move(sources));
    readable += model.value ? 1U : 0U;
    for (const Diagnostic& diagnostic : model.diagnostics) {
      EXPECT_TRUE(is_fine(diagnostic)) << to_text(diagnostic);
    }
  }
  EXPECT_GE(readable, kReadable);
}

TEST(SharedModels, DataFromAnotherModelsRun) {
  const fs::path folder = shared_folder() / "test-models/tests/data_from_other_model";
  if (!fs::exists(folder)) GTEST_SKIP() << "no shared models at " << folder;
  const std::string path = (folder / "test_data_from_other_model.mdl").string();
  EXPECT_FALSE(load_model(path).value);
  const Checked<Model> model = load_model(path, {(folder / "data.tab").string()});
  ASSERT_TRUE(model.value) << texts_of(model.diagnostics);
  const Variable& data = model.value->at(*model.value->find("var 3dim"));
  EXPECT_EQ(data.data_mode, DataMode::raw);
  EXPECT_EQ(data.series.size(), 12U);
}

}  // namespace
}  // namespace sluice::model
