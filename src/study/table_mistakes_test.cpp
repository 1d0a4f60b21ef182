// The exact words for mistakes in study.toml.
#include <gtest/gtest.h>

#include "study/study_testing.h"

namespace sluice::study {
namespace {

TEST(StudyMistakes, BrokenToml) {
  EXPECT_EQ(
      said_with(R"(unit = "degrees"
grade)",
                R"(unit = degrees
grade)"),
      R"(tea/study.toml:20:8: error T500: this is not TOML: Error while parsing value: could not determine value type
   20 | unit = degrees
      |        ^
mend: the format is described at https://toml.io
)");
}

TEST(StudyMistakes, UnknownKeyWithNearName) {
  EXPECT_EQ(said_with(R"(grade = "D")", R"(grade = "D"
noet = "x")"),
            R"(tea/study.toml:15:1: error T501: lever "lid" has no key "noet"
   15 | noet = "x"
      | ^~~~
mend: did you mean "note"?
)");
}

TEST(StudyMistakes, UnknownKeyWithoutNearName) {
  EXPECT_EQ(said_with(R"([[scenario]]
name = "as_made")",
                      R"([[scenario]]
name = "as_made"
qqqq = 1)"),
            R"(tea/study.toml:35:1: error T501: scenario "as_made" has no key "qqqq"
   35 | qqqq = 1
      | ^~~~
mend: the keys are: label, name, note, set
)");
}

TEST(StudyMistakes, UnknownSection) {
  EXPECT_EQ(said_with("[[outcome]]", "[[outcomes]]"),
            R"(tea/study.toml:41:3: error T501: study.toml has no key "outcomes"
   41 | [[outcomes]]
      |   ^~~~~~~~
mend: did you mean "outcome"?
)");
}

TEST(StudyMistakes, MissingKey) {
  EXPECT_EQ(said_with(R"(model = "tea.mdl"
)",
                      ""),
            R"(tea/study.toml:1:1: error T502: [study] has no "model"
    1 | [study]
      | ^~~~~~~
)");
}

TEST(StudyMistakes, MissingSection) {
  EXPECT_EQ(said_with("[study]", "[stduy]"),
            R"(tea/study.toml:1:1: error T502: study.toml has no "study"
    1 | [stduy]
      | ^
tea/study.toml:1:2: error T501: study.toml has no key "stduy"
    1 | [stduy]
      |  ^~~~~
mend: did you mean "study"?
)");
}

TEST(StudyMistakes, WrongType) {
  EXPECT_EQ(
      said_with(R"(unit = "fraction")", "unit = 3"),
      R"(tea/study.toml:11:8: error T503: "unit" of lever "lid" must be a text, not a whole number
   11 | unit = 3
      |        ^
)");
}

TEST(StudyMistakes, WrongTypeOfNumber) {
  EXPECT_EQ(
      said_with(R"(default = 0
)",
                R"(default = "none"
)"),
      R"(tea/study.toml:13:11: error T503: "default" of lever "lid" must be a number, not a text
   13 | default = "none"
      |           ^~~~~~
)");
}

TEST(StudyMistakes, WrongTypeOfSection) {
  EXPECT_EQ(said_with("[[outcome]]", "[outcome]"),
            R"(tea/study.toml:41:1: error T503: [outcome] must be [[outcome]]: there may be several
   41 | [outcome]
      | ^~~~~~~~~
why: single brackets make one table, double ones an entry of a list
mend: write it in double brackets
)");
}

TEST(StudyMistakes, EmptyText) {
  EXPECT_EQ(said_with(R"(variable = "lid on cup")", R"(variable = "")"),
            R"(tea/study.toml:10:12: error T504: "variable" of lever "lid" is empty
   10 | variable = ""
      |            ^~
)");
}

TEST(StudyMistakes, DefaultOutOfRange) {
  EXPECT_EQ(
      said_with(R"(default = 0
)",
                R"(default = 1.5
)"),
      R"(tea/study.toml:13:11: error T504: "default" of lever "lid" is 1.5; it must be in its range, 0 to 1
   13 | default = 1.5
      |           ^~~
)");
}

TEST(StudyMistakes, RangeUpsideDown) {
  EXPECT_EQ(
      said_with("range = [0, 1]", "range = [1, 0]"),
      R"(tea/study.toml:12:9: error T504: "range" of lever "lid" must be its lowest and its highest value
   12 | range = [1, 0]
      |         ^~~~~~
mend: as in range = [0, 1]
)");
}

TEST(StudyMistakes, SettingOutOfRange) {
  EXPECT_EQ(
      said_with("lid = 1", "lid = 7"),
      R"(tea/study.toml:39:7: error T504: "lid" in scenario "covered" is 7; it must be in the lever's range, 0 to 1
   39 | lid = 7
      |       ^
)");
}

TEST(StudyMistakes, MembersOutOfRange) {
  EXPECT_EQ(
      said_with(R"(model = "tea.mdl")", R"(model = "tea.mdl"
members = 0)"),
      R"(tea/study.toml:4:11: error T504: "members" of [study] is 0; it must be between 2 and 10000000
    4 | members = 0
      |           ^
)");
}

TEST(StudyMistakes, UnknownGrade) {
  EXPECT_EQ(said_with(R"(grade = "D")", R"(grade = "E")"),
            R"(tea/study.toml:14:9: error T505: "grade" of lever "lid" cannot be "E"
   14 | grade = "E"
      |         ^~~
mend: it is one of: A, B, C, D
)");
}

TEST(StudyMistakes, UnknownDesign) {
  EXPECT_EQ(said_with(R"(model = "tea.mdl")", R"(model = "tea.mdl"
design = "sobel")"),
            R"(tea/study.toml:4:10: error T505: "design" of [study] cannot be "sobel"
    4 | design = "sobel"
      |          ^~~~~~~
mend: did you mean "sobol"?
)");
}

TEST(StudyMistakes, DuplicateName) {
  EXPECT_EQ(said_with(R"(name = "loss")", R"(name = "room")"),
            R"(tea/study.toml:26:8: error T506: there is a second uncertainty named "room"
   26 | name = "room"
      |        ^~~~~~
why: the first is in line 18
)");
}

TEST(StudyMistakes, BadDate) {
  EXPECT_EQ(said_with(R"(time_zero = "2022-01")", R"(time_zero = "2022-13")"),
            R"(tea/study.toml:5:13: error T507: "time_zero" of [study] is no month: "2022-13"
    5 | time_zero = "2022-13"
      |             ^~~~~~~~~
mend: write year and month in quotes, as in "2026-10"
)");
}

TEST(StudyMistakes, DateNotQuoted) {
  EXPECT_EQ(
      said_with(R"(time_zero = "2022-01")", "time_zero = 2022-01-01"),
      R"(tea/study.toml:5:13: error T507: "time_zero" of [study] is no month: a TOML date or time
    5 | time_zero = 2022-01-01
      |             ^~~~~~~~~~
mend: write year and month in quotes, as in "2026-10"
)");
}

TEST(StudyMistakes, DecisionBeforeTimeZero) {
  EXPECT_EQ(
      said_with(R"(time_zero = "2022-01")", R"(time_zero = "2022-01"
decision = "2021-12")"),
      R"(tea/study.toml:6:12: error T507: "decision" (2021-12) lies before "time_zero" (2022-01)
    6 | decision = "2021-12"
      |            ^~~~~~~~~
)");
}

TEST(StudyMistakes, UnknownLever) {
  EXPECT_EQ(
      said_with("lid = 1", "lidd = 1"),
      R"(tea/study.toml:39:1: error T508: scenario "covered" names the lever "lidd", which the study does not have
   39 | lidd = 1
      | ^~~~
mend: did you mean "lid"?
)");
}

TEST(StudyMistakes, UnknownBaseline) {
  EXPECT_EQ(
      said_with(R"(baseline = "as_made")", R"(baseline = "cold")"),
      R"(tea/study.toml:6:12: error T508: [study] names the scenario "cold", which the study does not have
    6 | baseline = "cold"
      |            ^~~~~~
mend: the scenarios are: as_made, covered
)");
}

TEST(StudyMistakes, SameVariable) {
  EXPECT_EQ(
      said_with(R"(variable = "room temperature")", R"(variable = "lid on cup")"),
      R"(tea/study.toml:19:12: error T520: uncertainty "room" sets "lid on cup", which lever "lid" sets too
   19 | variable = "lid on cup"
      |            ^~~~~~~~~~~~
)");
}

TEST(StudyMistakes, EmptySchedule) {
  EXPECT_EQ(
      said_with("lid = 1", "lid = []"),
      R"(tea/study.toml:39:7: error T513: the schedule of "lid" in scenario "covered" has no step
   39 | lid = []
      |       ^~
)");
}

TEST(StudyMistakes, ScheduleOutOfOrder) {
  EXPECT_EQ(
      said_with("lid = 1",
                R"(lid = [{ from = "2023-01", value = 1 }, { from = "2022-06", value = 0 }])"),
      R"(tea/study.toml:39:41: error T513: the steps of "lid" in scenario "covered" are not in order: 2022-06 comes after 2023-01
   39 | lid = [{ from = "2023-01", value = 1 }, { from = "2022-06", value = 0 }]
      |                                         ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
)");
}

TEST(StudyMistakes, ScheduleStepWithoutDate) {
  EXPECT_EQ(said_with("lid = 1", "lid = [{ value = 1 }]"),
            R"(tea/study.toml:39:8: error T502: a step of "lid" in scenario "covered" has no "from"
   39 | lid = [{ value = 1 }]
      |        ^~~~~~~~~~~~~
)");
}

}  // namespace
}  // namespace sluice::study
