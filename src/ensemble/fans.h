// Distributions of outcomes over futures, as many futures as are asked for and then more: what a
// page shows while it still runs, and what `sluice ensemble` and `sluice compare` print.
//
//   auto runner = Runner::make(bound, {.any_schedule = true});      // once per model and study
//   FanRun fans(*runner.value, policies, DrawPlan(bound.study, nullptr, 5000, seed), plan);
//   for (const std::uint64_t members : {200, 1000, 5000}) {
//     if (!fans.run_to(members, {.cancel = &cancel})) return;       // cancelled: make a new FanRun
//     show(fans.of_policy(0).quantiles(fans.cell(outcome, time), probabilities));
//   }
//
// The runner keeps the compiled program: other levers, other draws or more members need no new one.
// All policies run over the same draws. What is found depends on the members asked for alone, not
// on the steps in which they were asked for, nor on threads. One thread at a time calls a FanRun.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "ensemble/stream.h"
#include "results/distributions.h"
#include "results/reading.h"

namespace sluice::ensemble {

struct FanPlan {
  // What is read of each future; none: every series at every saved time (cell() finds them).
  std::vector<results::Reading> readings = {};
  // Differences in the same future, of the second of two policies minus the first, for every
  // reading. With any, members that are bad under one policy count under none.
  std::vector<std::pair<std::size_t, std::size_t>> pairs = {};
  // Values that are kept for exact quantiles (results/distributions.h), for all policies together.
  std::size_t exact_bytes = std::size_t{128} << 20U;
  // Where every series is read at every saved time, and that makes so many numbers of each future:
  // beyond the exact ones, futures are run slice by slice of time (slice_jobs.h). To the same bits.
  std::size_t slices_from = std::size_t{1} << 13U;
};

class FanRun {
 public:
  FanRun(const Runner& runner, std::vector<Policy> policies, DrawPlan draws, FanPlan plan);
  ~FanRun();
  FanRun(FanRun&&) noexcept;
  FanRun& operator=(FanRun&&) noexcept;

  // Runs what is missing of the first `members` members, at most those of the draws. False where it
  // was cancelled: then nothing more can be run or read. `also`, where given, is shown every block.
  bool run_to(std::uint64_t members, const RunOptions& options = {}, FutureSink* also = nullptr);

  // Takes what is known in place of running it (stream.h).
  void know(KnownFutures* futures);

  std::uint64_t members() const;         // run so far
  std::uint64_t members_before() const;  // when the last run_to began: progress counts from there
  std::uint64_t most_members() const;    // of the draws
  const std::vector<Policy>& policies() const;
  const std::vector<results::Reading>& readings() const;
  std::size_t cell(std::size_t series, std::size_t time) const;  // where there are no readings
  bool exact() const;                                            // else see Estimate::error
  // The last number of members for which quantiles are exact.
  std::uint64_t exact_members() const;

  // Cells are the readings, in their order.
  const results::Distributions& of_policy(std::size_t policy) const;
  const results::Distributions& of_pair(std::size_t pair) const;
  // Members with numbers that are not finite, ascending: they are in no distribution.
  std::vector<results::BadMember> bad(std::size_t policy) const;
  std::size_t bytes() const;  // of the distributions

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace sluice::ensemble
