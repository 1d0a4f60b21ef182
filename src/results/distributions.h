// The distributions of many cells (an outcome in a year, say) over the same members, filled block
// by block from any thread: exact while members are few, sketches beyond.
//
// Up to `exact_members` every value is kept and quantiles are exact. Beyond, the values of the
// first kPilotMembers give each cell its grid, all values are counted (results/sketch.h), and none
// is kept. Which it is depends on the number of members alone, and what is found does not depend
// on blocks, their order, or threads.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "results/reading.h"
#include "results/sketch.h"

namespace sluice::results {

inline constexpr std::size_t kPilotMembers = 256;
// As many members as fit, a multiple of kPilotMembers, at least that.
std::size_t exact_members_for(std::size_t cells, std::size_t bytes);

class Distributions {
 public:
  // `bits` of the sketches' grids (sketch_grid.h). `same`, if not empty, tells by cell which hold
  // one number for all members: of those only that number is kept.
  Distributions(std::size_t cells, std::size_t exact_members, unsigned bits = kMostBits,
                const std::vector<bool>& same = {});
  Distributions(Distributions&&) noexcept;
  Distributions& operator=(Distributions&&) noexcept;
  ~Distributions();

  // Makes room for all members below `members`; call it alone, before `put`s of them. The pilot's
  // members must have been put before room is made for more than exact_members(). Once `cancel` is
  // set, what takes long is left half done, here and later: then nothing is read any more, and
  // nothing put where room was still to be made.
  void make_room(std::uint64_t members, std::size_t threads,
                 const std::atomic<bool>* cancel = nullptr);
  // Numbers of consecutive members: values[cell * stride + m]. Any thread; no member twice.
  // usable[m] is 0 where a member belongs in no statistic.
  void put(std::uint64_t first_member, const double* values, std::size_t stride,
           std::span<const std::uint8_t> usable);

  // Counts what was put since: call it alone, before anything is read.
  void settle(std::size_t threads);
  // Members that were counted time by time (slices.h) but belong in no statistic: the same numbers
  // as were shown, of these places of a block.
  void take_back(const BlockView& block, std::span<const std::size_t> members);

  std::size_t cells() const { return places_.size(); }
  std::size_t exact_members() const { return exact_members_; }
  bool exact() const { return sketches_.empty(); }

  // Of the usable members put and settled so far.
  std::vector<Estimate> quantiles(std::size_t cell, std::span<const double> probabilities) const;
  // The same of the cells from `first_cell` on, sooner: [cell][probability].
  std::vector<std::vector<Estimate>> quantiles_of(std::size_t first_cell, std::size_t cells,
                                                  std::span<const double> probabilities) const;
  std::uint64_t count(std::size_t cell) const;
  // Shares of values below -slack and above slack (not below 0); NaN for none. Where values are
  // only counted and there is some slack, to half a percent.
  struct Signs {
    double below = 0, above = 0;
  };
  Signs signs(std::size_t cell, double slack = 0) const;
  // The Monte Carlo standard error of a quantile: half the distance between the quantiles one
  // binomial standard deviation of ranks to either side (so it asks nothing of the distribution).
  // For Latin hypercube and Sobol' draws it is as a rule too large.
  double standard_error(std::size_t cell, double probability) const;
  std::size_t bytes() const;

 private:
  struct Chunk;   // kPilotMembers members' values
  struct Stage;   // places of values of some members, on their way to the counts
  struct Groups;  // members of a put, in eights
  struct Batch;   // neighbouring cells that differ
  friend class SliceCounter;
  Sketch& sketch_of(std::size_t cell) { return sketches_[places_[cell].number]; }
  unsigned bits() const { return bits_; }
  void add_members(std::size_t members);
  bool cancelled() const { return cancel_ != nullptr && cancel_->load(std::memory_order_relaxed); }
  std::mutex& lock_of_time(std::size_t time) { return (*locks_)[time % kStripes]; }
  void keep_same(const double* values, std::size_t stride);
  Estimate same_one(std::size_t cell) const;
  Signs signs_counted(std::size_t cell, double slack) const;
  std::vector<double> column(std::size_t cell) const;
  struct Columns;  // of some cells, sorted together
  Columns sorted_columns(std::size_t first_cell, std::size_t cells, std::size_t chunks) const;
  void turn_into_sketches(std::size_t threads);
  void lay_grids(std::size_t first_cell, std::size_t cells);
  void put_exact(std::uint64_t first_member, const double* values, std::size_t stride,
                 std::span<const std::uint8_t> usable);
  void put_counted(const double* values, std::size_t stride, std::span<const std::uint8_t> usable);
  void reach_unusable(std::size_t cell);
  void reach_unusable(const double* values, std::size_t stride,
                      std::span<const std::uint8_t> usable);
  void stage_group(const Batch& batch, const double* values, std::size_t stride,
                   std::span<const std::size_t> members, std::uint16_t* places);
  std::unique_ptr<Stage> take_stage();
  void count_stage(Stage& stage);
  void count_cells(std::size_t first_cell, const Stage& stage);
  std::mutex& lock_of(std::size_t cell);

  static constexpr std::size_t kStripes = 64;  // of cells, each with a lock
  std::size_t cells_ = 0;  // that differ between members: what all below but places_ numbers
  std::size_t exact_members_ = 0, threads_ = 1;
  unsigned bits_ = kMostBits;
  const std::atomic<bool>* cancel_ = nullptr;
  struct Place {
    bool same = false;
    std::uint32_t number = 0;  // among the cells that differ, or in same_
  };
  std::vector<Place> places_;  // by cell
  std::vector<Batch> batches_;
  std::vector<double> same_;  // once something was put
  bool has_same_ = false;
  std::uint64_t members_ = 0;  // usable ones
  std::vector<std::unique_ptr<Chunk>> chunks_;
  std::vector<Sketch> sketches_;
  std::unique_ptr<Window[]> windows_;
  std::unique_ptr<std::array<std::mutex, kStripes + 1>> locks_;  // the last one is of stages_
  std::vector<std::unique_ptr<Stage>> stages_;                   // not in use: one a thread
};

}  // namespace sluice::results
