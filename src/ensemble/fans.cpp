#include "ensemble/fans.h"

#include <algorithm>
#include <cassert>
#include <mutex>

#include "base/parallel.h"
#include "ensemble/fan_slices.h"

namespace sluice::ensemble {
namespace {

std::vector<std::uint8_t> all_usable(std::size_t members) {
  return std::vector<std::uint8_t>(members, 1);
}

void leave_out(const std::vector<results::BadMember>& bad, std::uint64_t first,
               std::vector<std::uint8_t>& usable) {
  for (const auto& one : bad) usable[static_cast<std::size_t>(one.member - first)] = 0;
}

std::vector<bool> same_for_all(const execute::Kernel& kernel,
                               const std::vector<results::Reading>& readings) {
  const std::vector<bool> of_series = kernel.same_for_all();
  std::vector<bool> same;
  for (const results::Reading& one : readings) same.push_back(of_series[one.series]);
  return same;
}

}  // namespace

struct FanRun::Implementation : FutureSink {
  Implementation(const Runner& used, std::vector<Policy> wanted, DrawPlan plan_of_draws,
                 FanPlan fans)
      : plan(std::move(fans)),
        runner(used),
        times(used.times().size()),
        whole_frame(plan.readings.empty()),
        stream(used, std::move(wanted), std::move(plan_of_draws),
               plan.pairs.empty() ? Blocks::one_policy : Blocks::all_policies) {
    if (whole_frame) plan.readings = results::readings_of_all(used.series().size(), times);
    const std::size_t sets = stream.policies().size() + plan.pairs.size();
    const std::size_t cells = plan.readings.size();
    const std::vector<bool> same = same_for_all(used.kernel(), plan.readings);
    const auto differing = static_cast<std::size_t>(std::ranges::count(same, false));
    const std::size_t exact = results::exact_members_for(differing * sets, plan.exact_bytes);
    const unsigned bits = results::bits_for(differing * sets);
    for (std::size_t k = 0; k < stream.policies().size(); ++k) {
      policies.emplace_back(cells, exact, bits, same);
    }
    for (std::size_t k = 0; k < plan.pairs.size(); ++k)
      pairs.emplace_back(cells, exact, bits, same);
    bad.resize(stream.policies().size());
  }

  // Numbers of a block as cells, [cell][member].
  struct Cells {
    std::vector<double> own;  // where they had to be computed
    const double* values = nullptr;
    std::size_t stride = 0;
  };
  Cells cells_of(const PolicyBlock& block) const {
    if (whole_frame) return {{}, block.values.values, block.values.stride};
    Cells cells;
    cells.stride = block.values.members;
    cells.own.resize(plan.readings.size() * cells.stride);
    for (std::size_t k = 0; k < plan.readings.size(); ++k) {
      results::read_values(block.values, plan.readings[k], cells.own.data() + k * cells.stride);
    }
    cells.values = cells.own.data();
    return cells;
  }

  bool likes_small_blocks() const override { return also == nullptr; }

  void take(const FutureBlock& block) override {
    if (also != nullptr) also->take(block);
    auto usable = all_usable(block.members);
    if (!plan.pairs.empty()) {
      for (const auto& one : block.policies) leave_out(one.bad, block.first_member, usable);
    }
    std::vector<Cells> cells;
    for (const auto& one : block.policies) {
      if (plan.pairs.empty()) leave_out(one.bad, block.first_member, usable);
      cells.push_back(cells_of(one));
      policies[one.policy].put(block.first_member, cells.back().values, cells.back().stride,
                               usable);
      keep_bad(one);
    }
    for (std::size_t k = 0; k < plan.pairs.size(); ++k) take_pair(block, cells, k, usable);
  }

  // Where there are pairs a block has all policies, in their order.
  void take_pair(const FutureBlock& block, const std::vector<Cells>& cells, std::size_t pair,
                 const std::vector<std::uint8_t>& usable) {
    const Cells &first = cells[plan.pairs[pair].first], &second = cells[plan.pairs[pair].second];
    std::vector<double> changes(plan.readings.size() * block.members);
    for (std::size_t k = 0; k < plan.readings.size(); ++k) {
      const double *old = first.values + k * first.stride,
                   *after = second.values + k * second.stride;
      double* change = changes.data() + k * block.members;
      for (std::size_t m = 0; m < block.members; ++m) change[m] = after[m] - old[m];
    }
    pairs[pair].put(block.first_member, changes.data(), block.members, usable);
  }

  void keep_bad(const PolicyBlock& block) {
    if (block.bad.empty()) return;
    const std::scoped_lock lock(mutex);
    auto& all = bad[block.policy];
    all.insert(all.end(), block.bad.begin(), block.bad.end());
  }

  void make_room(std::uint64_t members, std::size_t threads, const std::atomic<bool>* cancel) {
    for (auto& one : policies) one.make_room(members, threads, cancel);
    for (auto& one : pairs) one.make_room(members, threads, cancel);
  }

  void settle(std::size_t threads) {
    for (auto& one : policies) one.settle(threads);
    for (auto& one : pairs) one.settle(threads);
  }

  // Many numbers of each future, all as they are saved.
  bool likes_slices() const {
    return whole_frame && plan.pairs.empty() && also == nullptr &&
           plan.readings.size() >= plan.slices_from && !policies.empty() &&
           !policies.front().exact();
  }

  bool run_in_slices(std::uint64_t last, std::size_t threads, const RunOptions& options) {
    std::vector<std::size_t> differing;
    const std::vector<bool> same = runner.kernel().same_for_all();
    for (std::size_t k = 0; k < same.size(); ++k)
      if (!same[k]) differing.push_back(k);
    const std::size_t most = SliceJobs::members_of_block(runner.kernel(), last - done, threads);
    if (threads != slices.size() || most > most_sliced) slices.clear();
    most_sliced = std::max(most, slices.empty() ? 0 : most_sliced);
    std::vector<SliceTaker*> takers;
    for (std::size_t worker = 0; worker < threads; ++worker) {
      if (slices.size() == worker)
        slices.push_back(
            std::make_unique<FanSlices>(policies, differing, times, most, threads,
                                        [this](const PolicyBlock& block) { keep_bad(block); }));
      takers.push_back(slices[worker].get());
    }
    return stream.run_in_slices(done, last, takers, options);
  }

  bool run(std::uint64_t last, const RunOptions& options) {
    if (last <= done) return true;
    const std::size_t threads = options.threads == 0 ? available_cores() : options.threads;
    make_room(last, threads, options.cancel);
    runner.kernel().expect((last - done) * policies.size());
    while (done < last) {
      const bool in_slices = likes_slices();
      if (in_slices && stream.can_slice()) {
        if (!run_in_slices(last, threads, options)) return false;
        done = last;
      } else {  // a while at most, where they can be sliced once the code is ready
        constexpr std::uint64_t kWhile = 512;
        const std::uint64_t end = in_slices ? std::min(last, done + kWhile * threads) : last;
        if (!stream.run(done, end, *this, options)) return false;
        done = end;
      }
    }
    settle(threads);
    return options.cancel == nullptr || !*options.cancel;  // which may have been while it counted
  }

  FanPlan plan;
  Runner runner;
  std::size_t times = 0;
  bool whole_frame = false;
  Stream stream;
  std::vector<results::Distributions> policies, pairs;
  std::vector<std::vector<results::BadMember>> bad;
  std::vector<std::unique_ptr<FanSlices>> slices;  // by thread; for so many members at once
  std::size_t most_sliced = 0;
  std::mutex mutex;
  std::uint64_t done = 0, before = 0;
  FutureSink* also = nullptr;
  bool cancelled = false;
};

FanRun::FanRun(const Runner& runner, std::vector<Policy> policies, DrawPlan draws, FanPlan plan)
    : implementation_(std::make_unique<Implementation>(runner, std::move(policies),
                                                       std::move(draws), std::move(plan))) {}
FanRun::~FanRun() = default;
FanRun::FanRun(FanRun&&) noexcept = default;
FanRun& FanRun::operator=(FanRun&&) noexcept = default;

bool FanRun::run_to(std::uint64_t members, const RunOptions& options, FutureSink* also) {
  Implementation& own = *implementation_;
  assert(!own.cancelled);
  own.also = also;
  const std::uint64_t last = std::min(members, own.stream.draws().members());
  const std::uint64_t total = (last - std::min(own.done, last)) * own.policies.size();
  const std::uint64_t before = own.before = own.done;
  RunOptions shown = options;
  if (options.progress) {  // two runs of the stream, one progress
    shown.progress = [&](const Progress& progress) {
      options.progress({(own.done - before) * own.policies.size() + progress.members_done, total});
    };
  }
  // Of more than can be kept only the pilot is.
  const std::uint64_t kept = last > exact_members() ? results::kPilotMembers : last;
  own.cancelled = !own.run(std::min(last, kept), shown) || !own.run(last, shown);
  return !own.cancelled;
}

void FanRun::know(KnownFutures* futures) { implementation_->stream.know(futures); }

std::uint64_t FanRun::members() const { return implementation_->done; }
std::uint64_t FanRun::members_before() const { return implementation_->before; }
std::uint64_t FanRun::most_members() const { return implementation_->stream.draws().members(); }
const std::vector<Policy>& FanRun::policies() const { return implementation_->stream.policies(); }
const std::vector<results::Reading>& FanRun::readings() const {
  return implementation_->plan.readings;
}
std::size_t FanRun::cell(std::size_t series, std::size_t time) const {
  assert(implementation_->whole_frame);
  return series * implementation_->times + time;
}
bool FanRun::exact() const { return implementation_->done <= exact_members(); }
std::uint64_t FanRun::exact_members() const {
  return implementation_->policies.empty() ? 0 : implementation_->policies.front().exact_members();
}
const results::Distributions& FanRun::of_policy(std::size_t policy) const {
  return implementation_->policies[policy];
}
const results::Distributions& FanRun::of_pair(std::size_t pair) const {
  return implementation_->pairs[pair];
}
std::vector<results::BadMember> FanRun::bad(std::size_t policy) const {
  auto sorted = implementation_->bad[policy];
  std::ranges::sort(sorted, {}, &results::BadMember::member);
  return sorted;
}
std::size_t FanRun::bytes() const {
  std::size_t bytes = 0;
  for (const auto& one : implementation_->policies) bytes += one.bytes();
  for (const auto& one : implementation_->pairs) bytes += one.bytes();
  return bytes;
}

}  // namespace sluice::ensemble
