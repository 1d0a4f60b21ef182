#include "ensemble/slice_jobs.h"

#include <algorithm>

namespace sluice::ensemble {

// Many members make each cell's counts worth fetching; where they stand is to stay in the caches.
// As many blocks as all threads end together with.
std::size_t SliceJobs::members_of_block(const execute::Kernel& kernel, std::uint64_t members,
                                        std::size_t threads) {
  constexpr std::size_t kGroup = execute::kMembersShown, kLeast = 64, kMost = 1024;
  constexpr std::size_t kBytes = std::size_t{16} << 20U;
  const std::size_t fitting = kBytes / threads / kernel.bytes_of_group() * kGroup;
  const std::size_t most = std::clamp(fitting, kLeast, kMost);
  const std::uint64_t turns = (members + most * threads - 1) / (most * threads);
  const auto even = static_cast<std::size_t>(members / (turns * threads)) + 1;
  return (even + kGroup - 1) / kGroup * kGroup;
}

bool SliceJobs::run(std::uint64_t first, std::uint64_t last) {
  first_ = first;
  last_ = last;
  size_ = members_of_block(kernel_, last - first, takers_.size());
  blocks_ = static_cast<std::size_t>((last - first + size_ - 1) / size_);
  return jobs_.run(runs_.size() * blocks_, takers_.size(), (last - first) * runs_.size(),
                   [this](std::size_t job, std::size_t worker) { run_job(job, worker); });
}

void SliceJobs::run_job(std::size_t job, std::size_t worker) {
  SliceWorker& own = workers_[worker];
  SliceTaker& taker = *takers_[worker];
  const std::size_t policy = job / blocks_;
  const std::uint64_t first = first_ + job % blocks_ * size_;
  const auto members = static_cast<std::size_t>(std::min<std::uint64_t>(size_, last_ - first));
  if (!own.state) own.state = kernel_.make_state(execute::kMembersShown);
  own.inputs.resize(kernel_.program().inputs.size() * size_);
  const std::size_t levers = runner_.bound().study->levers.size();
  draws_.fill(first, members, own.inputs.data() + levers * size_, size_);
  const execute::Block block{first, members, own.inputs, size_};
  taker.aim(policy);
  const auto troubled =
      kernel_.run_in_slices(*own.state, runs_[policy].inputs, runs_[policy].prepared, block,
                            taker.times_of_slice(members), taker, options_.cancel);
  if (!troubled) return jobs_.stop();
  for (const std::uint64_t group : *troubled) take_back(policy, block, group, worker);
  jobs_.tell_progress(members);
}

// Which members had trouble and when, and what was shown of them, is told by running their group
// once more as a block of its own.
void SliceJobs::take_back(std::size_t policy, const execute::Block& block,
                          std::uint64_t first_of_group, std::size_t worker) {
  SliceWorker& own = workers_[worker];
  const auto at = static_cast<std::size_t>(first_of_group - block.first_member);
  const execute::Block group{first_of_group, std::min(execute::kMembersShown, block.members - at),
                             block.values.subspan(at), block.stride};
  const std::size_t stride = execute::good_stride(group.members), times = runner_.times().size();
  own.values.resize(runner_.series().size() * times * stride);
  PolicyBlock shown{policy, {own.values.data(), times, stride, group.members, 1}, {}};
  const auto troubles = kernel_.run(*own.state, runs_[policy].inputs, runs_[policy].prepared, group,
                                    {own.values.data(), stride});
  for (const execute::Trouble& one : troubles) {
    shown.bad.push_back({one.member, program::time_at(kernel_.program().timing, one.step)});
  }
  takers_[worker]->take_back(shown, first_of_group);
}

}  // namespace sluice::ensemble
