// Futures run block by block and handed on as they come: nothing grows with their number.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ensemble/draw_plan.h"
#include "ensemble/ensemble.h"
#include "ensemble/pasts.h"
#include "results/reading.h"

namespace sluice::ensemble {

// One policy's numbers of a block of consecutive members.
struct PolicyBlock {
  std::size_t policy = 0;               // which of the stream's
  results::BlockView values;            // the runner's series at every saved time
  std::vector<results::BadMember> bad;  // in no statistic; ascending
  bool known = false;                   // not run now: KnownFutures had it
};
struct FutureBlock {
  std::uint64_t first_member = 0;
  std::size_t members = 0;
  std::span<const PolicyBlock> policies;
  // draws[k * draws_stride + m]: uncertainty k of member first_member + m
  const double* draws = nullptr;
  std::size_t draws_stride = 0;
};

// Takes blocks from several threads at once, each block once, in no order that it may rely on.
class FutureSink {
 public:
  FutureSink() = default;
  FutureSink(const FutureSink&) = delete;
  FutureSink& operator=(const FutureSink&) = delete;
  virtual ~FutureSink() = default;
  virtual void take(const FutureBlock& block) = 0;
  // Whether blocks may be as small as eight members, so that their numbers are still in cache.
  virtual bool likes_small_blocks() const { return false; }
};

// Futures that were run before, as an interrupted ensemble's file holds them. Any thread.
class KnownFutures {
 public:
  KnownFutures() = default;
  KnownFutures(const KnownFutures&) = delete;
  KnownFutures& operator=(const KnownFutures&) = delete;
  virtual ~KnownFutures() = default;
  // Fills values[(series * into.times + time) * into.stride + m] and `bad` and returns true where
  // all of these members are known.
  virtual bool get(std::size_t policy, std::uint64_t first, const results::BlockView& into,
                   double* values, std::vector<results::BadMember>& bad) = 0;
};

// Whether a block holds one policy, or all of them for the same members (for differences).
enum class Blocks : std::uint8_t { one_policy, all_policies };

class SliceTaker;  // slice_jobs.h

class Stream {
 public:
  Stream(const Runner& runner, std::vector<Policy> policies, DrawPlan draws, Blocks blocks);
  ~Stream();
  Stream(Stream&&) noexcept;
  Stream& operator=(Stream&&) noexcept;

  const std::vector<Policy>& policies() const;
  const DrawPlan& draws() const;

  // Takes what is known in place of running it. Null: nothing is.
  void know(KnownFutures* futures);
  // Spares policies the part that is the same under another one. Null: each is run from its start.
  void share(Pasts* pasts);

  // Members first..last-1 under every policy. False where `options.cancel` ended it: the sink then
  // has some blocks and lacks others. What a sink throws ends the run too and is thrown on.
  // Progress counts members of this call.
  bool run(std::uint64_t first, std::uint64_t last, FutureSink& sink,
           const RunOptions& options = {});

  // Whether they can come slice by slice of time instead: where the kernel runs compiled by now,
  // and nothing is known.
  bool can_slice() const;
  // The same, with a taker for each thread.
  bool run_in_slices(std::uint64_t first, std::uint64_t last, std::span<SliceTaker* const> takers,
                     const RunOptions& options = {});

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace sluice::ensemble
