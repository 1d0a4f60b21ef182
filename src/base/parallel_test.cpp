#include "base/parallel.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Parallel, DoesEveryBlockOnce) {
  for (const std::size_t threads : {0U, 1U, 2U, 7U, 50U}) {
    std::vector<std::atomic<int>> counts(23);
    parallel_for(counts.size(), threads,
                 [&](std::size_t block, std::size_t) noexcept { ++counts[block]; });
    for (const auto& count : counts) EXPECT_EQ(count, 1) << threads;
  }
}

TEST(Parallel, NamesWorkersBelowTheNumberOfThreads) {
  std::atomic<std::size_t> highest{0};
  parallel_for(1000, 3, [&](std::size_t, std::size_t worker) noexcept {
    std::size_t seen = highest;
    while (worker > seen && !highest.compare_exchange_weak(seen, worker)) {
    }
  });
  EXPECT_LT(highest, 3U);
}

TEST(Parallel, GivesAWorkerToOneThreadAtATime) {
  constexpr std::size_t kThreads = 4;
  std::vector<std::size_t> done(kThreads);  // unguarded: each worker writes its own
  parallel_for(10000, kThreads, [&](std::size_t, std::size_t worker) noexcept { ++done[worker]; });
  std::size_t total = 0;
  for (const std::size_t count : done) total += count;
  EXPECT_EQ(total, 10000U);
}

TEST(Parallel, BeginsNoBlockAfterCancel) {
  std::atomic<bool> cancel{false};
  std::atomic<int> begun{0};
  const bool complete = parallel_for(1000, 1, cancel, [&](std::size_t block, std::size_t) noexcept {
    ++begun;
    if (block == 9) cancel = true;
  });
  EXPECT_FALSE(complete);
  EXPECT_EQ(begun, 10);
}

TEST(Parallel, IsCompleteWithNothingToDo) {
  const std::atomic<bool> cancel{true};
  EXPECT_TRUE(parallel_for(0, 4, cancel, [](std::size_t, std::size_t) noexcept {}));
}

TEST(Parallel, FindsACore) { EXPECT_GE(available_cores(), 1U); }

}  // namespace
}  // namespace sluice
