// What runs have in common before a step. Inputs that only act from some date on (a policy's
// levers, after the day of decision) leave every member as it was until then: one run keeps where
// each block stood, and runs with other inputs go on from there, to the same bits.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "execute/lanes/binding.h"

namespace sluice::execute {

// Whether no row of lanes, no stock, memory or output can differ between runs with these prepared
// numbers (Kernel::prepare) during their first `evaluations` evaluations of `step`. An input that
// differs does not count where a choice that all members make alike passes it over.
bool same_before(const LaneProgram& lanes, std::size_t evaluations, std::span<const double> one,
                 std::span<const double> other);

// Some members as they stood before a step, and what was saved of them until then.
struct Standing {
  const void* code = nullptr;  // of the runner that left it: another has other rows
  std::size_t members = 0, evaluations = 0, places = 0;
  std::vector<double> rows, trouble, outputs;
  std::vector<std::uint32_t> trouble_step;
  std::vector<MemoryRing> memories;

  std::size_t bytes() const;
};

// Any thread. One per set of inputs.
class Past {
 public:
  // `lanes` must outlive it. Keeps no more than `most_bytes`: members beyond that are run whole.
  Past(const LaneProgram& lanes, std::vector<double> prepared, std::uint32_t step,
       std::size_t evaluations, std::size_t most_bytes)
      : lanes_(lanes),
        prepared_(std::move(prepared)),
        step_(step),
        evaluations_(evaluations),
        most_bytes_(most_bytes) {}

  // Whether it is the past of runs with these prepared numbers, too.
  bool is_of(std::span<const double> prepared) const {
    return same_before(lanes_, evaluations_, prepared_, prepared);
  }
  std::uint32_t step() const { return step_; }

  std::shared_ptr<const Standing> find(std::uint64_t first_member, std::size_t members,
                                       const void* code) const;
  void put(std::uint64_t first_member, Standing standing);

 private:
  const LaneProgram& lanes_;
  std::vector<double> prepared_;
  std::uint32_t step_;
  std::size_t evaluations_, most_bytes_;
  mutable std::mutex mutex_;
  std::size_t bytes_ = 0;
  std::map<std::uint64_t, std::shared_ptr<const Standing>> standing_;  // by first member
};

}  // namespace sluice::execute
