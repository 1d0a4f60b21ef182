#include "results/distributions.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "base/large_pages.h"
#include "base/parallel.h"
#include "results/cache_share.h"
#include "results/distribution_parts.h"

namespace sluice::results {

// Places of groups of eight members: [group][cell][8]. Place 0 where there is no such member, or it
// is in no statistic.
struct Distributions::Stage {
  Stage(std::size_t cells, std::size_t threads)
      : cell_count(cells),
        room(std::clamp<std::size_t>(share_of_last_cache() / threads / (cells * kBytesOfGroup), 16,
                                     256)),
        places(std::make_unique_for_overwrite<std::uint16_t[]>(room * cells * kMembersOfGroup)) {
    prefer_large_pages(places.get(), room * cells * kBytesOfGroup);
  }

  std::uint16_t* at(std::size_t group, std::size_t cell) const {
    return places.get() + (group * cell_count + cell) * kMembersOfGroup;
  }

  static constexpr std::size_t kBytesOfGroup = kMembersOfGroup * sizeof(std::uint16_t);
  std::size_t cell_count, room, groups = 0;
  std::size_t members = 0;  // that have places
  std::unique_ptr<std::uint16_t[]> places;
};

// Which members of a put are in each group: usable ones only, at most eight.
struct Distributions::Groups {
  explicit Groups(std::span<const std::uint8_t> usable) {
    for (std::size_t m = 0; m < usable.size(); ++m) {
      if (usable[m] != 0) members.push_back(m);
    }
  }
  std::size_t count() const { return (members.size() + kMembersOfGroup - 1) / kMembersOfGroup; }
  std::span<const std::size_t> of(std::size_t group) const {
    const std::size_t first = group * kMembersOfGroup;
    return std::span(members).subspan(first, std::min(kMembersOfGroup, members.size() - first));
  }
  std::vector<std::size_t> members;
};

std::size_t exact_members_for(std::size_t cells, std::size_t bytes) {
  const std::size_t fitting = bytes / std::max<std::size_t>(cells * sizeof(double), 1);
  return std::max<std::size_t>(fitting / kPilotMembers, 1) * kPilotMembers;
}

Distributions::Distributions(std::size_t cells, std::size_t exact_members, unsigned bits,
                             const std::vector<bool>& same)
    : exact_members_(std::max<std::size_t>(exact_members / kPilotMembers, 1) * kPilotMembers),
      bits_(bits),
      locks_(std::make_unique<std::array<std::mutex, kStripes + 1>>()) {
  places_.reserve(cells);
  for (std::size_t cell = 0; cell < cells; ++cell) {
    const bool is_same = !same.empty() && same[cell];
    if (is_same) {
      places_.push_back({true, static_cast<std::uint32_t>(same_.size())});
      same_.push_back(0);
      continue;
    }
    const bool goes_on = cell > 0 && !places_.back().same && batches_.back().count < kCellsAtOnce;
    if (!goes_on) batches_.push_back({cell, cells_, 0});
    ++batches_.back().count;
    places_.push_back({false, static_cast<std::uint32_t>(cells_++)});
  }
}
Distributions::Distributions(Distributions&&) noexcept = default;
Distributions& Distributions::operator=(Distributions&&) noexcept = default;
Distributions::~Distributions() = default;

void Distributions::make_room(std::uint64_t members, std::size_t threads,
                              const std::atomic<bool>* cancel) {
  threads_ = std::max<std::size_t>(threads, 1);
  cancel_ = cancel;
  if (!exact()) return;
  if (members > exact_members_) return turn_into_sketches(threads);
  while (chunks_.size() * kPilotMembers < members) {
    chunks_.push_back(std::make_unique<Chunk>(cells_));
  }
}

void Distributions::turn_into_sketches(std::size_t threads) {
  if (cells_ == 0) return;
  std::vector<Sketch> made(cells_);
  std::swap(sketches_, made);
  windows_ = std::make_unique<Window[]>(cells_);
  const std::size_t batches = (cells_ + kColumnsAtOnce - 1) / kColumnsAtOnce;
  parallel_for(batches, threads, [&](std::size_t batch, std::size_t) noexcept {
    if (cancelled()) return;
    const std::size_t first = batch * kColumnsAtOnce;
    const std::size_t last = std::min(first + kColumnsAtOnce, cells_);
    lay_grids(first, last - first);
    for (std::size_t cell = first; cell < last; ++cell) {
      sketches_[cell].add(column(cell));
      reach_unusable(cell);
      sketches_[cell].open(windows_[cell]);
    }
  });
  chunks_.clear();
}

// As reach_unusable of what is put later.
void Distributions::reach_unusable(std::size_t cell) {
  for (const auto& chunk : chunks_) {
    const double* const row = chunk->values.data() + cell * kPilotMembers;
    for (std::size_t m = 0; m < kPilotMembers; ++m)
      if (chunk->put[m] != 0 && chunk->usable[m] == 0) sketches_[cell].reach(row[m]);
  }
}

void Distributions::lay_grids(std::size_t first_cell, std::size_t cells) {
  const Columns columns = sorted_columns(first_cell, cells, 1);
  for (std::size_t k = 0; k < cells; ++k) {
    std::vector<double> pilot = columns.column(k);
    sketches_[first_cell + k] =
        columns.finite ? Sketch::of_sorted(pilot, bits_) : Sketch(std::move(pilot), bits_);
  }
}

void Distributions::put(std::uint64_t first_member, const double* values, std::size_t stride,
                        std::span<const std::uint8_t> usable) {
  {
    const std::scoped_lock lock((*locks_)[kStripes]);
    if (!has_same_) keep_same(values, stride);
    members_ += static_cast<std::uint64_t>(std::ranges::count(usable, 1));
  }
  if (exact()) return put_exact(first_member, values, stride, usable);
  put_counted(values, stride, usable);
}

void Distributions::keep_same(const double* values, std::size_t stride) {
  for (std::size_t cell = 0; cell < places_.size(); ++cell) {
    if (places_[cell].same) same_[places_[cell].number] = values[cell * stride];
  }
  has_same_ = true;
}

void Distributions::add_members(std::size_t members) {
  const std::scoped_lock lock((*locks_)[kStripes]);
  members_ += members;
}

void Distributions::put_exact(std::uint64_t first_member, const double* values, std::size_t stride,
                              std::span<const std::uint8_t> usable) {
  for (std::size_t at = 0; at < usable.size();) {
    const auto member = static_cast<std::size_t>(first_member) + at;
    const std::size_t place = member % kPilotMembers;
    const std::size_t size = std::min(usable.size() - at, kPilotMembers - place);
    Chunk& chunk = *chunks_[member / kPilotMembers];
    for (const Batch& batch : batches_) {
      if (cancelled()) return;
      for (std::size_t k = 0; k < batch.count; ++k) {
        std::copy_n(values + (batch.first + k) * stride + at, size,
                    chunk.values.data() + (batch.number + k) * kPilotMembers + place);
      }
    }
    std::copy_n(usable.data() + at, size, chunk.usable.data() + place);
    std::fill_n(chunk.put.data() + place, size, 1);
    at += size;
  }
}

std::mutex& Distributions::lock_of(std::size_t cell) {
  return (*locks_)[cell / kCellsAtOnce % kStripes];
}

std::unique_ptr<Distributions::Stage> Distributions::take_stage() {
  const std::scoped_lock lock((*locks_)[kStripes]);
  if (stages_.empty()) return std::make_unique<Stage>(cells_, threads_);
  auto stage = std::move(stages_.back());
  stages_.pop_back();
  return stage;
}

// Counting one value after the other in thousands of cells would wait for memory each time. So
// their places wait in a stage until each cell has many.
void Distributions::put_counted(const double* values, std::size_t stride,
                                std::span<const std::uint8_t> usable) {
  if (cells_ == 0) return;
  const Groups groups(usable);
  auto stage = take_stage();
  for (std::size_t begin = 0; begin < groups.count();) {
    if (stage->groups == stage->room) count_stage(*stage);
    const std::size_t end = std::min(groups.count(), begin + stage->room - stage->groups);
    for (const Batch& batch : batches_) {
      for (std::size_t group = begin; group < end; ++group) {
        stage_group(batch, values + batch.first * stride, stride, groups.of(group),
                    stage->at(stage->groups + group - begin, batch.number));
      }
    }
    for (std::size_t group = begin; group < end; ++group) {
      stage->members += groups.of(group).size();
    }
    stage->groups += end - begin;
    begin = end;
  }
  if (groups.members.size() < usable.size()) reach_unusable(values, stride, usable);
  const std::scoped_lock lock((*locks_)[kStripes]);
  stages_.push_back(std::move(stage));
}

// Members that belong in no statistic may still have been counted before that was known (slices.h),
// and all but the least and the greatest value is taken back then. So that these do not depend on
// it, every member's numbers bound them.
void Distributions::reach_unusable(const double* values, std::size_t stride,
                                   std::span<const std::uint8_t> usable) {
  for (const Batch& batch : batches_) {
    for (std::size_t k = 0; k < batch.count; ++k) {
      const std::scoped_lock lock(lock_of(batch.number + k));
      for (std::size_t m = 0; m < usable.size(); ++m) {
        if (usable[m] == 0)
          sketches_[batch.number + k].reach(values[(batch.first + k) * stride + m]);
      }
    }
  }
}

// Some members of a batch.
void Distributions::stage_group(const Batch& batch, const double* values, std::size_t stride,
                                std::span<const std::size_t> members, std::uint16_t* places) {
  const std::size_t cells = batch.count, first_cell = batch.number;
  std::array<double, kCellsAtOnce * kMembersOfGroup> picked;
  const bool whole =
      members.size() == kMembersOfGroup && members.back() - members.front() == kMembersOfGroup - 1;
  if (whole) {
    values += members.front();
  } else {  // lanes without a member hold the first one's value, at place 0
    for (std::size_t cell = 0; cell < cells; ++cell) {
      for (std::size_t k = 0; k < kMembersOfGroup; ++k) {
        picked[cell * kMembersOfGroup + k] =
            values[cell * stride + members[k < members.size() ? k : 0]];
      }
    }
    values = picked.data();
    stride = kMembersOfGroup;
  }
  std::uint64_t noted =
      find_places(&windows_[first_cell], cells, 52 - bits_, values, stride, places);
  for (; noted != 0; noted &= noted - 1) {
    const auto cell = static_cast<std::size_t>(std::countr_zero(noted));
    const std::scoped_lock lock(lock_of(first_cell + cell));
    sketches_[first_cell + cell].note({values + cell * stride, members.size()},
                                      windows_[first_cell + cell]);
  }
  for (std::size_t cell = 0; !whole && cell < cells; ++cell) {
    std::fill(places + cell * kMembersOfGroup + members.size(),
              places + (cell + 1) * kMembersOfGroup, 0);
  }
}

void Distributions::take_back(const BlockView& block, std::span<const std::size_t> members) {
  for (const Batch& batch : batches_) {
    for (std::size_t k = 0; k < batch.count; ++k) {
      const std::scoped_lock lock(lock_of_time((batch.first + k) % block.times));
      const double* const values = block.values + (batch.first + k) * block.stride;
      for (const std::size_t m : members) sketches_[batch.number + k].take_back(values[m]);
    }
  }
  const std::scoped_lock lock((*locks_)[kStripes]);
  members_ -= members.size();
}

void Distributions::count_stage(Stage& stage) {
  for (std::size_t cell = 0; cell < cells_ && !cancelled(); cell += kCellsCounted) {
    const std::scoped_lock lock(lock_of(cell));
    count_cells(cell, stage);
  }
  stage.groups = stage.members = 0;
}

// At most kCellsCounted cells.
void Distributions::count_cells(std::size_t first_cell, const Stage& stage) {
  const std::size_t cells = std::min(kCellsCounted, cells_ - first_cell);
  std::array<std::uint16_t*, kCellsCounted> counts{};
  for (std::size_t k = 0; k < cells; ++k) {
    counts[k] = sketches_[first_cell + k].counts_for(stage.members);
  }
  for (std::size_t group = 0; group < stage.groups; ++group) {
    const std::size_t later = std::min(group + kGroupsAhead, stage.room - 1);
    count_group(counts, cells, stage.at(group, first_cell), stage.at(later, first_cell));
  }
}

void Distributions::settle(std::size_t threads) {
  const std::size_t batches = (cells_ + kCellsCounted - 1) / kCellsCounted;
  parallel_for(batches, threads, [&](std::size_t batch, std::size_t) noexcept {
    if (cancelled()) return;
    for (const auto& stage : stages_) count_cells(batch * kCellsCounted, *stage);
  });
  stages_.clear();
}

}  // namespace sluice::results
