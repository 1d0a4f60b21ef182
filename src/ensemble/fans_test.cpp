#include "ensemble/fans.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <thread>

#include "ensemble/tea_testing.h"

namespace sluice::ensemble {
namespace {

const std::vector<double> kProbabilities = {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};

class TeaFans : public testing::Test {
 protected:
  void SetUp() override {
    bound_ = bound_tea();
    ASSERT_TRUE(bound_.study);
    runner_ = std::move(*Runner::make(bound_, RunnerOptions{}).value);
    for (const char* name : {"open", "covered"}) {
      policies_.push_back(*find_policy(*bound_.study, name, {}).value);
    }
  }
  DrawPlan draws(std::uint64_t members) const { return {bound_.study, nullptr, members, 1}; }
  FanRun fans(std::uint64_t members, FanPlan plan) const {
    return {runner_, policies_, draws(members), std::move(plan)};
  }
  static std::vector<double> all_of(const FanRun& run) {
    std::vector<double> all;
    for (std::size_t policy = 0; policy < 2; ++policy) {
      for (std::size_t cell = 0; cell < run.readings().size(); ++cell) {
        for (const auto& one : run.of_policy(policy).quantiles(cell, kProbabilities)) {
          all.push_back(one.value);
          all.push_back(one.error);
        }
      }
    }
    return all;
  }

  Bound bound_;
  Runner runner_;
  std::vector<Policy> policies_;
};

TEST_F(TeaFans, AreTheQuantilesOfTheFutures) {
  FanRun run = fans(700, {});
  ASSERT_TRUE(run.run_to(700));
  EXPECT_TRUE(run.exact());
  const auto kept = runner_.run(policies_, draw(*bound_.study, nullptr, 700, 1), {});
  for (std::size_t policy = 0; policy < 2; ++policy) {
    const results::Frame& frame = kept.scenarios[policy].frame;
    for (std::size_t time = 0; time < frame.times.size(); ++time) {
      const auto row = frame.at(0, time);
      const auto known = results::quantiles({row.begin(), row.end()}, kProbabilities);
      const auto found = run.of_policy(policy).quantiles(run.cell(0, time), kProbabilities);
      for (std::size_t i = 0; i < known.size(); ++i) EXPECT_EQ(found[i].value, known[i]);
    }
  }
}

TEST_F(TeaFans, BeyondTheirMemoryTheyStateTheirError) {
  constexpr std::uint64_t kMembers = 5000;
  FanRun run = fans(kMembers, {.readings = {}, .pairs = {}, .exact_bytes = 0});
  ASSERT_TRUE(run.run_to(kMembers));
  EXPECT_EQ(run.exact_members(), results::kPilotMembers);
  EXPECT_FALSE(run.exact());
  const auto kept = runner_.run(policies_, draw(*bound_.study, nullptr, kMembers, 1), {});
  const auto row = kept.scenarios[1].frame.at(0, 24);
  const auto known = results::quantiles({row.begin(), row.end()}, kProbabilities);
  const auto found = run.of_policy(1).quantiles(run.cell(0, 24), kProbabilities);
  for (std::size_t i = 0; i < known.size(); ++i) {
    EXPECT_LE(std::abs(found[i].value - known[i]), found[i].error);
    EXPECT_LE(found[i].error, 0.002 * known[i]);
  }
  EXPECT_EQ(run.of_policy(1).count(0), kMembers);
  const std::size_t bytes = run.bytes();
  FanRun more = fans(4 * kMembers, {.readings = {}, .pairs = {}, .exact_bytes = 0});
  ASSERT_TRUE(more.run_to(4 * kMembers));
  EXPECT_LT(more.bytes(), bytes * 5 / 4);  // a few bins more in the tails
}

TEST_F(TeaFans, DoNotDependOnThreadsOrOnTheStepsTheyWereAskedIn) {
  for (const std::size_t exact_bytes : {std::size_t{0}, std::size_t{1} << 27U}) {
    const FanPlan plan{{}, {}, exact_bytes};
    FanRun whole = fans(3000, plan);
    ASSERT_TRUE(whole.run_to(3000, {.threads = 1}));
    const auto known = all_of(whole);
    for (const unsigned threads : {2U, 5U}) {
      FanRun steps = fans(3000, plan);
      for (const std::uint64_t members : {1U, 200U, 200U, 256U, 1000U, 1024U, 1500U, 9000U}) {
        ASSERT_TRUE(steps.run_to(members, {.threads = threads}));
      }
      EXPECT_EQ(steps.members(), 3000U);
      EXPECT_EQ(all_of(steps), known);
    }
  }
}

TEST_F(TeaFans, DifferencesAreTakenInEachFuture) {
  const auto readings = results::readings_of_all(1, 25);
  for (const std::size_t exact_bytes : {std::size_t{0}, std::size_t{1} << 27U}) {
    FanRun run = fans(2000, {.readings = readings, .pairs = {{0, 1}}, .exact_bytes = exact_bytes});
    ASSERT_TRUE(run.run_to(2000));
    const auto kept = runner_.run(policies_, draw(*bound_.study, nullptr, 2000, 1), {});
    std::vector<double> changes;
    for (std::size_t m = 0; m < 2000; ++m) {
      changes.push_back(kept.scenarios[1].frame.at(0, 24)[m] -
                        kept.scenarios[0].frame.at(0, 24)[m]);
    }
    const auto known = results::quantiles(changes, kProbabilities);
    const auto found = run.of_pair(0).quantiles(24, kProbabilities);
    for (std::size_t i = 0; i < known.size(); ++i) {
      EXPECT_LE(std::abs(found[i].value - known[i]), found[i].error);
    }
    EXPECT_EQ(run.of_pair(0).signs(24).above, 1);  // a lid keeps tea warm
    EXPECT_EQ(run.of_pair(0).signs(3).above, 0);   // before it is put on
  }
}

TEST_F(TeaFans, BadMembersAreNamedAndInNoQuantile) {
  results::Draws stored = draw(*bound_.study, nullptr, 3000, 1);
  for (const std::size_t member : {7U, 2100U, 2999U}) stored.values[3000 + member] = std::nan("");
  for (const std::size_t exact_bytes : {std::size_t{0}, std::size_t{1} << 27U}) {
    FanRun run(runner_, policies_, DrawPlan(bound_.study, stored), {{}, {}, exact_bytes});
    ASSERT_TRUE(run.run_to(3000, {.threads = 3}));
    const auto bad = run.bad(1);
    ASSERT_EQ(bad.size(), 3U);
    EXPECT_EQ(bad[0].member, 7U);
    EXPECT_EQ(bad[1].member, 2100U);
    EXPECT_EQ(bad[2].member, 2999U);
    EXPECT_EQ(run.of_policy(1).count(0), 2997U);
    EXPECT_TRUE(std::isfinite(run.of_policy(1).quantiles(24, kProbabilities)[3].value));
  }
}

// With an outcome that is the same for all, and compiled: none where LLVM is not installed.
class SlicedFans : public TeaFans {
 protected:
  void SetUp() override {
    TeaFans::SetUp();
    const std::string more =
        "\n[[outcome]]\nname = \"known\"\nvariable = \"read temperature\"\nunit = "
        "\"degrees\"\nlabel = \"Known\"\ndefinition = \"as it was read\"\n";
    bound_ = *bind_tea(std::string(kTeaStudy) + more, std::string(kTeaModel)).value;
    runner_ = std::move(*Runner::make(bound_, RunnerOptions{}).value);
    runner_.kernel().compile_now();
    if (!runner_.kernel().runs_compiled()) GTEST_SKIP() << "libLLVM is not installed";
  }
  static constexpr std::size_t kNever = std::size_t{1} << 40U;
  FanRun run_of(const results::Draws& draws, std::size_t slices_from, unsigned threads,
                const std::vector<std::uint64_t>& steps) const {
    FanRun run(runner_, policies_, DrawPlan(bound_.study, draws),
               {.readings = {}, .pairs = {}, .exact_bytes = 0, .slices_from = slices_from});
    for (const std::uint64_t members : steps)
      EXPECT_TRUE(run.run_to(members, {.threads = threads}));
    return run;
  }
};

TEST_F(SlicedFans, AreTheSameBits) {
  results::Draws stored = draw(*bound_.study, nullptr, 3003, 1);
  // Bad from the start; and from a late time on, so that it was counted before.
  for (const std::size_t member : {7U, 1100U, 3002U}) stored.values[3003 + member] = std::nan("");
  for (const std::size_t member : {400U, 2999U}) stored.values[3003 + member] = -1e13;
  const FanRun known = run_of(stored, kNever, 1, {3003});
  const auto numbers = all_of(known);
  for (const unsigned threads : {1U, 3U}) {
    for (const std::vector<std::uint64_t>& steps :
         {std::vector<std::uint64_t>{3003}, {100, 301, 1500, 3003}}) {
      const FanRun sliced = run_of(stored, 0, threads, steps);
      EXPECT_EQ(all_of(sliced), numbers) << threads << " threads, " << steps.size() << " steps";
      for (std::size_t policy = 0; policy < 2; ++policy) {
        ASSERT_EQ(sliced.bad(policy).size(), 5U);
        EXPECT_EQ(sliced.bad(policy)[3].member, 2999U);
        for (std::size_t k = 0; k < 5; ++k)
          EXPECT_EQ(sliced.bad(policy)[k].time, known.bad(policy)[k].time);
        for (std::size_t cell = 0; cell < sliced.readings().size(); ++cell) {
          EXPECT_EQ(sliced.of_policy(policy).count(cell), 2998U);
          EXPECT_EQ(sliced.of_policy(policy).signs(cell).above,
                    known.of_policy(policy).signs(cell).above);
        }
      }
      EXPECT_GT(sliced.bad(0)[1].time, 0) << "counted for a while";
    }
  }
}

TEST_F(SlicedFans, WhatIsTheSameForAllIsKeptOnce) {
  const FanRun run = run_of(draw(*bound_.study, nullptr, 1000, 1), 0, 2, {1000});
  const auto found = run.of_policy(0).quantiles(run.cell(1, 1), kProbabilities);
  for (const auto& one : found) {
    EXPECT_EQ(one.value, 1);
    EXPECT_EQ(one.error, 0);
  }
  EXPECT_EQ(run.of_policy(0).count(run.cell(1, 1)), 1000U);
}

TEST_F(SlicedFans, EndSoonWhenCancelled) {
  std::atomic<bool> cancel{false};
  FanRun run(runner_, policies_, draws(1'000'000),
             {.readings = {}, .pairs = {}, .exact_bytes = 0, .slices_from = 0});
  const auto stop = [&](const Progress& progress) {
    if (progress.members_done > 2 * results::kPilotMembers) cancel = true;
  };
  EXPECT_FALSE(run.run_to(1'000'000, {.threads = 2, .progress = stop, .cancel = &cancel}));
}

// Futures that turn bad count nowhere, but their numbers bound the least and the greatest; that
// must not depend on when the kept numbers became counts.
TEST_F(TeaFans, BadFuturesLeaveTheSameBitsInOneGoAndInSteps) {
  results::Draws stored = draw(*bound_.study, nullptr, 3003, 1);
  for (const std::size_t member : {400U, 700U}) stored.values[3003 + member] = -1e13;
  stored.values[3003 + 900] = -1e300;
  std::vector<double> known;
  for (const std::vector<std::uint64_t>& steps :
       {std::vector<std::uint64_t>{3003}, {100, 1000, 3003}}) {
    FanRun run(runner_, policies_, DrawPlan(bound_.study, stored),
               {.readings = {}, .pairs = {}, .exact_bytes = std::size_t{4} << 20U});
    for (const std::uint64_t members : steps) ASSERT_TRUE(run.run_to(members, {.threads = 2}));
    EXPECT_EQ(run.bad(0).size(), 3U);
    if (known.empty()) known = all_of(run);
    EXPECT_EQ(all_of(run), known) << steps.size() << " steps";
  }
}

TEST_F(TeaFans, ManyPoliciesUnderOneKernel) {
  const auto any = Runner::make(bound_, {.any_schedule = true});
  ASSERT_TRUE(any.value);
  Policy half = policies_[0];
  half.settings[0] = 0.5;
  Policy late = policies_[0];
  late.settings[0] = std::vector<study::DatedValue>{{{2023 * 12}, 1.0}};
  FanRun run(*any.value, {policies_[0], half, late}, draws(200), {});
  ASSERT_TRUE(run.run_to(200));
  const auto median = [&](std::size_t policy) {
    return run.of_policy(policy).quantiles(24, kProbabilities)[3].value;
  };
  EXPECT_LT(median(0), median(1));
  EXPECT_LT(median(0), median(2));
}

// How soon a cancelled run ends: no step is begun after the flag is seen, and each worker looks at
// it before every step of its block. So it takes one step of one block a worker.
TEST_F(TeaFans, ACancelledRunHandsOnNoMoreBlocks) {
  struct Canceller : FutureSink {
    void take(const FutureBlock&) override {
      ++taken;
      cancel = true;
    }
    std::atomic<int> taken{0};
    std::atomic<bool> cancel{false};
  };
  for (const unsigned threads : {1U, 4U}) {
    Canceller sink;
    Stream stream(runner_, policies_, draws(1000000), Blocks::one_policy);
    EXPECT_FALSE(stream.run(0, 1000000, sink, {.threads = threads, .cancel = &sink.cancel}));
    EXPECT_GE(sink.taken, 1);
    EXPECT_LE(sink.taken, static_cast<int>(threads));
  }
  FanRun run = fans(100000, {});
  std::atomic<bool> cancel{true};
  EXPECT_FALSE(run.run_to(100000, {.cancel = &cancel}));
}

TEST_F(TeaFans, WhatASinkThrowsComesOut) {
  struct Full : FutureSink {
    void take(const FutureBlock&) override { throw std::runtime_error("no room"); }
  } sink;
  Stream stream(runner_, policies_, draws(1000), Blocks::one_policy);
  EXPECT_THROW(stream.run(0, 1000, sink, {.threads = 2}), std::runtime_error);
}

TEST_F(TeaFans, ProgressCountsOnOverTheExactLimit) {
  std::vector<std::uint64_t> seen;
  RunOptions options{.threads = 2};
  options.progress = [&](const Progress& progress) {
    EXPECT_EQ(progress.members_total, 6000U);
    seen.push_back(progress.members_done);
  };
  FanRun run = fans(3000, {.readings = {}, .pairs = {}, .exact_bytes = 0});
  ASSERT_TRUE(run.run_to(3000, options));
  EXPECT_TRUE(std::ranges::is_sorted(seen));
  EXPECT_EQ(seen.back(), 6000U);
}

TEST_F(TeaFans, ACancelledRunOfFramesSaysWhatItDidNotReach) {
  std::atomic<bool> cancel{false};
  RunOptions options{
      .threads = 1, .progress = [&](const Progress&) { cancel = true; }, .cancel = &cancel};
  results::Draws stored = draw(*bound_.study, nullptr, 20000, 1);
  stored.values[20000] = std::nan("");  // member 0, the first to be run
  const auto kept = runner_.run(policies_, stored, options);
  const results::ScenarioResult& first = kept.scenarios[0];
  ASSERT_EQ(first.bad.size(), 1U);
  EXPECT_TRUE(first.reached(0));
  EXPECT_FALSE(first.reached(19999));
  for (std::size_t m = 1; m < 20000; ++m) {
    EXPECT_EQ(std::isnan(first.frame.at(0, 24)[m]), !first.reached(m));
  }
}

}  // namespace
}  // namespace sluice::ensemble
