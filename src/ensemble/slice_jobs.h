// Futures run slice by slice of time, blocks of them at once: for what saves so many numbers of
// each future that a few futures' fill the caches (execute/slices.h).
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ensemble/policy_run.h"
#include "ensemble/shared_jobs.h"
#include "ensemble/stream.h"
#include "execute/slices.h"

namespace sluice::ensemble {

// Takes what one worker runs, beside others that do the same.
class SliceTaker : public execute::SliceSink {
 public:
  // What is shown from now on is of this policy.
  virtual void aim(std::size_t policy) = 0;
  // Saved times of a slice of so many members.
  virtual std::size_t times_of_slice(std::size_t members) const = 0;
  // Members that were shown turned out bad: their numbers once more.
  virtual void take_back(const PolicyBlock& block, std::uint64_t first_member) = 0;
};

// One thread's memory, which serves the next runs too.
struct SliceWorker {
  std::unique_ptr<execute::State> state;
  std::vector<double> inputs;  // the levers' rows (not read), then the draws
  std::vector<double> values;  // of a group with trouble
};

class SliceJobs {
 public:
  // The kernel runs compiled. A taker for each thread.
  SliceJobs(const Runner& runner, const std::vector<PolicyRun>& runs, const DrawPlan& draws,
            std::vector<SliceWorker>& workers, std::span<SliceTaker* const> takers,
            const RunOptions& options)
      : kernel_(runner.kernel()),
        runner_(runner),
        runs_(runs),
        draws_(draws),
        workers_(workers),
        takers_(takers),
        options_(options),
        jobs_(options) {
    workers_.resize(std::max(workers_.size(), takers.size()));
  }

  // Members of a block, most of which each taker must have room for.
  static std::size_t members_of_block(const execute::Kernel& kernel, std::uint64_t members,
                                      std::size_t threads);
  // Members first..last-1 under every policy. False where it was cancelled.
  bool run(std::uint64_t first, std::uint64_t last);

 private:
  void run_job(std::size_t job, std::size_t worker);
  void take_back(std::size_t policy, const execute::Block& block, std::uint64_t first_of_group,
                 std::size_t worker);

  const execute::Kernel& kernel_;
  const Runner& runner_;
  const std::vector<PolicyRun>& runs_;
  const DrawPlan& draws_;
  std::vector<SliceWorker>& workers_;
  std::span<SliceTaker* const> takers_;
  const RunOptions& options_;
  SharedJobs jobs_;
  std::uint64_t first_ = 0, last_ = 0;
  std::size_t size_ = 0, blocks_ = 0;
};

}  // namespace sluice::ensemble
