// The corpus of broken files: each model, study, table or program in tests/broken beside what is
// said of it, word for word. To write the expectations anew after a message was changed:
//   SLUICE_REWRITE=1 build/tests/program_level_tests --gtest_filter='*Broken*'
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <utility>

#include "lower/lower.h"
#include "model/check.h"
#include "model/load.h"
#include "process.h"
#include "program/program.h"
#include "shared_models.h"
#include "study/control_files.h"
#include "study/study.h"
#include "syntax/read_model.h"

namespace sluice::tests {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = SLUICE_SOURCE_DIR "/tests/broken";
constexpr std::string_view kExpected = ".expected";

std::vector<fs::path> broken_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.is_regular_file() && entry.path().extension() != kExpected) {
      files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

// A model that reads is lowered too, for what can only be said then.
Diagnostics said_of_model(const std::string& name, const std::string& text,
                          const std::vector<model::NamedText>& data) {
  Checked<model::Model> model = model::load_model_text({name, text}, data);
  if (model.value) append(model.diagnostics, lower_all(*model.value).diagnostics);
  return model.diagnostics;
}

// A table is for the data variables of this model.
Diagnostics said_of_table(const std::string& name, const std::string& text) {
  static const std::string kModel =
      "d: north, south ~~|\nrain ~ mm ~ |\nfog[d] ~ mm ~ |\nwet = rain + fog[north] ~ mm ~ "
      ":SUPPLEMENTARY |\nINITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 "
      "~~|\n";
  Diagnostics said = said_of_model("model.mdl", kModel, {{name, text}});
  std::erase_if(said, [](const Diagnostic& one) { return one.severity == Severity::note; });
  return said;
}

// A study's data files are those of tests/broken/files.
Diagnostics said_of_study(const std::string& text) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(kFolder / "files")) {
    files[entry.path().filename()] = text_in(entry.path());
  }
  return study::read_study_text("", text, files).diagnostics;
}

// A workbook is read by this model, which lies beside it.
Diagnostics said_of_workbook(const std::string& name) {
  const std::string text = "k = GET DIRECT CONSTANTS('" + name +
                           "', 'table', 'B2') ~~|\ny = k ~~~:SUPPLEMENTARY|\nINITIAL TIME = 0 ~~|\n"
                           "FINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";
  SourceSet sources;
  const Checked<syntax::Tree> tree =
      syntax::read_model_text(sources, (kFolder / "model.mdl").string(), text);
  if (!tree.value) return tree.diagnostics;
  Diagnostics said = model::check_model(*tree.value, std::move(sources)).diagnostics;
  std::erase_if(said, [](const Diagnostic& one) { return one.severity == Severity::note; });
  for (Diagnostic& one : said) one.place.file = "model.mdl";
  return said;
}

std::optional<Diagnostics> said_of_control_file(const fs::path& path, const std::string& text) {
  const std::string name = path.filename(), kind = path.extension();
  if (kind == ".cin") return study::read_changes_text(name, text).diagnostics;
  if (kind == ".lst") return study::read_saved_names_text(name, text).diagnostics;
  if (kind == ".vsc") return study::read_sensitivity_text(name, text).diagnostics;
  return std::nullopt;
}

bool is_workbook(const std::string& kind) {
  return kind == ".xls" || kind == ".xlsx" || kind == ".ods";
}

std::string said_of(const fs::path& path) {
  const std::string name = path.filename(), text = text_in(path);
  const std::string kind = path.extension();
  if (is_workbook(kind)) return to_text(said_of_workbook(name), 1000);
  if (const auto said = said_of_control_file(path, text)) return to_text(*said, 1000);
  const Diagnostics said = kind == ".toml"      ? said_of_study(text)
                           : kind == ".csv"     ? said_of_table(name, text)
                           : kind == ".program" ? program::parse(text).diagnostics
                                                : said_of_model(name, text, {});
  return to_text(said, 1000);
}

fs::path expected_file(const fs::path& path) { return path.string() + std::string(kExpected); }

class Broken : public testing::TestWithParam<fs::path> {};

TEST_P(Broken, IsToldInTheseWords) {
  const std::string said = said_of(GetParam());
  if (std::getenv("SLUICE_REWRITE") != nullptr) write_text(expected_file(GetParam()), said);
  ASSERT_TRUE(fs::exists(expected_file(GetParam()))) << "SLUICE_REWRITE=1 writes it";
  EXPECT_EQ(said, text_in(expected_file(GetParam())));
  EXPECT_NE(said, "") << "nothing is wrong with it";
}

INSTANTIATE_TEST_SUITE_P(Files, Broken, testing::ValuesIn(broken_files()), [](const auto& one) {
  std::string name = one.param.filename();
  std::ranges::replace_if(
      name, [](unsigned char letter) { return std::isalnum(letter) == 0; }, '_');
  return name;
});

TEST(BrokenFiles, AreManyAndTellManyKindsOfMistakes) {
  std::set<std::string> codes;
  const std::regex code("(?:error|warning|note) ([A-Z][0-9]{3}):");
  for (const fs::path& path : broken_files()) {
    const std::string said = text_in(expected_file(path));
    for (std::sregex_iterator one(said.begin(), said.end(), code), end; one != end; ++one) {
      codes.insert((*one)[1]);
    }
  }
  EXPECT_GE(broken_files().size(), 100U);
  EXPECT_GE(codes.size(), 60U);
}

}  // namespace
}  // namespace sluice::tests
