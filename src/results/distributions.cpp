#include "results/distributions.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "base/parallel.h"
#include "results/frame.h"

namespace sluice::results {
namespace {

constexpr std::size_t kStageBytes = std::size_t{1} << 24U;

}  // namespace

struct Distributions::Chunk {
  explicit Chunk(std::size_t cells) : values(cells * kPilotMembers), usable(kPilotMembers, 0) {}
  std::vector<double> values;        // [cell][member]
  std::vector<std::uint8_t> usable;  // 0 too for members that were not put
};

// [cell][member]: kNoPlace too where a member is in no statistic or was counted already.
struct Distributions::Stage {
  explicit Stage(std::size_t cells)
      : room(std::clamp<std::size_t>(kStageBytes / (2 * cells) / 64 * 64, 512, 2048)),
        places(cells * room) {}
  std::size_t room, used = 0;  // members
  std::vector<std::uint16_t> places;
};

std::size_t exact_members_for(std::size_t cells, std::size_t bytes) {
  const std::size_t fitting = bytes / std::max<std::size_t>(cells * sizeof(double), 1);
  return std::max<std::size_t>(fitting / kPilotMembers, 1) * kPilotMembers;
}

Distributions::Distributions(std::size_t cells, std::size_t exact_members)
    : cells_(cells),
      exact_members_(std::max<std::size_t>(exact_members / kPilotMembers, 1) * kPilotMembers),
      locks_(std::make_unique<std::array<std::mutex, kStripes + 1>>()) {}
Distributions::Distributions(Distributions&&) noexcept = default;
Distributions& Distributions::operator=(Distributions&&) noexcept = default;
Distributions::~Distributions() = default;

void Distributions::make_room(std::uint64_t members, std::size_t threads) {
  if (!exact()) return;
  if (members > exact_members_) return turn_into_sketches(threads);
  while (chunks_.size() * kPilotMembers < members) {
    chunks_.push_back(std::make_unique<Chunk>(cells_));
  }
}

void Distributions::turn_into_sketches(std::size_t threads) {
  if (cells_ == 0) return;
  std::vector<Sketch> sketches(cells_);
  parallel_for(cells_, threads, [&](std::size_t cell, std::size_t) noexcept {
    sketches[cell] = Sketch(pilot(cell));
    sketches[cell].add(column(cell));
  });
  sketches_ = std::move(sketches);
  chunks_.clear();
}

void Distributions::put(std::uint64_t first_member, const double* values, std::size_t stride,
                        std::span<const std::uint8_t> usable) {
  if (exact()) return put_exact(first_member, values, stride, usable);
  put_counted(values, stride, usable);
}

void Distributions::put_exact(std::uint64_t first_member, const double* values, std::size_t stride,
                              std::span<const std::uint8_t> usable) {
  for (std::size_t at = 0; at < usable.size();) {
    const auto member = static_cast<std::size_t>(first_member) + at;
    const std::size_t place = member % kPilotMembers;
    const std::size_t size = std::min(usable.size() - at, kPilotMembers - place);
    Chunk& chunk = *chunks_[member / kPilotMembers];
    for (std::size_t cell = 0; cell < cells_; ++cell) {
      std::copy_n(values + cell * stride + at, size,
                  chunk.values.data() + cell * kPilotMembers + place);
    }
    std::copy_n(usable.data() + at, size, chunk.usable.data() + place);
    at += size;
  }
}

template <class Visit>
void Distributions::each_cell(const Visit& visit) {
  const std::size_t width = (cells_ + kStripes - 1) / kStripes;
  for (std::size_t stripe = 0; stripe * width < cells_; ++stripe) {
    const std::scoped_lock lock((*locks_)[stripe]);
    const std::size_t last = std::min(cells_, (stripe + 1) * width);
    for (std::size_t cell = stripe * width; cell < last; ++cell) visit(cell);
  }
}

std::unique_ptr<Distributions::Stage> Distributions::take_stage() {
  const std::scoped_lock lock((*locks_)[kStripes]);
  if (stages_.empty()) return std::make_unique<Stage>(cells_);
  auto stage = std::move(stages_.back());
  stages_.pop_back();
  return stage;
}

// Counting one value after the other in thousands of cells would wait for memory each time. So
// their places wait in a stage until each cell has many.
void Distributions::put_counted(const double* values, std::size_t stride,
                                std::span<const std::uint8_t> usable) {
  auto stage = take_stage();
  std::vector<std::size_t> kept;
  for (std::size_t m = 0; m < usable.size(); ++m) {
    if (usable[m] != 0) kept.push_back(m);
  }
  const bool all = kept.size() == usable.size();
  std::vector<double> picked(all ? 0 : kept.size());
  for (std::size_t at = 0; at < kept.size();) {
    if (stage->used == stage->room) count_stage(*stage);
    const std::size_t size = std::min(kept.size() - at, stage->room - stage->used);
    each_cell([&](std::size_t cell) {
      const double* row = values + cell * stride + at;
      if (!all) {
        for (std::size_t i = 0; i < size; ++i) picked[i] = values[cell * stride + kept[at + i]];
        row = picked.data();
      }
      sketches_[cell].find_places({row, size},
                                  stage->places.data() + cell * stage->room + stage->used);
    });
    stage->used += size;
    at += size;
  }
  const std::scoped_lock lock((*locks_)[kStripes]);
  stages_.push_back(std::move(stage));
}

void Distributions::count_stage(Stage& stage) {
  each_cell([&](std::size_t cell) {
    if (cell + 1 < cells_) sketches_[cell + 1].fetch_counts();
    sketches_[cell].count_places({stage.places.data() + cell * stage.room, stage.used});
  });
  stage.used = 0;
}

void Distributions::settle(std::size_t threads) {
  parallel_for(stages_.size(), threads,
               [&](std::size_t k, std::size_t) noexcept { count_stage(*stages_[k]); });
  stages_.clear();
}

std::vector<double> Distributions::column(std::size_t cell) const {
  std::vector<double> values;
  values.reserve(chunks_.size() * kPilotMembers);
  for (const auto& chunk : chunks_) {
    const double* row = chunk->values.data() + cell * kPilotMembers;
    for (std::size_t m = 0; m < kPilotMembers; ++m) {
      if (chunk->usable[m] != 0) values.push_back(row[m]);
    }
  }
  return values;
}

std::vector<double> Distributions::pilot(std::size_t cell) const {
  std::vector<double> values;
  const Chunk& chunk = *chunks_.front();
  for (std::size_t m = 0; m < kPilotMembers; ++m) {
    if (chunk.usable[m] != 0) values.push_back(chunk.values[cell * kPilotMembers + m]);
  }
  return values;
}

std::vector<Estimate> Distributions::quantiles(std::size_t cell,
                                               std::span<const double> probabilities) const {
  if (!exact()) return sketches_[cell].quantiles(probabilities);
  std::vector<Estimate> estimates;
  for (const double value : results::quantiles(column(cell), probabilities)) {
    estimates.push_back({value, 0});
  }
  return estimates;
}

std::uint64_t Distributions::count(std::size_t cell) const {
  if (!exact()) return sketches_[cell].count();
  std::uint64_t count = 0;
  for (const auto& chunk : chunks_) {
    count += static_cast<std::uint64_t>(std::ranges::count(chunk->usable, 1));
  }
  return count;
}

Distributions::Signs Distributions::signs(std::size_t cell) const {
  std::uint64_t below = 0, above = 0;
  if (exact()) {
    for (const double value : column(cell)) {
      below += value < 0 ? 1U : 0U;
      above += value > 0 ? 1U : 0U;
    }
  } else {
    below = sketches_[cell].below_zero();
    above = sketches_[cell].above_zero();
  }
  const auto all = static_cast<double>(count(cell));
  if (all == 0) return {std::nan(""), std::nan("")};
  return {static_cast<double>(below) / all, static_cast<double>(above) / all};
}

double Distributions::standard_error(std::size_t cell, double probability) const {
  const auto all = static_cast<double>(count(cell));
  if (all < 2) return std::nan("");
  const double deviation = std::sqrt(probability * (1 - probability) / all);
  const double around[] = {std::max(0.0, probability - deviation),
                           std::min(1.0, probability + deviation)};
  const auto found = quantiles(cell, around);
  return (found[1].value - found[0].value) / 2;
}

std::size_t Distributions::bytes() const {
  std::size_t bytes = chunks_.size() * cells_ * kPilotMembers * sizeof(double);
  for (const Sketch& sketch : sketches_) bytes += sketch.bytes();
  return bytes;
}

}  // namespace sluice::results
