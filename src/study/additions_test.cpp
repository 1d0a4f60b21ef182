#include "study/additions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/study_testing.h"

namespace sluice::study {
namespace {

// The tea study with a worldview.
std::string study_text() {
  return std::string(kTeaStudy) +
         "\n[[worldview]]\nname = \"cold\"\n[worldview.set]\nroom = 5\nloss = 0.15\n";
}

Checked<Study> read_with(const std::string& addition) {
  return read_study_text_with("tea", study_text(), tea_files(), {{"mine.toml", addition}});
}

std::string told(const std::string& addition) {
  std::string text;
  const auto study = read_with(addition);
  for (const auto& one : study.diagnostics) text += to_text(one);
  return text;
}

TEST(Additions, StandAsIfTheyWereAtTheEndOfTheStudy) {
  const auto study = read_with(
      "[[scenario]]\nname = \"mine\"\n[scenario.set]\nlid = 0.5\n[[worldview]]\nname = "
      "\"warmer\"\non = \"cold\"\n[worldview.set]\nroom = 9\n");
  ASSERT_TRUE(study.value);
  EXPECT_EQ(study.value->scenarios.size(), 3U);
  EXPECT_EQ(std::get<double>(study.value->scenarios[2].settings.at("lid")), 0.5);
  const Worldview& warmer = study.value->worldviews[1];
  EXPECT_EQ(std::get<Constant>(warmer.replacements.at("room").family).value, 9);
  EXPECT_EQ(std::get<Constant>(warmer.replacements.at("loss").family).value, 0.15);
  EXPECT_THAT(study.value->text, testing::HasSubstr("name = \"mine\""));
}

TEST(Additions, TellMistakesAtTheirOwnLine) {
  EXPECT_EQ(told("[[scenario]]\nname = \"mine\"\n[scenario.set]\nlid = 7\n"),
            "mine.toml:4:7: error T504: \"lid\" in scenario \"mine\" is 7; it must be in the "
            "lever's range, 0 to 1\n    4 | lid = 7\n      |       ^");
}

TEST(Additions, HoldScenariosAndWorldviewsOnly) {
  EXPECT_EQ(told("members = 3\n"),
            "mine.toml:1:1: error T501: \"members\" has no place in a file of scenarios\n"
            "    1 | members = 3\n      | ^~~~~~~\n"
            "why: such a file adds [[scenario]] and [[worldview]] tables to a study, nothing else\n"
            "mend: put it into study.toml");
  EXPECT_THAT(told("[[scenario"), testing::HasSubstr("mine.toml:1:"));
}

TEST(Worldview, StartsFromOneBeforeIt) {
  EXPECT_THAT(told("[[worldview]]\nname = \"mine\"\non = \"hot\"\n"),
              testing::StartsWith("mine.toml:3:6: error T508: worldview \"mine\" names the earlier "
                                  "worldview \"hot\", which the study does not have\n"));
}

}  // namespace
}  // namespace sluice::study
