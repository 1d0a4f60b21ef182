#include "results/sketch.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace sluice::results {
namespace {

constexpr std::size_t kChunk = 512;
constexpr std::int32_t kMargin = 64;  // bins of the window beyond the pilot's values
constexpr std::int32_t kWidest = 32 * kBinsOfOctave;

struct Extremes {
  double least, greatest;
  std::uint64_t below = 0, above = 0;
};

// NaN changes nothing here.
Extremes extremes_of(std::span<const double> values) {
  constexpr std::size_t kLanes = 8;
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::array<double, kLanes> least, greatest;
  std::array<std::uint64_t, kLanes> below{}, above{};
  least.fill(kInfinity);
  greatest.fill(-kInfinity);
  const auto look = [&](std::size_t lane, double value) {
    least[lane] = value < least[lane] ? value : least[lane];
    greatest[lane] = value > greatest[lane] ? value : greatest[lane];
    below[lane] += value < 0 ? 1U : 0U;
    above[lane] += value > 0 ? 1U : 0U;
  };
  std::size_t at = 0;
  for (; at + kLanes <= values.size(); at += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) look(lane, values[at + lane]);
  }
  for (; at < values.size(); ++at) look(0, values[at]);
  Extremes all{kInfinity, -kInfinity};
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    all.least = std::min(all.least, least[lane]);
    all.greatest = std::max(all.greatest, greatest[lane]);
    all.below += below[lane];
    all.above += above[lane];
  }
  return all;
}

// An order statistic: which of the values in ascending order, and what is known of it.
struct Ranked {
  std::uint64_t rank = 0;
  Estimate estimate;
};

}  // namespace

Sketch::Sketch(const std::vector<double>& pilot) : grid_(grid_for(pilot)) {
  nan_ = bin_of_infinity(grid_) + 1;
  std::vector<std::int32_t> bins(pilot.size());
  bins_of(grid_, pilot.data(), pilot.size(), bins.data());
  std::erase_if(bins, [&](std::int32_t bin) { return bin >= nan_ - 1 || bin <= -nan_; });
  if (bins.empty()) bins.push_back(0);
  const auto [low, high] = std::ranges::minmax(bins);
  first_ = low - kMargin;
  window_.resize(static_cast<std::size_t>(std::min(high - low + 2 * kMargin, kWidest)));
}

void Sketch::add(std::span<const double> values) {
  std::array<std::int32_t, kChunk> bins;
  for (std::size_t at = 0; at < values.size(); at += kChunk) {
    const std::size_t size = std::min(kChunk, values.size() - at);
    bins_of(grid_, values.data() + at, size, bins.data());
    count_bins({bins.data(), size});
  }
  const Extremes found = extremes_of(values);
  least_ = std::min(least_, found.least);
  greatest_ = std::max(greatest_, found.greatest);
  below_ += found.below;
  above_ += found.above;
  count_ += values.size();
}

void Sketch::count_bins(std::span<const std::int32_t> bins) {
  const std::size_t size = window_.size();
  std::uint32_t* const counts = window_.data();
  const auto first = static_cast<std::uint32_t>(first_);
  for (const std::int32_t bin : bins) {
    const std::uint32_t place = static_cast<std::uint32_t>(bin) - first;
    if (place < size) {
      ++counts[place];
    } else if (bin >= nan_ || bin < -nan_) {
      ++nans_;
    } else {
      ++outside(bin);
    }
  }
}

std::uint32_t& Sketch::outside(std::int32_t bin) {
  Page& page = pages_[bin >> kBitsOfOctave];
  if (page.empty()) page.resize(kBinsOfOctave);
  return page[static_cast<std::size_t>(bin & (kBinsOfOctave - 1))];
}

void Sketch::merge(const Sketch& other) {
  assert(grid_.center == other.grid_.center && grid_.floor == other.grid_.floor);
  other.each_bin([&](std::int32_t bin, std::uint32_t number) {
    const std::uint32_t place =
        static_cast<std::uint32_t>(bin) - static_cast<std::uint32_t>(first_);
    (place < window_.size() ? window_[place] : outside(bin)) += number;
    return true;
  });
  count_ += other.count_;
  nans_ += other.nans_;
  below_ += other.below_;
  above_ += other.above_;
  least_ = std::min(least_, other.least_);
  greatest_ = std::max(greatest_, other.greatest_);
}

// Ascending, bins that hold something only, until `visit` says false.
template <class Visit>
void Sketch::each_bin(const Visit& visit) const {
  const auto end = first_ + static_cast<std::int32_t>(window_.size());
  const auto visit_pages = [&](bool before) {
    for (const auto& [octave, page] : pages_) {
      for (std::int32_t k = 0; k < kBinsOfOctave; ++k) {
        const std::int32_t bin = octave * kBinsOfOctave + k;
        const std::uint32_t number = page[static_cast<std::size_t>(k)];
        if (number == 0 || (before ? bin >= first_ : bin < end)) continue;
        if (!visit(bin, number)) return false;
      }
    }
    return true;
  };
  if (!visit_pages(true)) return;
  for (std::size_t k = 0; k < window_.size(); ++k) {
    if (window_[k] == 0) continue;
    if (!visit(first_ + static_cast<std::int32_t>(k), window_[k])) return;
  }
  visit_pages(false);
}

BinEdges Sketch::within(const BinEdges& edges) const {
  const double low = std::clamp(edges.low, least_, greatest_);
  return {low, std::clamp(edges.high, low, greatest_)};
}

std::vector<Estimate> Sketch::quantiles(std::span<const double> probabilities) const {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::vector<Estimate> results(probabilities.size(), {kNone, kNone});
  if (count_ == 0 || nans_ > 0) return results;
  std::vector<Ranked> ranked;
  for (const double probability : probabilities) {
    const auto below = static_cast<std::uint64_t>(probability * static_cast<double>(count_ - 1));
    ranked.push_back({below, {}});
    ranked.push_back({std::min(below + 1, count_ - 1), {}});
  }
  std::vector<Ranked*> rising;
  for (Ranked& one : ranked) rising.push_back(&one);
  std::ranges::sort(rising, {}, &Ranked::rank);
  std::uint64_t before = 0;
  auto next = rising.begin();
  each_bin([&](std::int32_t bin, std::uint32_t number) {
    const BinEdges ends = within(edges_of(grid_, bin));
    // x - center was rounded: a value may lie a unit in the last place outside its bin.
    const double slack =
        ends.low == ends.high
            ? 0
            : 0x1p-51 * (std::abs(grid_.center) + std::abs(ends.low) + grid_.floor);
    for (; next != rising.end() && (*next)->rank < before + number; ++next) {
      const double share = (static_cast<double>((*next)->rank - before) + 0.5) / number;
      const double value =
          ends.low == ends.high ? ends.low : ends.low + (ends.high - ends.low) * share;
      const double wide = std::max(value - ends.low, ends.high - value) + slack;
      (*next)->estimate = {value, ends.low == ends.high ? 0 : wide};
    }
    before += number;
    return next != rising.end();
  });
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const double place = probabilities[i] * static_cast<double>(count_ - 1);
    const double share = place - std::floor(place);
    const Estimate &one = ranked[2 * i].estimate, &other = ranked[2 * i + 1].estimate;
    const bool same = share == 0 || one.value == other.value;
    results[i] = {same ? one.value : one.value + share * (other.value - one.value),
                  std::max(one.error, share > 0 ? other.error : 0)};
  }
  return results;
}

std::size_t Sketch::bytes() const {
  return sizeof *this + (window_.size() + pages_.size() * kBinsOfOctave) * sizeof(std::uint32_t);
}

}  // namespace sluice::results
