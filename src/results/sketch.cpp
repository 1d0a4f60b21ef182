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

// The grid asks for rough quantiles only.
std::ptrdiff_t some_of(std::size_t values) {
  return static_cast<std::ptrdiff_t>(std::min<std::size_t>(values, 256));
}

Estimate between(const Estimate& one, const Estimate& other, double share) {
  if (share == 0) return one;
  const bool same = one.value == other.value;  // also where both are infinite
  return {same ? one.value : one.value + share * (other.value - one.value),
          std::max(one.error, other.error)};
}

}  // namespace

Sketch::Sketch(const std::vector<double>& pilot)
    : grid_(grid_for({pilot.begin(), pilot.begin() + some_of(pilot.size())})) {
  nan_ = bin_of_infinity(grid_) + 1;
  std::vector<std::int32_t> bins(pilot.size());
  bins_of(grid_, pilot.data(), pilot.size(), bins.data());
  std::erase_if(bins, [&](std::int32_t bin) { return bin >= nan_ - 1 || bin <= 1 - nan_; });
  if (bins.empty()) bins.push_back(0);
  const auto [low, high] = std::ranges::minmax(bins);
  first_ = low - kMargin;
  window_.resize(static_cast<std::size_t>(std::min(high - low + 2 * kMargin, kWidest)));
}

void Sketch::add(std::span<const double> values) {
  std::array<std::uint16_t, kChunk> places;
  for (std::size_t at = 0; at < values.size(); at += kChunk) {
    const std::size_t size = std::min(kChunk, values.size() - at);
    find_places(values.subspan(at, size), places.data());
    count_places({places.data(), size});
  }
}

void Sketch::find_places(std::span<const double> values, std::uint16_t* places) {
  std::array<std::int32_t, kChunk> bins;
  const auto size = static_cast<std::uint32_t>(window_.size());
  for (std::size_t at = 0; at < values.size(); at += kChunk) {
    const std::size_t count = std::min(kChunk, values.size() - at);
    bins_of(grid_, values.data() + at, count, bins.data());
    std::uint32_t outside = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto place = static_cast<std::uint32_t>(bins[i]) - static_cast<std::uint32_t>(first_);
      places[at + i] = place < size ? static_cast<std::uint16_t>(place) : kNoPlace;
      outside |= place < size ? 0U : 1U;
    }
    for (std::size_t i = 0; outside != 0 && i < count; ++i) {
      if (places[at + i] == kNoPlace) count_outside(bins[i]);
    }
  }
  note_extremes(values);
}

void Sketch::count_outside(std::int32_t bin) {
  if (bin >= nan_ || bin < -nan_) {
    ++nans_;
  } else {
    ++outside(bin);
  }
}

void Sketch::note_extremes(std::span<const double> values) {
  const Extremes found = extremes_of(values);
  least_ = std::min(least_, found.least);
  greatest_ = std::max(greatest_, found.greatest);
  below_ += found.below;
  above_ += found.above;
  count_ += values.size();
}

void Sketch::count_places(std::span<const std::uint16_t> places) {
  std::uint32_t* const counts = window_.data();
  for (const std::uint16_t place : places) {
    if (place != kNoPlace) ++counts[place];
  }
}

void Sketch::fetch_counts() const {
  constexpr std::size_t kLine = 64 / sizeof(std::uint32_t);
  for (std::size_t k = 0; k < window_.size(); k += kLine) __builtin_prefetch(&window_[k], 1);
}

std::uint32_t& Sketch::outside(std::int32_t bin) {
  Page& page = pages_[bin >> kBitsOfOctave];
  if (page.empty()) page.resize(kBinsOfOctave);
  return page[static_cast<std::size_t>(bin & (kBinsOfOctave - 1))];
}

void Sketch::merge(const Sketch& other) {
  assert(grid_.center == other.grid_.center && grid_.floor == other.grid_.floor);
  other.each_bin(
      [&](std::int32_t bin, std::uint32_t number) {
        const std::uint32_t place =
            static_cast<std::uint32_t>(bin) - static_cast<std::uint32_t>(first_);
        (place < window_.size() ? window_[place] : outside(bin)) += number;
        return true;
      },
      [](std::uint32_t number) { return number == 0; });
  count_ += other.count_;
  nans_ += other.nans_;
  below_ += other.below_;
  above_ += other.above_;
  least_ = std::min(least_, other.least_);
  greatest_ = std::max(greatest_, other.greatest_);
}

// Ascending, bins that hold something only, until `visit` says false. `skip` is asked whether
// that many values, in the next bins, can be passed over.
template <class Visit, class Skip>
void Sketch::each_bin(const Visit& visit, const Skip& skip) const {
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
  constexpr std::size_t kStride = 64;
  for (std::size_t begin = 0; begin < window_.size(); begin += kStride) {
    const std::size_t last = std::min(begin + kStride, window_.size());
    std::uint32_t sum = 0;
    for (std::size_t k = begin; k < last; ++k) sum += window_[k];
    if (skip(sum)) continue;
    for (std::size_t k = begin; k < last; ++k) {
      if (window_[k] == 0) continue;
      if (!visit(first_ + static_cast<std::int32_t>(k), window_[k])) return;
    }
  }
  visit_pages(false);
}

BinEdges Sketch::within(const BinEdges& edges) const {
  const double low = std::clamp(edges.low, least_, greatest_);
  return {low, std::clamp(edges.high, low, greatest_)};
}

// The value of a rank, `rank` of the `number` in this bin.
Estimate Sketch::estimate_in(std::int32_t bin, std::uint64_t rank, std::uint32_t number) const {
  const BinEdges ends = within(edges_of(grid_, bin));
  if (ends.low == ends.high) return {ends.low, 0};
  const double share = (static_cast<double>(rank) + 0.5) / number;
  const double value = ends.low + (ends.high - ends.low) * share;
  // x - center was rounded: a value may lie a unit in the last place outside its bin.
  const double slack = 0x1p-51 * (std::abs(grid_.center) + std::abs(ends.low) + grid_.floor);
  return {value, std::max(value - ends.low, ends.high - value) + slack};
}

// `ranks` ascending.
std::vector<Estimate> Sketch::at_ranks(const std::vector<std::uint64_t>& ranks) const {
  std::vector<Estimate> found;
  std::uint64_t before = 0;
  const auto pass_over = [&](std::uint32_t number) {
    if (ranks[found.size()] < before + number) return false;
    before += number;
    return true;
  };
  each_bin(
      [&](std::int32_t bin, std::uint32_t number) {
        if (pass_over(number)) return true;
        while (found.size() < ranks.size() && ranks[found.size()] < before + number) {
          found.push_back(estimate_in(bin, ranks[found.size()] - before, number));
        }
        before += number;
        return found.size() < ranks.size();
      },
      pass_over);
  assert(found.size() == ranks.size());
  return found;
}

std::vector<Estimate> Sketch::quantiles(std::span<const double> probabilities) const {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::vector<Estimate> results(probabilities.size(), {kNone, kNone});
  if (count_ == 0 || nans_ > 0) return results;
  std::vector<std::uint64_t> ranks;
  const auto place_of = [&](double probability) {
    return probability * static_cast<double>(count_ - 1);
  };
  for (const double probability : probabilities) {
    const auto below = static_cast<std::uint64_t>(place_of(probability));
    ranks.push_back(below);
    ranks.push_back(std::min(below + 1, count_ - 1));
  }
  std::ranges::sort(ranks);
  ranks.erase(std::ranges::unique(ranks).begin(), ranks.end());
  const auto found = at_ranks(ranks);
  const auto of_rank = [&](std::uint64_t rank) {
    return found[static_cast<std::size_t>(std::ranges::lower_bound(ranks, rank) - ranks.begin())];
  };
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const double place = place_of(probabilities[i]), share = place - std::floor(place);
    const auto below = static_cast<std::uint64_t>(place);
    results[i] = between(of_rank(below), of_rank(std::min(below + 1, count_ - 1)), share);
  }
  return results;
}

std::size_t Sketch::bytes() const {
  return sizeof *this + (window_.size() + pages_.size() * kBinsOfOctave) * sizeof(std::uint32_t);
}

}  // namespace sluice::results
