// One worker's part of a FanRun whose futures come slice by slice of time.
#pragma once

#include <functional>
#include <vector>

#include "ensemble/slice_jobs.h"
#include "results/slices.h"

namespace sluice::ensemble {

class FanSlices : public SliceTaker {
 public:
  using KeepBad = std::function<void(const PolicyBlock&)>;
  // `differing`: the series that are not the same for all members.
  FanSlices(std::vector<results::Distributions>& policies, std::vector<std::size_t> differing,
            std::size_t times, std::size_t most_members, std::size_t threads, KeepBad keep_bad)
      : policies_(policies),
        differing_(std::move(differing)),
        rows_(differing_.size()),
        threads_(threads),
        counter_(differing_, times, most_members),
        keep_bad_(std::move(keep_bad)) {}

  void aim(std::size_t policy) override { into_ = &policies_[policy]; }
  std::size_t times_of_slice(std::size_t members) const override {
    return results::SliceCounter::times_for(differing_.size(), members, threads_);
  }
  void begin_slice(std::size_t first_time, std::size_t times) override {
    counter_.begin(*into_, first_time, times);
  }
  void show(const execute::Shown& shown) override {
    for (std::size_t k = 0; k < rows_.size(); ++k) rows_[k] = shown.outputs[differing_[k]].values;
    counter_.put(shown.time, shown.members, rows_);
  }
  void end_slice() override { counter_.end(); }
  void take_back(const PolicyBlock& block, std::uint64_t first_member) override {
    std::vector<std::size_t> places;
    for (const auto& one : block.bad)
      places.push_back(static_cast<std::size_t>(one.member - first_member));
    into_->take_back(block.values, places);
    keep_bad_(block);
  }

 private:
  std::vector<results::Distributions>& policies_;
  std::vector<std::size_t> differing_;
  std::vector<const double*> rows_;
  std::size_t threads_;
  results::SliceCounter counter_;
  KeepBad keep_bad_;
  results::Distributions* into_ = nullptr;
};

}  // namespace sluice::ensemble
