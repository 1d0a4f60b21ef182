#include "analysis/grades.h"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

namespace sluice::analysis {
namespace {

using testing::ElementsAre;

constexpr std::size_t kFutures = 4000;

// Two standard normal inputs, the first of grade B.
GradeDraws two_inputs(char second) {
  results::Draws twice{{"measured", "assumed"}, 2 * kFutures, 1, "monte-carlo", {}};
  std::mt19937 generator(3);
  std::normal_distribution<double> normal;
  for (std::size_t k = 0; k < 4 * kFutures; ++k) twice.values.push_back(normal(generator));
  return grade_draws(twice, {'B', second});
}

std::vector<double> sum_of(const GradeDraws& made, double first, double second) {
  std::vector<double> values;
  for (std::size_t m = 0; m < made.draws.members; ++m) {
    values.push_back(first * made.draws.of(0)[m] + second * made.draws.of(1)[m]);
  }
  return values;
}

Grade graded(const GradeDraws& made, double first, double second) {
  const std::vector<std::vector<double>> points = {sum_of(made, first, second)};
  return grade_of(made, points);
}

TEST(GradeDraws, GiveEachFutureTheWorseInputsOfAnotherOne) {
  const results::Draws twice{{"a", "b", "c"}, 4, 1, "", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}};
  const auto made = grade_draws(twice, {'C', 'A', 'D'});
  EXPECT_EQ(made.futures, 2U);
  EXPECT_THAT(made.redrawn, ElementsAre('D', 'C'));
  EXPECT_EQ(made.best, 'A');
  EXPECT_THAT(made.draws.of(0), ElementsAre(1, 2, 1, 2, 3, 4));
  EXPECT_THAT(made.draws.of(1), ElementsAre(5, 6, 5, 6, 5, 6));
  EXPECT_THAT(made.draws.of(2), ElementsAre(9, 10, 11, 12, 11, 12));
}

TEST(Grade, IsTheWorstThatCarriesAFifthOfTheSpread) {
  const auto made = two_inputs('D');
  EXPECT_EQ(graded(made, 0, 1).grade, 'D');
  EXPECT_NEAR(graded(made, 0, 1).share, 1, 0.05);
  EXPECT_EQ(graded(made, 1, 1).grade, 'D');
  EXPECT_NEAR(graded(made, 1, 1).share, 0.5, 0.04);
  EXPECT_EQ(graded(made, 3, 1).grade, 'B') << "a tenth rests on the assumption";
  EXPECT_NEAR(graded(made, 3, 1).shares.at(0).share, 0.1, 0.02);
  EXPECT_EQ(graded(made, 1, 0).grade, 'B');
  EXPECT_EQ(graded(made, 1, 0).shares.at(0).share, 0);
}

TEST(Grade, IsNotSwayedByAFewHugeFutures) {
  const auto made = two_inputs('D');
  std::vector<double> values = sum_of(made, 1, 1);
  for (double& value : values) value = std::exp(10 * value);
  EXPECT_NEAR(grade_of(made, {{values}}).share, graded(made, 1, 1).share, 1e-12);
}

TEST(Grade, IsTheOnlyOneWhereAllInputsHaveIt) {
  const auto made = two_inputs('B');
  EXPECT_EQ(made.draws.members, kFutures);
  EXPECT_EQ(graded(made, 1, 1).grade, 'B');
  EXPECT_EQ(graded(made, 1, 1).share, 1);
}

TEST(Grade, IsNotToldOfWhatDoesNotVary) {
  const auto made = two_inputs('D');
  EXPECT_FALSE(graded(made, 0, 0).known());
  const std::vector<double> none(made.draws.members, std::nan(""));
  EXPECT_FALSE(grade_of(made, {{none}}).known());
}

TEST(Grade, LeavesOutFuturesWithoutNumbersAndPointsWithoutSpread) {
  const auto made = two_inputs('D');
  std::vector<double> values = sum_of(made, 1, 1);
  for (std::size_t m = 0; m < kFutures; m += 3) values[m] = std::nan("");
  const std::vector<std::vector<double>> points = {values, std::vector<double>(values.size(), 7)};
  EXPECT_NEAR(grade_of(made, points).share, 0.5, 0.05);
}

TEST(Grade, OfTwoPartsIsTheWorse) {
  const auto made = two_inputs('D');
  const auto worse = worse_of(graded(made, 3, 1), graded(made, 0, 1));
  EXPECT_EQ(worse.grade, 'D');
  EXPECT_NEAR(worse.share, 1, 0.05);
  EXPECT_EQ(worse_of({}, graded(made, 1, 0)).grade, 'B');
}

TEST(Grade, IsNoBetterThanWhatIsDeclared) {
  const auto made = two_inputs('D');
  const Grade counted = graded(made, 1, 0);
  EXPECT_EQ(no_better_than(0, counted).grade, 'B');
  EXPECT_EQ(no_better_than('A', counted).grade, 'B');
  EXPECT_FALSE(no_better_than('B', counted).declared);
  EXPECT_EQ(no_better_than('D', counted).grade, 'D');
  EXPECT_TRUE(no_better_than('D', counted).declared);
  EXPECT_FALSE(no_better_than('D', {}).known());
  EXPECT_TRUE(worse_of(no_better_than('D', counted), counted).declared);
}

TEST(InputGrades, AreThoseOfTheWorldviewWhereItReplaces) {
  study::Study study;
  study.uncertainties.resize(2);
  study.uncertainties[0].name = "yield";
  study.uncertainties[0].evidence.grade = "A";
  study.uncertainties[1].name = "demand";
  study.uncertainties[1].evidence.grade = "C";
  EXPECT_THAT(input_grades(study, nullptr), ElementsAre('A', 'C'));
  study::Worldview camp;
  camp.replacements["yield"] = {};
  EXPECT_THAT(input_grades(study, &camp), ElementsAre('D', 'C')) << "its own assumption";
  camp.evidence.grade = "B";
  EXPECT_THAT(input_grades(study, &camp), ElementsAre('B', 'C'));
}

}  // namespace
}  // namespace sluice::analysis
