// Jobs of one run of an ensemble, shared among threads: what stops them all, and how far they are.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <mutex>

#include "base/parallel.h"
#include "ensemble/ensemble.h"

namespace sluice::ensemble {

class SharedJobs {
 public:
  explicit SharedJobs(const RunOptions& options) : options_(options) {}

  // Calls job(number, worker) once for each number below `count`; `members` are run in all. False
  // where that was cancelled. What a job throws first ends the others and is thrown from here.
  template <class Job>
  bool run(std::size_t count, std::size_t threads, std::uint64_t members, const Job& job) {
    total_ = members;
    parallel_for(count, threads, stop_, [&](std::size_t number, std::size_t worker) noexcept {
      if (cancelled()) return stop();
      try {
        job(number, worker);
      } catch (...) {
        const std::scoped_lock lock(mutex_);
        if (!failure_) failure_ = std::current_exception();
        stop();
      }
    });
    if (failure_) std::rethrow_exception(failure_);
    return !stop_ && !cancelled();
  }

  // From within a job, as the rest.
  bool cancelled() const {
    return options_.cancel != nullptr && options_.cancel->load(std::memory_order_relaxed);
  }
  void stop() { stop_ = true; }

  void tell_progress(std::uint64_t members) {
    if (!options_.progress) return;
    const std::scoped_lock lock(mutex_);
    done_ += members;
    options_.progress({done_, total_});
  }

 private:
  const RunOptions& options_;
  std::uint64_t done_ = 0, total_ = 0;
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace sluice::ensemble
