// Counting what comes slice by slice of time: many members at a few saved times, then the same
// members at the next. Many cells' counts fit no cache, so each cell is counted once a slice, with
// all members.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "results/distributions.h"

namespace sluice::results {

// One worker's. The distributions' cells are series at every saved time:
// cell = series * times + time.
class SliceCounter {
 public:
  // `series`: those that differ between members. For at most `most_members` at once.
  SliceCounter(std::vector<std::size_t> series, std::size_t times, std::size_t most_members);

  // Saved times of a slice that fits the worker's share of the caches.
  static std::size_t times_for(std::size_t series, std::size_t members, std::size_t threads);

  // The distributions count already, and no cell of theirs is put into or read until the last
  // slice has ended.
  void begin(Distributions& into, std::size_t first_time, std::size_t times);
  // At most kMembersOfGroup members at one of these times, each group of members once:
  // rows[k][m], a row of kMembersOfGroup numbers for each of `series`.
  void put(std::size_t time, std::size_t members, std::span<const double* const> rows);
  void end();

 private:
  std::size_t room_of_time() const { return most_groups_ * padded_ * kMembersOfGroup; }
  std::uint16_t* places_of(std::size_t time, std::size_t group) {
    return places_.get() + time * room_of_time() + group * padded_ * kMembersOfGroup;
  }
  Sketch& sketch(std::size_t k, std::size_t time) const;
  void make_room(std::size_t times);
  void note(std::size_t time, std::size_t members, std::span<const double* const> rows,
            std::size_t first, std::uint64_t noted);
  void count(std::size_t time, std::size_t first);

  std::vector<std::size_t> series_;
  std::size_t times_, most_groups_, padded_;
  std::size_t times_of_room_ = 0;
  std::unique_ptr<Window[]> windows_;        // of the slice: [time][k]
  std::unique_ptr<std::uint16_t[]> places_;  // [time][group][k][member]
  Distributions* into_ = nullptr;
  std::size_t first_time_ = 0;
  std::vector<std::size_t> groups_, members_;  // by time of the slice
};

}  // namespace sluice::results
