#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>

#include "ensemble/tea_testing.h"

namespace sluice::ensemble {
namespace {

class TeaRuns : public testing::Test {
 protected:
  void SetUp() override {
    bound_ = bound_tea();
    ASSERT_TRUE(bound_.study);
    auto runner = Runner::make(bound_, false);
    ASSERT_TRUE(runner.value);
    runner_ = std::move(*runner.value);
    for (const char* name : {"open", "covered"}) {
      policies_.push_back(*find_policy(*bound_.study, name, {}).value);
    }
  }

  results::Ensemble run(std::uint64_t members, unsigned threads) const {
    return runner_.run(policies_, draw(*bound_.study, nullptr, members, 1), {.threads = threads});
  }

  Bound bound_;
  Runner runner_;
  std::vector<Policy> policies_;
};

// Newton's law of cooling by Euler's rule, written out for one member.
double warmth(double room, double loss, int month, bool covered) {
  double temperature = 90;
  for (int step = 0; step < month * 4; ++step) {
    const double lid = covered && step >= 5 * 4 ? 1.0 : 0.0;
    temperature -= (temperature - room) * loss * (1 - 0.5 * lid) * 0.25;
  }
  return temperature;
}

TEST_F(TeaRuns, EachMemberRunsWithItsOwnDrawsAndTheScheduleOfItsPolicy) {
  const results::Ensemble ensemble = run(100, 2);
  ASSERT_EQ(ensemble.scenarios.size(), 2U);
  EXPECT_EQ(ensemble.scenarios[1].name, "covered");
  for (std::size_t scenario = 0; scenario < 2; ++scenario) {
    const results::Frame& frame = ensemble.scenarios[scenario].frame;
    ASSERT_EQ(frame.times.size(), 25U);
    EXPECT_EQ(frame.series[0].name, "warmth");
    EXPECT_EQ(frame.series[0].definition, "of the large cup");
    for (std::size_t m = 0; m < 100; ++m) {
      for (const int month : {0, 5, 6, 24}) {
        const double known =
            warmth(ensemble.draws.of(0)[m], ensemble.draws.of(1)[m], month, scenario == 1);
        EXPECT_NEAR(frame.at(0, static_cast<std::size_t>(month))[m], known, 1e-9);
      }
    }
    EXPECT_TRUE(ensemble.scenarios[scenario].bad.empty());
  }
}

TEST_F(TeaRuns, TheSameBitsForAnyNumberOfThreadsAndMembers) {
  const results::Ensemble one = run(333, 1);
  for (const unsigned threads : {2U, 3U, 8U}) {
    const results::Ensemble many = run(333, threads);
    for (std::size_t s = 0; s < 2; ++s) {
      EXPECT_EQ(one.scenarios[s].frame.values, many.scenarios[s].frame.values);
    }
  }
  const results::Ensemble few = run(5, 1);
  EXPECT_EQ(few.scenarios[1].frame.at(0, 24)[4], one.scenarios[1].frame.at(0, 24)[4]);
}

TEST_F(TeaRuns, ProgressCountsEveryMemberOfEveryPolicy) {
  std::vector<std::uint64_t> seen;
  RunOptions options{.threads = 3};
  options.progress = [&](const Progress& progress) {
    EXPECT_EQ(progress.members_total, 500U);
    seen.push_back(progress.members_done);
  };
  runner_.run(policies_, draw(*bound_.study, nullptr, 250, 1), options);
  ASSERT_FALSE(seen.empty());
  EXPECT_TRUE(std::ranges::is_sorted(seen));
  EXPECT_EQ(seen.back(), 500U);
}

TEST_F(TeaRuns, CancelStopsEarly) {
  std::atomic<bool> cancel{false};
  std::uint64_t done = 0;
  RunOptions options{.threads = 1};
  options.cancel = &cancel;
  options.progress = [&](const Progress& progress) {
    done = progress.members_done;
    cancel = true;
  };
  runner_.run(policies_, draw(*bound_.study, nullptr, 100000, 1), options);
  EXPECT_LT(done, 200000U);
}

TEST_F(TeaRuns, BadMembersAreNamedWithTheTime) {
  results::Draws draws = draw(*bound_.study, nullptr, 100, 1);
  draws.values[100 + 70] = std::nan("");
  draws.values[100 + 3] = 1e308;  // overflows after some steps
  const results::Ensemble ensemble = runner_.run(policies_, draws, {.threads = 2});
  for (const results::ScenarioResult& scenario : ensemble.scenarios) {
    ASSERT_EQ(scenario.bad.size(), 2U);
    EXPECT_EQ(scenario.bad[0].member, 3U);
    EXPECT_GE(scenario.bad[0].time, 0);
    EXPECT_LE(scenario.bad[0].time, 1);
    EXPECT_EQ(scenario.bad[1].member, 70U);
    EXPECT_TRUE(std::isfinite(scenario.frame.at(0, 24)[4]));
  }
}

TEST_F(TeaRuns, CentralValues) {
  const auto values = runner_.central_values();
  ASSERT_EQ(values.size(), 2U);
  EXPECT_NEAR(values[0], 20, 1e-12);
  EXPECT_NEAR(values[1], 0.1, 1e-12);
}

TEST_F(TeaRuns, GridPoliciesRunToo) {
  const auto policies = policies_of(*bound_.study, bound_.study->grids[0]);
  const auto ensemble = runner_.run(policies, draw(*bound_.study, nullptr, 40, 1), {});
  ASSERT_EQ(ensemble.scenarios.size(), 3U);
  EXPECT_EQ(ensemble.scenarios[1].name, "lids/2: lid=0.5");
  for (std::size_t m = 0; m < 40; ++m) {
    EXPECT_LT(ensemble.scenarios[0].frame.at(0, 24)[m], ensemble.scenarios[1].frame.at(0, 24)[m]);
    EXPECT_LT(ensemble.scenarios[1].frame.at(0, 24)[m], ensemble.scenarios[2].frame.at(0, 24)[m]);
  }
}

}  // namespace
}  // namespace sluice::ensemble
