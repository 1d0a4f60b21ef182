#include "results/slices.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

#include "base/large_pages.h"
#include "results/cache_share.h"

namespace sluice::results {

SliceCounter::SliceCounter(std::vector<std::size_t> series, std::size_t times,
                           std::size_t most_members)
    : series_(std::move(series)),
      times_(times),
      most_groups_((most_members + kMembersOfGroup - 1) / kMembersOfGroup),
      padded_((series_.size() + kCellsCounted - 1) / kCellsCounted * kCellsCounted) {}

std::size_t SliceCounter::times_for(std::size_t series, std::size_t members, std::size_t threads) {
  const std::size_t bytes = std::max<std::size_t>(series * members * sizeof(std::uint16_t), 1);
  return std::max<std::size_t>(share_of_last_cache() / 2 / threads / bytes, 1);
}

void SliceCounter::make_room(std::size_t times) {
  if (times <= times_of_room_) return;
  times_of_room_ = times;
  windows_ = std::make_unique<Window[]>(times * padded_);
  places_ = std::make_unique_for_overwrite<std::uint16_t[]>(times * room_of_time());
  prefer_large_pages(places_.get(), times * room_of_time() * sizeof(std::uint16_t));
}

Sketch& SliceCounter::sketch(std::size_t k, std::size_t time) const {
  return into_->sketch_of(series_[k] * times_ + first_time_ + time);
}

void SliceCounter::begin(Distributions& into, std::size_t first_time, std::size_t times) {
  assert(!into.exact());
  into_ = &into;
  first_time_ = first_time;
  make_room(times);
  for (std::size_t time = 0; time < times; ++time) {
    const std::scoped_lock lock(into.lock_of_time(first_time + time));
    for (std::size_t k = 0; k < series_.size(); ++k)
      sketch(k, time).open(windows_[time * padded_ + k]);
  }
  groups_.assign(times, 0);
  members_.assign(times, 0);
}

void SliceCounter::put(std::size_t time, std::size_t members, std::span<const double* const> rows) {
  assert(rows.size() == series_.size());
  const std::size_t at = time - first_time_;
  std::uint16_t* const places = places_of(at, groups_[at]++);
  members_[at] += members;
  for (std::size_t first = 0; first < rows.size(); first += kCellsAtOnce) {
    const std::size_t cells = std::min(kCellsAtOnce, rows.size() - first);
    const std::uint64_t noted =
        find_places_of_rows(&windows_[at * padded_ + first], cells, 52 - into_->bits(),
                            rows.data() + first, places + first * kMembersOfGroup);
    if (noted != 0) note(at, members, rows, first, noted);
  }
  if (members == kMembersOfGroup) return;
  for (std::size_t k = 0; k < rows.size(); ++k)
    std::fill(places + k * kMembersOfGroup + members, places + (k + 1) * kMembersOfGroup, 0);
}

void SliceCounter::note(std::size_t time, std::size_t members, std::span<const double* const> rows,
                        std::size_t first, std::uint64_t noted) {
  const std::scoped_lock lock(into_->lock_of_time(first_time_ + time));
  for (; noted != 0; noted &= noted - 1) {
    const std::size_t k = first + static_cast<std::size_t>(std::countr_zero(noted));
    sketch(k, time).note({rows[k], members}, windows_[time * padded_ + k]);
  }
}

void SliceCounter::end() {
  for (std::size_t time = 0; time < groups_.size(); ++time) {
    for (std::size_t first = 0; first < series_.size() && !into_->cancelled();
         first += kCellsCounted)
      count(time, first);
  }
  if (first_time_ + groups_.size() == times_) into_->add_members(members_.back());
}

// At most kCellsCounted series: one waits for its counts while the others go on.
void SliceCounter::count(std::size_t time, std::size_t first) {
  const std::size_t cells = std::min(kCellsCounted, series_.size() - first);
  const std::scoped_lock lock(into_->lock_of_time(first_time_ + time));
  for (std::size_t k = first + cells; k < std::min(first + 2 * cells, series_.size()); ++k)
    sketch(k, time).prefetch();
  std::array<std::uint16_t*, kCellsCounted> counts{};
  for (std::size_t k = 0; k < cells; ++k)
    counts[k] = sketch(first + k, time).counts_for(members_[time]);
  for (std::size_t group = 0; group < groups_[time]; ++group) {
    const std::uint16_t* const places = places_of(time, group) + first * kMembersOfGroup;
    count_group(counts, cells, places, places + kGroupsAhead * padded_ * kMembersOfGroup);
  }
}

}  // namespace sluice::results
