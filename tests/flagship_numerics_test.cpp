// The chips model's answers are those of its equations, not of its time step: half the step and
// another method move no headline by half a percent of what is not known about it. What else is
// shown moves by little more, and by less with each halving.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "analysis/effects.h"
#include "flagship.h"

namespace sluice::tests {
namespace {

constexpr double kHorizons[] = {71, 107};  // the ends of 2027 and 2030
constexpr std::size_t kMembers = 64;
constexpr double kShareOfBand = 0.005;

// Euler's rule reads each flow at the start of its step, so that what adds up a growing flow is
// half a step late: two days of money or parts in the year of a launch, which is much only where
// nothing but the launch is uncertain. Runge-Kutta sees a launch or a closing within the step
// before it, and with it the first chips of a place that starts from none, Hong Kong. Whatever is
// not named keeps to half a percent; no headline is named.
using Limits = std::map<std::string, double>;
const Limits kByHalfTheStep = {
    {"h200_delivered", 0.008}, {"hong_kong_compute", 0.008}, {"nvidia_china_revenue", 0.01},
    {"stranded_stock", 0.01},  {"tariff_revenue", 0.008},    {"us_r_and_d", 0.01},
    {"us_take", 0.012}};
const Limits kByTheMethod = {{"amd_china_revenue", 0.01},
                             {"domestic_compute", 0.01},
                             {"domestic_share_value", 0.012},
                             {"h200_delivered", 0.01},
                             {"hong_kong_compute", 0.018},
                             {"nvidia_china_revenue", 0.02},
                             {"state_compute", 0.006},
                             {"stranded_stock", 0.018},
                             {"tariff_revenue", 0.02},
                             {"us_take", 0.03},
                             {"us_r_and_d", 0.02},
                             {"us_waiting", 0.006},
                             {"third_country_compute", 0.006}};

using Numbers = results::Ensemble;

// The same futures of these scenarios, computed otherwise.
Numbers futures(const Variation& variation) {
  const Flagship flagship(variation);
  std::vector<ensemble::Policy> policies;
  for (const char* name : {"today", "h200", "h200_beijing_open"}) {
    policies.push_back(flagship.policy(name));
  }
  return flagship.run(policies, kMembers);
}

const Numbers& as_written() {
  static const Numbers numbers = futures({});
  return numbers;
}

// What is published of the year that ends then: its last value, mean or sum.
std::vector<double> values_at(const results::Frame& yearly, std::size_t series, double time) {
  const auto values = yearly.at(series, time_of(yearly, time));
  return {values.begin(), values.end()};
}

results::Frame yearly(const results::Frame& frame) {
  static const Flagship flagship({});
  return analysis::published(flagship.study(), frame);
}

// The median over the futures of how far an outcome moves.
double move_of(const std::vector<double>& one, const std::vector<double>& other) {
  std::vector<double> moves;
  for (std::size_t m = 0; m < one.size(); ++m) moves.push_back(std::abs(one[m] - other[m]));
  return results::quantile(moves, 0.5);
}

// By outcome, the most that it moves in any scenario at any horizon.
Limits moves_between(const Numbers& plain, const Numbers& other) {
  Limits moves;
  for (std::size_t s = 0; s < plain.scenarios.size(); ++s) {
    const results::Frame frame = yearly(plain.scenarios[s].frame);
    const results::Frame moved = yearly(other.scenarios[s].frame);
    const auto bands = analysis::bands_of(frame, frame.members);
    for (std::size_t series = 0; series < frame.series.size(); ++series) {
      double& most = moves[frame.series[series].name];
      for (const double time : kHorizons) {
        most =
            std::max(most, move_of(values_at(frame, series, time), values_at(moved, series, time)) /
                               bands[series][time_of(frame, time)].width);
      }
    }
  }
  return moves;
}

void expect_same_answers(const Numbers& plain, const Numbers& other, const Limits& limits) {
  const Limits moves = moves_between(plain, other);
  EXPECT_EQ(moves.size(), plain.scenarios[0].frame.series.size());
  for (const auto& [outcome, share] : moves) {
    const auto listed = limits.find(outcome);
    EXPECT_LE(share, listed == limits.end() ? kShareOfBand : listed->second)
        << outcome << " moves by " << 100 * share << " % of its 90 % band";
  }
}

// A headline is never among those that may move more.
TEST(FlagshipNumerics, HeadlinesKeepToHalfAPercent) {
  const auto headlines = Flagship({}).study().audit.headlines;
  EXPECT_GE(headlines.size(), 11U);
  for (const std::string& headline : headlines) {
    for (const Limits* limits : {&kByHalfTheStep, &kByTheMethod}) {
      EXPECT_FALSE(limits->contains(headline)) << headline;
    }
  }
}

const Numbers& of_half_the_step() {
  static const Numbers numbers = futures({.time_step = 0.0625});
  return numbers;
}

TEST(FlagshipNumerics, HalfTheTimeStepGivesTheSameAnswers) {
  expect_same_answers(as_written(), of_half_the_step(), kByHalfTheStep);
}

TEST(FlagshipNumerics, RungeKuttaGivesTheSameAnswers) {
  expect_same_answers(as_written(), futures({.method = model::Method::rk4}), kByTheMethod);
}

// US money moves most with the method, and the whiplash claims read it: as a difference from other
// policies, against a dead-band of 500 million USD.
TEST(FlagshipNumerics, TheMethodMovesTheMoneyOfTheClaimsByLittle) {
  const char* policies[] = {"whiplash", "whiplash_new_licences", "ban", "no_new_licences",
                            "h200_steady"};
  const auto differences = [&](model::Method method) {
    const Flagship flagship({.variables = {"US take"}, .method = method});
    std::vector<ensemble::Policy> asked;
    for (const char* name : policies) asked.push_back(flagship.policy(name));
    const Numbers numbers = flagship.run(asked, kMembers);
    std::vector<double> found;
    const std::pair<std::size_t, std::size_t> pairs[] = {{0, 2}, {0, 4}, {1, 3}, {1, 4}};
    for (const auto& [one, other] : pairs) {
      const results::Frame& first = numbers.scenarios[one].frame;
      const results::Frame& second = numbers.scenarios[other].frame;
      for (const double time : {81.0, 107.0, 119.0}) {
        for (std::size_t m = 0; m < kMembers; ++m) {
          found.push_back(first.at(0, time_of(first, time))[m] -
                          second.at(0, time_of(second, time))[m]);
        }
      }
    }
    return found;
  };
  const auto plain = differences(model::Method::euler);
  auto moved = differences(model::Method::rk4);
  for (std::size_t i = 0; i < moved.size(); ++i) moved[i] = std::abs(moved[i] - plain[i]);
  EXPECT_LT(results::quantile(moved, 0.5), 30);
  EXPECT_LT(results::quantile(moved, 0.95), 100);
  EXPECT_GT(results::quantile(moved, 0.5), 0);
}

// A knife-edge would move as much again.
TEST(FlagshipNumerics, TheNextHalvingMovesHalfAsMuch) {
  const Limits first = moves_between(as_written(), of_half_the_step());
  for (const auto& [outcome, second] :
       moves_between(of_half_the_step(), futures({.time_step = 0.03125}))) {
    EXPECT_LE(second, 0.75 * first.at(outcome) + 5e-4) << outcome;
  }
}

// Else the two tests above would compare a run with itself.
TEST(FlagshipNumerics, AnotherStepIsAnotherComputation) {
  EXPECT_NE(of_half_the_step().scenarios[0].frame.values, as_written().scenarios[0].frame.values);
}

}  // namespace
}  // namespace sluice::tests
