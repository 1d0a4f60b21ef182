#include "analysis/turning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::analysis {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Position with_score(double score, const char* verdict) {
  return {(1 + score) / 2, (1 - score) / 2, verdict};
}

// So many futures of 32 that hold and that fail; those that hold come first, those that fail last.
Position counted(std::size_t holds, std::size_t fails, const char* verdict) {
  std::vector<Answer> members(32, Answer::no_difference);
  std::fill_n(members.begin(), holds, Answer::holds);
  std::fill_n(members.rbegin(), fails, Answer::fails);
  return {static_cast<double>(holds) / 32, static_cast<double>(fails) / 32, verdict, members};
}

// One answer whose score is a sum over the inputs taken from the second worldview.
Answers sum_of(const std::vector<double>& weights) {
  return {[=](const std::vector<bool>& from_second) {
    double score = -0.5;
    for (std::size_t k = 0; k < weights.size(); ++k) score += from_second[k] ? weights[k] : 0;
    return std::vector<Position>{with_score(score, score >= 0 ? "likely" : "likely not")};
  }};
}

TEST(Turning, FindsTheOneInputThatFlipsTheAnswer) {
  const auto turning = find_turning(8, sum_of({0, 0.01, 0, 0.6, 0, -0.02, 0.05, 0}));
  EXPECT_THAT(turning.turns[0].inputs, ElementsAre(3));
  EXPECT_TRUE(turning.turns[0].flips);
  EXPECT_EQ(turning.turns[0].with.verdict, "likely");
  EXPECT_NEAR(turning.turns[0].moved, 0.6 / 0.64, 1e-12);
}

TEST(Turning, TellsNoDifferenceFromWhatTheDrawsMayExplain) {
  const auto answers_with = [](std::size_t holds) {
    return Answers{[holds](const std::vector<bool>& from) {
      return std::vector<Position>{from[1] ? counted(holds, 0, "likely")
                                           : counted(16, 0, "toss-up")};
    }};
  };
  EXPECT_THAT(find_turning(3, answers_with(19)).turns[0].inputs, IsEmpty());
  EXPECT_THAT(find_turning(3, answers_with(21)).turns[0].inputs, ElementsAre(1));
}

// Most futures answer otherwise, though as many more hold as fail.
TEST(Turning, TellsApartWhatGoesBothWays) {
  const Answers both_ways{[](const std::vector<bool>& from) {
    return std::vector<Position>{from[2] ? counted(9, 9, "open")
                                         : counted(0, 0, "very likely no difference")};
  }};
  const auto turning = find_turning(4, both_ways);
  EXPECT_THAT(turning.turns[0].inputs, ElementsAre(2));
  EXPECT_TRUE(turning.turns[0].flips);
  EXPECT_NEAR(turning.turns[0].moved, 1, 1e-12);
}

TEST(Turning, TakesAsManyAsAreNeeded) {
  const auto turning = find_turning(5, sum_of({0.3, 0.02, 0.3, 0.02, 0.02}));
  EXPECT_THAT(turning.turns[0].inputs, ElementsAre(0, 2));
  EXPECT_THAT(turning.inputs, ElementsAre(0, 2));
}

TEST(Turning, SeesWhatTwoInputsDoOnlyTogether) {
  const Answers both{[](const std::vector<bool>& from) {
    const double score = from[1] && from[4] ? 0.8 : -0.8;
    return std::vector<Position>{with_score(score, score > 0 ? "likely" : "likely not")};
  }};
  EXPECT_THAT(find_turning(7, both).turns[0].inputs, ElementsAre(1, 4));
}

TEST(Turning, GoesAsFarAsThreeCanWhereMoreAreNeeded) {
  const auto turning = find_turning(6, sum_of({0.1, 0.11, 0.12, 0.13, 0.14, 0.1}));
  EXPECT_FALSE(turning.turns[0].flips);
  EXPECT_THAT(turning.turns[0].inputs, ElementsAre(4, 3, 2));
}

TEST(Turning, AsksForOneAnswerWhereOnlyOneIsNeeded) {
  std::size_t all = 0, some = 0;
  const auto positions = [](const std::vector<bool>& from) {
    const double first = from[0] ? 0.8 : -0.8, second = from[1] && from[2] ? 0.7 : -0.7;
    const auto verdict = [](double score) { return score > 0 ? "likely" : "likely not"; };
    return std::vector<Position>{with_score(first, verdict(first)),
                                 with_score(second, verdict(second))};
  };
  const auto turning = find_turning(4, {[&](const std::vector<bool>& from) {
                                          ++all;
                                          return positions(from);
                                        },
                                        [&](const std::vector<bool>& from, std::size_t wanted) {
                                          ++some;
                                          auto found = positions(from);
                                          found[1 - wanted] = {};
                                          return found;
                                        }});
  EXPECT_THAT(turning.turns[0].inputs, ElementsAre(0));
  EXPECT_THAT(turning.turns[1].inputs, ElementsAre(1, 2));
  EXPECT_GT(some, 0U);
  EXPECT_LE(all, 2 * 4 + 2 + 14U);
}

TEST(Turning, SaysNothingOfAnswersThatAreAlike) {
  const auto turning = find_turning(3, sum_of({0.02, 0.01, 0}));
  EXPECT_THAT(turning.turns[0].inputs, IsEmpty());
  EXPECT_THAT(turning.inputs, IsEmpty());
}

}  // namespace
}  // namespace sluice::analysis
