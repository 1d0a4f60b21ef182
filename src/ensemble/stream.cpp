#include "ensemble/stream.h"

#include <algorithm>

#include "base/large_pages.h"
#include "ensemble/policy_run.h"
#include "ensemble/shared_jobs.h"
#include "ensemble/slice_jobs.h"

namespace sluice::ensemble {
namespace {

const std::atomic<bool> kNever{false};

// What one worker needs to run blocks.
struct Worker {
  std::unique_ptr<execute::State> state;
  std::size_t lanes = 0;           // of the state, and of a row
  std::vector<double> rows;        // of inputs: the levers' (not read), then the draws
  std::vector<NumberRoom> values;  // one policy's each
};

// No more than this for a worker's numbers, unless a block of 32 members takes more.
constexpr std::size_t kMostNumbers = std::size_t{1} << 23U;
// The same of small blocks, unless one of 8 members takes more: half of a usual second cache.
constexpr std::size_t kFewNumbers = std::size_t{1} << 16U;

}  // namespace

struct Stream::Implementation {
  Implementation(Runner used, std::vector<Policy> wanted, DrawPlan plan, Blocks by)
      : runner(std::move(used)), policies(std::move(wanted)), draws(std::move(plan)), blocks(by) {}

  // False where it was cancelled.
  bool make_runs(const RunOptions& options) {
    if (!runs.empty()) return true;
    const std::size_t threads = options.threads == 0 ? available_cores() : options.threads;
    const std::atomic<bool>& cancel = options.cancel == nullptr ? kNever : *options.cancel;
    auto made = policy_runs_of(runner.kernel(), *runner.bound().study, policies, draws.seed(),
                               threads, cancel);
    if (cancel) return false;
    runs = std::move(made);
    for (PolicyRun& one : runs)
      if (pasts != nullptr) one.past = pasts->of(one.prepared);
    return true;
  }

  Runner runner;
  std::vector<Policy> policies;
  DrawPlan draws;
  Blocks blocks;
  std::vector<PolicyRun> runs;  // made when first run
  std::vector<Worker> workers;
  std::vector<SliceWorker> slice_workers;
  KnownFutures* known = nullptr;
  Pasts* pasts = nullptr;
};

namespace {

// Blocks of one call, shared among threads.
class BlockJobs {
 public:
  BlockJobs(const Runner& runner, const std::vector<PolicyRun>& runs, const DrawPlan& draws,
            Blocks blocks, KnownFutures* known, std::vector<Worker>& workers, FutureSink& sink,
            const RunOptions& options)
      : runner_(runner),
        kernel_(runner.kernel()),
        runs_(runs),
        draws_(draws),
        together_(blocks == Blocks::all_policies ? runs.size() : 1),
        known_(known),
        sink_(sink),
        options_(options),
        threads_(options.threads == 0 ? available_cores() : options.threads),
        workers_(workers),
        jobs_(options) {
    workers_.resize(std::max(workers_.size(), threads_));
  }

  bool run(std::uint64_t first, std::uint64_t last) {
    first_ = first;
    last_ = last;
    const std::uint64_t members = (last - first) * runs_.size();
    kernel_.expect(members);
    const std::size_t groups = runs_.size() / together_;
    size_ = block_size(last - first);
    blocks_ = (last - first + size_ - 1) / size_;
    return jobs_.run(
        groups * blocks_, threads_, members,
        [this](std::size_t job, std::size_t worker) { run_job(job, workers_[worker]); });
  }

 private:
  std::size_t numbers_of_member() const {
    return runner_.series().size() * runner_.times().size() * together_;
  }

  std::size_t block_size(std::uint64_t members) const {
    const std::size_t most = kMostNumbers / std::max<std::size_t>(numbers_of_member(), 1) / 8 * 8;
    const std::size_t liked = block_size_for(kernel_, members * runs_.size() / together_, threads_);
    return std::min(liked, std::max<std::size_t>(most, 32));
  }

  void run_job(std::size_t job, Worker& worker) {
    const std::uint64_t first = first_ + job % blocks_ * size_;
    const auto members = static_cast<std::size_t>(std::min<std::uint64_t>(size_, last_ - first));
    make_ready(worker);
    const std::size_t levers = runner_.bound().study->levers.size();
    draws_.fill(first, members, worker.rows.data() + levers * size_, size_);
    const std::size_t most = block_now();
    for (std::size_t at = 0; at < members; at += most) {
      const std::size_t some = std::min(most, members - at);
      const std::span<const double> rows = std::span(worker.rows).subspan(at);
      if (!run_block(job / blocks_ * together_, {first + at, some, rows, size_}, worker)) return;
    }
    jobs_.tell_progress(members * together_);
  }

  // Compiled code runs eight members as well as many.
  std::size_t block_now() const {
    if (known_ != nullptr || !sink_.likes_small_blocks() || !kernel_.runs_compiled()) return size_;
    const std::size_t fitting = kFewNumbers / std::max<std::size_t>(numbers_of_member(), 1);
    return std::clamp<std::size_t>(fitting / 8 * 8, 8, size_);
  }

  // False where it was cancelled: what there is of the block is not whole.
  bool run_block(std::size_t first_policy, const execute::Block& block, Worker& worker) {
    std::vector<PolicyBlock> done;
    for (std::size_t k = 0; k < together_; ++k) {
      done.push_back(run_policy(first_policy + k, block, worker, k));
      if (jobs_.cancelled()) return false;
    }
    const std::size_t levers = runner_.bound().study->levers.size();
    const double* const drawn = block.values.data() + levers * block.stride;
    sink_.take({block.first_member, block.members, done, drawn, block.stride});
    return true;
  }

  void make_ready(Worker& worker) const {
    if (worker.lanes != size_) {
      worker.state = kernel_.make_state(size_);
      worker.lanes = size_;
    }
    worker.rows.resize(kernel_.program().inputs.size() * size_);
    worker.values.resize(together_);
  }

  PolicyBlock run_policy(std::size_t policy, const execute::Block& block, Worker& worker,
                         std::size_t place) {
    const std::size_t stride = execute::good_stride(block.members);
    NumberRoom& room = worker.values[place];
    const std::size_t numbers = runner_.series().size() * runner_.times().size() * stride;
    if (room.size() < numbers) room = NumberRoom(numbers);
    double* const values = room.data();
    PolicyBlock result{policy, {values, runner_.times().size(), stride, block.members, 1}, {}};
    if (runner_.times().size() > 1) result.values.period = runner_.times()[1] - runner_.times()[0];
    if (known_ != nullptr &&
        known_->get(policy, block.first_member, result.values, values, result.bad)) {
      result.known = true;
      return result;
    }
    result.bad.clear();
    const PolicyRun& run = runs_[policy];
    const auto troubles = kernel_.run(*worker.state, run.inputs, run.prepared, block,
                                      {values, stride}, options_.cancel, run.past.get());
    for (const execute::Trouble& one : troubles) {
      result.bad.push_back({one.member, program::time_at(kernel_.program().timing, one.step)});
    }
    return result;
  }

  const Runner& runner_;
  const execute::Kernel& kernel_;
  const std::vector<PolicyRun>& runs_;
  const DrawPlan& draws_;
  std::size_t together_;
  KnownFutures* known_;
  FutureSink& sink_;
  const RunOptions& options_;
  std::size_t threads_;
  std::vector<Worker>& workers_;
  SharedJobs jobs_;
  std::uint64_t first_ = 0, last_ = 0;
  std::size_t size_ = 0, blocks_ = 0;
};

}  // namespace

Stream::Stream(const Runner& runner, std::vector<Policy> policies, DrawPlan draws, Blocks blocks)
    : implementation_(std::make_unique<Implementation>(runner, std::move(policies),
                                                       std::move(draws), blocks)) {}
Stream::~Stream() = default;
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;

const std::vector<Policy>& Stream::policies() const { return implementation_->policies; }
const DrawPlan& Stream::draws() const { return implementation_->draws; }

void Stream::know(KnownFutures* futures) { implementation_->known = futures; }
void Stream::share(Pasts* pasts) { implementation_->pasts = pasts; }

bool Stream::run(std::uint64_t first, std::uint64_t last, FutureSink& sink,
                 const RunOptions& options) {
  Implementation& own = *implementation_;
  if (first >= last || own.policies.empty()) return true;
  if (!own.make_runs(options)) return false;
  return BlockJobs(own.runner, own.runs, own.draws, own.blocks, own.known, own.workers, sink,
                   options)
      .run(first, last);
}

bool Stream::can_slice() const {
  const Implementation& own = *implementation_;
  return own.known == nullptr && own.pasts == nullptr && own.blocks == Blocks::one_policy &&
         own.runner.kernel().runs_compiled();
}

bool Stream::run_in_slices(std::uint64_t first, std::uint64_t last,
                           std::span<SliceTaker* const> takers, const RunOptions& options) {
  Implementation& own = *implementation_;
  if (first >= last || own.policies.empty()) return true;
  if (!own.make_runs(options)) return false;
  return SliceJobs(own.runner, own.runs, own.draws, own.slice_workers, takers, options)
      .run(first, last);
}

}  // namespace sluice::ensemble
