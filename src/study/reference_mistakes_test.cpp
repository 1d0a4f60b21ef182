// The exact words for mistakes in study.toml.
#include <gtest/gtest.h>

#include "study/study_testing.h"

namespace sluice::study {
namespace {

TEST(ReferenceMistakes, NoSource) {
  EXPECT_EQ(said_with(R"(source = "TE01"
)",
                      ""),
            R"(tea/study.toml:17:1: warning T514: uncertainty "room" has grade B but no "source"
   17 | [[uncertainty]]
      | ^~~~~~~~~~~~~~~
mend: name the data rows it rests on; an own assumption is grade D with a "note" that says why
)");
}

TEST(ReferenceMistakes, NoSourceRow) {
  EXPECT_EQ(
      said_with(R"(source = "TE01")", R"(source = ["TE01", "TE11"])"),
      R"(tea/study.toml:22:19: warning T515: uncertainty "room" names the source "TE11", which no data file has
   22 | source = ["TE01", "TE11"]
      |                   ^~~~~~
mend: did you mean "TE01"?
)");
}

TEST(ReferenceMistakes, CorrelationOfUnknown) {
  EXPECT_EQ(
      said_with("[[outcome]]", R"([[correlation]]
between = ["room", "los"]
value = 0.5

[[outcome]])"),
      R"(tea/study.toml:42:11: error T508: [[correlation]] number 1 names the uncertainty "los", which the study does not have
   42 | between = ["room", "los"]
      |           ^~~~~~~~~~~~~~~
mend: did you mean "loss"?
)");
}

TEST(ReferenceMistakes, CorrelationOutOfRange) {
  EXPECT_EQ(
      said_with("[[outcome]]", R"([[correlation]]
between = ["room", "loss"]
value = 1.5

[[outcome]])"),
      R"(tea/study.toml:43:9: error T504: "value" of [[correlation]] number 1 is 1.5; it must be above -1 and below 1
   43 | value = 1.5
      |         ^~~
)");
}

TEST(ReferenceMistakes, CorrelationWithItself) {
  EXPECT_EQ(
      said_with("[[outcome]]", R"([[correlation]]
between = ["room", "room"]
value = 0.5

[[outcome]])"),
      R"(tea/study.toml:42:11: error T522: the correlation between "room" and "room" ties it to itself
   42 | between = ["room", "room"]
      |           ^~~~~~~~~~~~~~~~
)");
}

TEST(ReferenceMistakes, CorrelationsContradict) {
  EXPECT_EQ(
      said_with("[[outcome]]", R"([[uncertainty]]
name = "cup"
variable = "cup size"
unit = "ml"
grade = "D"
note = "guess"
distribution = { kind = "uniform", min = 1, max = 2 }
[[correlation]]
between = ["room", "loss"]
value = 0.9
[[correlation]]
between = ["loss", "cup"]
value = 0.9
[[correlation]]
between = ["room", "cup"]
value = -0.9

[[outcome]])"),
      R"(tea/study.toml:52:11: error T512: the correlations among "room", "loss", "cup" contradict each other
   52 | between = ["loss", "cup"]
      |           ^~~~~~~~~~~~~~~
why: their matrix is not positive definite: no inputs can be tied in this way
mend: bring some of these values nearer to 0
)");
}

TEST(ReferenceMistakes, UnknownOutcomeInClaim) {
  EXPECT_EQ(
      said_of_leg(R"(outcome = "warmt"
reduce = "at"
at = "2022-06"
policy = "covered"
holds = ">= 1")"),
      R"(tea/study.toml:46:11: error T508: leg 1 of claim "hot" names the outcome "warmt", which the study does not have
   46 | outcome = "warmt"
      |           ^~~~~~~
mend: did you mean "warmth"?
)");
}

TEST(ReferenceMistakes, UnknownScenarioInClaim) {
  EXPECT_EQ(
      said_of_leg(R"(outcome = "warmth"
reduce = "at"
at = "2022-06"
policy = "uncovered"
holds = ">= 1")"),
      R"(tea/study.toml:49:10: error T508: leg 1 of claim "hot" names the scenario "uncovered", which the study does not have
   49 | policy = "uncovered"
      |          ^~~~~~~~~~~
mend: did you mean "covered"?
)");
}

TEST(ReferenceMistakes, HorizonWithoutHorizons) {
  EXPECT_EQ(
      said_of_leg(R"(outcome = "warmth"
reduce = "at"
at = "horizon"
policy = "covered"
holds = ">= 1")"),
      R"(tea/study.toml:48:6: error T517: leg 1 of claim "hot" refers to "horizon", but its claim has no "horizons"
   48 | at = "horizon"
      |      ^~~~~~~~~
)");
}

TEST(ReferenceMistakes, BadBound) {
  EXPECT_EQ(said_of_leg(R"(outcome = "warmth"
reduce = "at"
at = "2022-06"
policy = "covered"
holds = "=> 1")"),
            R"(tea/study.toml:50:9: error T516: "holds" of leg 1 of claim "hot" is no bound: "=> 1"
   50 | holds = "=> 1"
      |         ^~~~~~
mend: write a sign and a number, as in ">= 0.02" or "< 0"
)");
}

TEST(ReferenceMistakes, BoundsOverlap) {
  EXPECT_EQ(said_of_leg(R"(outcome = "warmth"
reduce = "at"
at = "2022-06"
policy = "covered"
holds = ">= 1"
fails = "<= 2")"),
            R"(tea/study.toml:51:9: error T516: "holds" and "fails" of leg 1 of claim "hot" overlap
   51 | fails = "<= 2"
      |         ^~~~~~
why: a number that satisfies both would have two answers
)");
}

TEST(ReferenceMistakes, DifferenceWithoutBaseline) {
  EXPECT_EQ(
      said_of_leg(R"(outcome = "warmth"
reduce = "at"
at = "2022-06"
policy = "covered"
compare = "ratio"
holds = ">= 1")"),
      R"(tea/study.toml:50:11: error T517: leg 1 of claim "hot" compares with nothing: it has no "baseline"
   50 | compare = "ratio"
      |           ^~~~~~~
)");
}

TEST(ReferenceMistakes, PeriodUpsideDown) {
  EXPECT_EQ(
      said_of_leg(R"(outcome = "warmth"
reduce = "mean"
from = "2022-06"
to = "2022-01"
policy = "covered"
holds = ">= 1")"),
      R"(tea/study.toml:48:8: error T517: the period of leg 1 of claim "hot" ends (2022-01) before it begins (2022-06)
   48 | from = "2022-06"
      |        ^~~~~~~~~
)");
}

TEST(ReferenceMistakes, UnknownGrid) {
  EXPECT_EQ(
      said_with("[[outcome]]", R"([[claim]]
name = "exists"
definition = "d"
kind = "exists"
grid = "lids"
[[claim.leg]]
outcome = "warmth"
reduce = "at"
at = "2022-06"
holds = "> 1"
[[outcome]])"),
      R"(tea/study.toml:45:8: error T508: claim "exists" names the grid "lids", which the study does not have
   45 | grid = "lids"
      |        ^~~~~~
)");
}

TEST(ReferenceMistakes, ClaimWithoutLegs) {
  EXPECT_EQ(said_with("[[outcome]]", R"([[claim]]
name = "empty"
definition = "d"
kind = "paired"
[[outcome]])"),
            R"(tea/study.toml:41:1: error T517: claim "empty" has no [[claim.leg]]
   41 | [[claim]]
      | ^~~~~~~~~
)");
}

TEST(ReferenceMistakes, WorseOnMoreThanThereAre) {
  EXPECT_EQ(said_with("[[outcome]]", R"([[claim]]
name = "worse"
definition = "d"
kind = "dominance"
policy = "covered"
baselines = ["as_made"]
[[claim.leg]]
outcome = "warmth"
reduce = "at"
at = "2022-06"
better = "high"
[[outcome]])"),
            R"(tea/study.toml:41:1: error T517: claim "worse" asks to be worse on 2 of 1 metrics
   41 | [[claim]]
      | ^~~~~~~~~
)");
}

TEST(ReferenceMistakes, TwoClaimsOfOneName) {
  EXPECT_EQ(said_with("[[outcome]]", R"([[claim]]
name = "same"
variant = "A"
definition = "d"
kind = "paired"
[[claim.leg]]
outcome = "warmth"
reduce = "at"
at = "2022-06"
policy = "covered"
holds = "> 1"
[[claim]]
name = "same"
variant = "A"
definition = "d"
kind = "paired"
[[claim.leg]]
outcome = "warmth"
reduce = "at"
at = "2022-06"
policy = "covered"
holds = "> 1"
[[outcome]])"),
            R"(tea/study.toml:53:8: error T506: there is a second claim "same.A"
   53 | name = "same"
      |        ^~~~~~
mend: give each a "variant" of its own
)");
}

TEST(ReferenceMistakes, HistoryFileMissing) {
  EXPECT_EQ(said_with("[[outcome]]", R"([[history]]
name = "seen"
variable = "tea temperature"
unit = "degrees"
reduce = "mean"
file = "none.csv"
[[outcome]])"),
            R"(tea/study.toml:46:8: error S100: cannot read none.csv
   46 | file = "none.csv"
      |        ^~~~~~~~~~
why: it is not among the files given
)");
}

TEST(ReferenceMistakes, HistorySeriesMissing) {
  EXPECT_EQ(said_with("[[outcome]]", R"([[history]]
name = "sen"
variable = "tea temperature"
unit = "degrees"
reduce = "mean"
file = "history.csv"
[[outcome]])"),
            R"(tea/study.toml:42:8: error T519: tea/history.csv has no row of series "sen"
   42 | name = "sen"
      |        ^~~~~
mend: did you mean "seen"?
)");
}

TEST(ReferenceMistakes, HistoryRowsBad) {
  EXPECT_EQ(
      said_with("[[outcome]]", R"([[history]]
name = "bad"
variable = "tea temperature"
unit = "degrees"
reduce = "mean"
file = "history.csv"
[[outcome]])"),
      R"(tea/history.csv:4: error T519: this row of series "bad" cannot be used: "2022-1" in column period_start is no month (YYYY-MM)
tea/history.csv:4: error T519: this row of series "bad" cannot be used: "x" in column value is no number
tea/history.csv:5: error T519: this row of series "bad" cannot be used: its period ends before it starts
tea/history.csv:5: error T519: this row of series "bad" cannot be used: its low is above its high
)");
}

TEST(ReferenceMistakes, HistoryColumnsMissing) {
  EXPECT_EQ(
      said_with("[[outcome]]", R"([[history]]
name = "TE01"
variable = "tea temperature"
unit = "degrees"
reduce = "mean"
file = "rows.csv"
[[outcome]])"),
      R"(tea/rows.csv:1: error T519: these columns of a history file are missing: series, period_start, period_end, low, high, unit, source
mend: its columns are: series, period_start, period_end, value, low, high, unit, source
)");
}

TEST(ReferenceMistakes, HistoryReportsEndInNoMonth) {
  EXPECT_EQ(said_with("[[outcome]]", R"([[history]]
name = "TE01"
variable = "tea temperature"
unit = "degrees"
reduce = "mean"
reports_end = [1, 13]
file = "history.csv"
[[outcome]])"),
            R"(tea/study.toml:42:8: error T519: tea/history.csv has no row of series "TE01"
   42 | name = "TE01"
      |        ^~~~~~
tea/study.toml:46:15: error T519: history "TE01": reports_end must name months of the year, of a history that is summed or averaged
   46 | reports_end = [1, 13]
      |               ^~~~~~~
mend: as in reports_end = [1, 4, 7, 10]
)");
}

TEST(ReferenceMistakes, DataFileMissing) {
  EXPECT_EQ(said_with(R"(data = ["rows.csv"])", R"(data = ["rows.csv", "gone.csv"])"),
            R"(tea/study.toml:4:21: error S100: cannot read gone.csv
    4 | data = ["rows.csv", "gone.csv"]
      |                     ^~~~~~~~~~
why: it is not among the files given
)");
}

TEST(ReferenceMistakes, DataFileWithoutNames) {
  EXPECT_EQ(
      said_with(R"(data = ["rows.csv"])", R"(data = ["rows.csv", "odd.csv"])"),
      R"(tea/study.toml:4:21: warning T521: the rows of odd.csv have no names: its first column is "what"
    4 | data = ["rows.csv", "odd.csv"]
      |                     ^~~~~~~~~
mend: name the first column id or name (or date, chip, study for events, chips and publications)
)");
}

TEST(ReferenceMistakes, DataRowTooLong) {
  EXPECT_EQ(said_with(R"(data = ["rows.csv"])", R"(data = ["rows.csv", "long.csv"])"),
            R"(tea/long.csv:2: warning T518: this row has 3 fields where the header has 2
why: it is not read: its values may stand in the wrong columns
mend: put fields that hold a comma in quotes
)");
}

}  // namespace
}  // namespace sluice::study
