#include "results/sketch.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace sluice::results {
namespace {

constexpr std::int32_t kMostOctaves = 32;
constexpr std::uint32_t kMostRecent = std::numeric_limits<std::uint16_t>::max();

Estimate between(const Estimate& one, const Estimate& other, double share) {
  if (share == 0) return one;
  const bool same = one.value == other.value;  // also where both are infinite
  return {same ? one.value : one.value + share * (other.value - one.value),
          std::max(one.error, other.error)};
}

std::vector<double> finite_sorted(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  std::ranges::sort(values);
  return values;
}

}  // namespace

Sketch::Sketch(std::vector<double> pilot, unsigned bits)
    : Sketch(of_sorted(finite_sorted(std::move(pilot)), bits)) {}

// Places for the pilot's bins, and for half an octave more on either side.
Sketch Sketch::of_sorted(std::span<const double> pilot, unsigned bits) {
  Sketch made;
  made.grid_ = grid_for(pilot, bits);
  made.zero_ = bin_of(made.grid_, 0);
  made.finite_ = bin_of_infinity(made.grid_);
  const std::int32_t low = pilot.empty() ? 0 : bin_of(made.grid_, pilot.front());
  const std::int32_t high = pilot.empty() ? 0 : bin_of(made.grid_, pilot.back());
  const std::int32_t octave = made.grid_.bins_of_octave();
  made.first_ = low - octave / 2;
  made.recent_.resize(
      static_cast<std::size_t>(std::min(high - low + octave, kMostOctaves * octave)) + 1);
  return made;
}

bool Sketch::has_place(std::int32_t bin) const {
  return bin >= first_ && place_of(bin) < std::ssize(recent_);
}

void Sketch::open(Window& window) const {
  window.center = grid_.center;
  window.floor = grid_.floor;
  window.base = static_cast<std::int64_t>(grid_.base());
  window.before = std::int64_t{first_} - 1;
  window.size = std::ssize(recent_) - 1;
  // The bin of the centre holds one value only.
  window.zero = zero_ != 0 && has_place(zero_) ? place_of(zero_) : 0;
  window.least = least_;
  window.greatest = greatest_;
}

void Sketch::add(std::span<const double> values) {
  Window window;
  open(window);
  for (std::size_t at = 0; at < values.size(); at += kMembersOfGroup) {
    const auto some = values.subspan(at, std::min(kMembersOfGroup, values.size() - at));
    std::array<double, kMembersOfGroup> group;
    std::ranges::fill(group, some[0]);
    std::ranges::copy(some, group.begin());
    std::array<std::uint16_t, kMembersOfGroup> places;
    if (find_places(&window, 1, grid_.shift(), group.data(), 0, places.data()) != 0) {
      note(some, window);
    }
    std::uint16_t* const counts = counts_for(some.size());
    for (std::size_t m = 0; m < some.size(); ++m) ++counts[places[m]];
  }
}

void Sketch::note(std::span<const double> values, Window& window) {
  for (const double value : values) note_one(value);
  window.least = least_;
  window.greatest = greatest_;
}

void Sketch::note_one(double value) {
  const std::int32_t bin = bin_of(grid_, value);
  if (bin > finite_ || bin < -finite_) {
    ++nans_;
    return;
  }
  least_ = std::min(least_, value);
  greatest_ = std::max(greatest_, value);
  if (!has_place(bin)) ++outside(bin);
  if (bin != zero_) return;
  zero_below_ += value < 0 ? 1U : 0U;
  zero_above_ += value > 0 ? 1U : 0U;
}

std::uint16_t* Sketch::counts_for(std::size_t members) {
  assert(members <= kMostRecent);
  if (in_recent_ + members > kMostRecent) carry();
  in_recent_ += static_cast<std::uint32_t>(members);
  count_ += members;
  return recent_.data();
}

void Sketch::take_back(double value) {
  --count_;
  const std::int32_t bin = bin_of(grid_, value);
  if (bin > finite_ || bin < -finite_) {
    --nans_;
    return;
  }
  if (!has_place(bin)) {
    --outside(bin);
  } else {
    const auto place = static_cast<std::size_t>(place_of(bin));
    if (recent_[place] > 0)
      --recent_[place];
    else
      --older_[place];
  }
  if (bin != zero_) return;
  zero_below_ -= value < 0 ? 1U : 0U;
  zero_above_ -= value > 0 ? 1U : 0U;
}

void Sketch::reach(double value) {
  const std::int32_t bin = bin_of(grid_, value);
  if (bin > finite_ || bin < -finite_) return;  // as note_one
  least_ = std::min(least_, value);
  greatest_ = std::max(greatest_, value);
}

void Sketch::prefetch() const {
  constexpr std::size_t kLine = 64 / sizeof(std::uint16_t);
  for (std::size_t place = 0; place < recent_.size(); place += kLine)
    __builtin_prefetch(recent_.data() + place, 1);
}

void Sketch::carry() {
  older_.resize(recent_.size());
  for (std::size_t place = 1; place < recent_.size(); ++place) older_[place] += recent_[place];
  std::ranges::fill(recent_, 0);
  in_recent_ = 0;
}

std::uint32_t& Sketch::outside(std::int32_t bin) {
  return pages_[bin >> kBitsOfPage][static_cast<std::size_t>(bin) & (Page{}.size() - 1)];
}

void Sketch::merge(const Sketch& other) {
  assert(grid_.center == other.grid_.center && grid_.floor == other.grid_.floor &&
         grid_.bits == other.grid_.bits);
  carry();
  other.each_bin(
      [&](std::int32_t bin, std::uint64_t number) {
        auto& counted =
            has_place(bin) ? older_[static_cast<std::size_t>(place_of(bin))] : outside(bin);
        counted += static_cast<std::uint32_t>(number);
        return true;
      },
      [](std::uint64_t number) { return number == 0; });
  count_ += other.count_;
  nans_ += other.nans_;
  zero_below_ += other.zero_below_;
  zero_above_ += other.zero_above_;
  least_ = std::min(least_, other.least_);
  greatest_ = std::max(greatest_, other.greatest_);
}

std::uint64_t Sketch::at_place(std::size_t place) const {
  return std::uint64_t{recent_[place]} + (older_.empty() ? 0 : older_[place]);
}

std::uint64_t Sketch::sum_of_places(std::size_t begin, std::size_t end) const {
  std::uint32_t sum = 0;  // of at most kMostRecent
  for (std::size_t place = begin; place < end; ++place) sum += recent_[place];
  std::uint64_t all = sum;
  for (std::size_t place = begin; place < end && !older_.empty(); ++place) all += older_[place];
  return all;
}

// Ascending, bins that hold something only, until `visit` says false. `skip` is asked whether
// that many values, in the next bins, can be passed over.
template <class Visit, class Skip>
void Sketch::each_bin(const Visit& visit, const Skip& skip) const {
  const auto visit_pages = [&](bool before) {
    for (const auto& [number_of_page, page] : pages_) {
      for (std::size_t k = 0; k < page.size(); ++k) {
        const std::int32_t bin = (number_of_page << kBitsOfPage) + static_cast<std::int32_t>(k);
        if (page[k] == 0 || (bin < first_) != before) continue;
        if (!visit(bin, std::uint64_t{page[k]})) return false;
      }
    }
    return true;
  };
  if (!visit_pages(true)) return;
  constexpr std::size_t kStride = 64;
  for (std::size_t begin = 1; begin < recent_.size(); begin += kStride) {
    const std::size_t end = std::min(begin + kStride, recent_.size());
    if (skip(sum_of_places(begin, end))) continue;
    for (std::size_t place = begin; place < end; ++place) {
      const std::uint64_t number = at_place(place);
      if (number == 0) continue;
      if (!visit(first_ + static_cast<std::int32_t>(place) - 1, number)) return;
    }
  }
  visit_pages(false);
}

std::uint64_t Sketch::below_zero() const {
  std::uint64_t below = zero_below_;
  each_bin(
      [&](std::int32_t bin, std::uint64_t number) {
        if (bin < zero_) below += number;
        return bin < zero_;
      },
      [](std::uint64_t number) { return number == 0; });
  return below;
}

std::uint64_t Sketch::above_zero() const {
  std::uint64_t above = zero_above_;
  each_bin(
      [&](std::int32_t bin, std::uint64_t number) {
        if (bin > zero_) above += number;
        return true;
      },
      [](std::uint64_t number) { return number == 0; });
  return above;
}

BinEdges Sketch::within(const BinEdges& edges) const {
  const double low = std::clamp(edges.low, least_, greatest_);
  return {low, std::clamp(edges.high, low, greatest_)};
}

// The value of a rank, `rank` of the `number` in this bin.
Estimate Sketch::estimate_in(std::int32_t bin, std::uint64_t rank, std::uint64_t number) const {
  const BinEdges ends = within(edges_of(grid_, bin));
  if (ends.low == ends.high) return {ends.low, 0};
  const double share = (static_cast<double>(rank) + 0.5) / static_cast<double>(number);
  const double value = ends.low + (ends.high - ends.low) * share;
  // x - center was rounded: a value may lie a unit in the last place outside its bin.
  const double slack = 0x1p-51 * (std::abs(grid_.center) + std::abs(ends.low) + grid_.floor);
  return {value, std::max(value - ends.low, ends.high - value) + slack};
}

// `ranks` ascending.
std::vector<Estimate> Sketch::at_ranks(const std::vector<std::uint64_t>& ranks) const {
  std::vector<Estimate> found;
  std::uint64_t before = 0;
  const auto pass_over = [&](std::uint64_t number) {
    if (ranks[found.size()] < before + number) return false;
    before += number;
    return true;
  };
  each_bin(
      [&](std::int32_t bin, std::uint64_t number) {
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
  return sizeof *this + recent_.size() * sizeof(std::uint16_t) +
         older_.size() * sizeof(std::uint32_t) + pages_.size() * (sizeof(Page) + 48);
}

}  // namespace sluice::results
