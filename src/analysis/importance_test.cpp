#include "analysis/importance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace sluice::analysis {
namespace {

struct Sample {
  results::Draws draws;
  std::vector<Answer> answers;
};

// The answer holds where a + 0.5 b > 0.75 for uniform a and b; c has no part in it.
Sample sample_of(std::size_t members, unsigned seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> uniform;
  Sample sample;
  sample.draws.names = {"a", "b", "c", "fixed"};
  sample.draws.members = members;
  sample.draws.values.resize(4 * members, 1.0);
  for (std::size_t m = 0; m < members; ++m) {
    for (std::size_t k = 0; k < 3; ++k) sample.draws.values[k * members + m] = uniform(random);
    const double sum = sample.draws.values[m] + 0.5 * sample.draws.values[members + m];
    sample.answers.push_back(sum > 0.75 ? Answer::holds : Answer::fails);
  }
  return sample;
}

const InputEffect& effect_of(const std::vector<InputEffect>& effects, const std::string& name) {
  for (const auto& effect : effects) {
    if (effect.uncertainty == name) return effect;
  }
  ADD_FAILURE() << "no effect of " << name;
  return effects.front();
}

// Exact first-order indices by integration: P(holds) = 1/2, so the variance of the indicator is
// 1/4. Given a: P(b > 1.5 - 2a) is 0 below 0.25, 1 above 0.75, 2a - 0.5 between: variance 1/6,
// index 2/3. Given b: P(a > 0.75 - b/2) = 0.25 + b/2: variance 1/48, index 1/12.
constexpr double kTrueA = 2.0 / 3, kTrueB = 1.0 / 12;

TEST(InputEffects, FindTheKnownIndices) {
  const Sample sample = sample_of(20000, 1);
  const auto effects = input_effects(sample.draws, {}, sample.answers).inputs;
  ASSERT_EQ(effects.size(), 3U);  // `fixed` does not vary
  EXPECT_EQ(effects[0].uncertainty, "a");
  EXPECT_EQ(effects[1].uncertainty, "b");
  EXPECT_NEAR(effects[0].importance, kTrueA, 0.02);  // ten bins lose about 1 %
  EXPECT_NEAR(effects[1].importance, kTrueB, 0.01);
  EXPECT_NEAR(effects[2].importance, 0, 0.002);
  EXPECT_TRUE(effects[0].above_chance && effects[1].above_chance);
  EXPECT_FALSE(effects[2].above_chance);
}

TEST(InputEffects, GiveTheDirection) {
  const Sample sample = sample_of(20000, 2);
  const auto effects = input_effects(sample.draws, {}, sample.answers).inputs;
  EXPECT_NEAR(effects[0].holds_when_low, 0, 0.005);    // a < 0.2: never
  EXPECT_NEAR(effects[0].holds_when_high, 1, 0.005);   // a > 0.8: always
  EXPECT_NEAR(effects[1].holds_when_low, 0.30, 0.02);  // mean of 0.25 + b/2 for b < 0.2
  EXPECT_NEAR(effects[1].fails_when_high, 0.30, 0.02);
}

TEST(InputEffects, AreCorrectedForChance) {
  // Without the correction the mean for an idle input would be 9 / 299 = 0.03 with 300 members.
  double mean = 0;
  int alarms = 0;
  constexpr int kTrials = 400;
  for (unsigned seed = 0; seed < kTrials; ++seed) {
    const Sample sample = sample_of(300, 100 + seed);
    const InputEffect idle = effect_of(input_effects(sample.draws, {}, sample.answers).inputs, "c");
    mean += idle.importance / kTrials;
    alarms += idle.above_chance ? 1 : 0;
  }
  EXPECT_LT(mean, 0.008);  // not 0, because negative estimates are shown as 0
  EXPECT_LT(alarms, 8);    // a false alarm in fewer than 2 of 100 idle inputs
}

TEST(InputEffects, KeepEqualInputsTogether) {
  // A switch that is 1 in 30 % of futures and decides everything.
  results::Draws draws;
  draws.names = {"switch"};
  draws.members = 1000;
  std::vector<Answer> answers;
  for (std::size_t m = 0; m < draws.members; ++m) {
    draws.values.push_back(m % 10 < 3 ? 1 : 0);
    answers.push_back(m % 10 < 3 ? Answer::holds : Answer::no_difference);
  }
  const auto effects = input_effects(draws, {}, answers).inputs;
  ASSERT_EQ(effects.size(), 1U);
  EXPECT_NEAR(effects[0].importance, 1, 1e-12);
  EXPECT_EQ(effects[0].holds_when_low, 0);
  EXPECT_EQ(effects[0].holds_when_high, 1);
}

TEST(InputEffects, LeaveOutUnusableMembers) {
  Sample sample = sample_of(2000, 3);
  for (std::size_t m = 0; m < 1000; ++m) {
    sample.answers[m] = Answer::unusable;
    sample.draws.values[m] = std::nan("");
  }
  const auto effects = input_effects(sample.draws, {}, sample.answers).inputs;
  EXPECT_NEAR(effects[0].importance, kTrueA, 0.06);
}

TEST(InputEffects, SayWhatTheMiddleDoes) {
  // It holds where a lies between 0.4 and 0.6.
  Sample sample = sample_of(4000, 5);
  for (std::size_t m = 0; m < 4000; ++m) {
    const double a = sample.draws.values[m];
    sample.answers[m] = a > 0.4 && a < 0.6 ? Answer::holds : Answer::fails;
  }
  const auto effects = input_effects(sample.draws, {}, sample.answers).inputs;
  EXPECT_EQ(effects[0].uncertainty, "a");
  EXPECT_GT(effects[0].holds_when_middle, 0.9);
  EXPECT_LT(effects[0].fails_when_middle, 0.1);
  EXPECT_EQ(effects[0].holds_when_low, 0);
  EXPECT_EQ(effects[0].holds_when_high, 0);
}

TEST(InputEffects, AreNoneWhereTheAnswerNeverChanges) {
  Sample sample = sample_of(500, 4);
  sample.answers.assign(500, Answer::no_difference);
  for (const auto& effect : input_effects(sample.draws, {}, sample.answers).inputs) {
    EXPECT_EQ(effect.importance, 0);
    EXPECT_FALSE(effect.above_chance);
  }
}

}  // namespace
}  // namespace sluice::analysis
