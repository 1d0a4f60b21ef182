#include "analysis/chance.h"

#include <algorithm>
#include <boost/math/distributions/hypergeometric.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <numeric>

namespace sluice::analysis {
namespace {

constexpr std::size_t kMostBins = 10, kMembersABin = 25, kExpectedABin = 5;

// bins[k]: the bin of the member at place k of the order; numbered without gaps.
std::vector<std::size_t> bins_by_rank(const std::vector<std::size_t>& ends, std::size_t wanted) {
  const std::size_t members = ends.back();
  std::vector<std::size_t> bins;
  bins.reserve(members);
  std::size_t begin = 0, bin = 0, before = wanted;
  for (const std::size_t end : ends) {
    const std::size_t here = (begin + end - 1) * wanted / (2 * members);
    if (begin != 0 && here != before) ++bin;
    before = here;
    bins.resize(end, bin);
    begin = end;
  }
  return bins;
}

std::size_t bin_count(std::size_t members) {
  return std::clamp<std::size_t>(members / kMembersABin, 2, kMostBins);
}

std::vector<std::size_t> sizes_of(const std::vector<std::size_t>& bins) {
  std::vector<std::size_t> sizes(bins.back() + 1, 0);
  for (const std::size_t bin : bins) ++sizes[bin];
  return sizes;
}

// Joins the smallest bin with its smaller neighbour until all have `least` members or two are left.
void join_small(std::vector<std::size_t>& bins, double least) {
  auto sizes = sizes_of(bins);
  while (sizes.size() > 2) {
    const auto smallest = static_cast<std::size_t>(std::ranges::min_element(sizes) - sizes.begin());
    if (static_cast<double>(sizes[smallest]) >= least) return;
    const bool down = smallest + 1 == sizes.size() ||
                      (smallest > 0 && sizes[smallest - 1] <= sizes[smallest + 1]);
    const std::size_t from = down ? smallest : smallest + 1;  // joined with the one before it
    for (auto& bin : bins) bin -= bin >= from ? 1U : 0U;
    sizes[from - 1] += sizes[from];
    sizes.erase(sizes.begin() + static_cast<std::ptrdiff_t>(from));
  }
}

// The variance between bins over all variance.
double ratio_of(std::span<const double> answer, const std::vector<std::size_t>& order,
                const std::vector<std::size_t>& bins) {
  const std::size_t count = bins.back() + 1;
  std::vector<double> sums(count, 0), counts(count, 0);
  const auto members = static_cast<double>(answer.size());
  const double mean = std::accumulate(answer.begin(), answer.end(), 0.0) / members;
  double total = 0, between = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const double deviation = answer[order[k]] - mean;
    sums[bins[k]] += deviation;
    counts[bins[k]] += 1;
    total += deviation * deviation;
  }
  for (std::size_t b = 0; b < count; ++b) between += sums[b] * sums[b] / counts[b];
  return total > 0 ? between / total : 0;
}

// Both ends of the hypergeometric distribution of the rarer answers in the first of two bins.
double fisher(const RankedAnswer& answer, const std::vector<std::size_t>& order,
              const std::vector<std::size_t>& bins) {
  unsigned rarer_first = 0, first = 0;
  for (std::size_t k = 0; k < order.size() && bins[k] == 0; ++k) {
    ++first;
    rarer_first += answer.values[order[k]] != answer.frequent ? 1U : 0U;
  }
  const auto rarer = static_cast<unsigned>(answer.rarer);
  const auto members = static_cast<unsigned>(order.size());
  const boost::math::hypergeometric_distribution<double> chance(rarer, first, members);
  const double at_most = boost::math::cdf(chance, rarer_first);
  const double at_least = 1 - at_most + boost::math::pdf(chance, rarer_first);
  return std::min(1.0, 2 * std::min(at_most, at_least));
}

}  // namespace

RankOrder rank_order(std::span<const double> values) {
  RankOrder ranks;
  auto& order = ranks.order;
  order.resize(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t k) { return values[k]; });
  for (std::size_t k = 0; k < order.size(); ++k) {
    const bool last = k + 1 == order.size() || values[order[k]] != values[order[k + 1]];
    if (last) ranks.ends.push_back(k + 1);
  }
  return ranks;
}

std::vector<double> mid_ranks(std::span<const double> values) {
  const RankOrder ranks = rank_order(values);
  std::vector<double> found(values.size());
  std::size_t begin = 0;
  for (const std::size_t end : ranks.ends) {
    const double middle = static_cast<double>(begin + end - 1) / 2;
    for (std::size_t k = begin; k < end; ++k) found[ranks.order[k]] = middle;
    begin = end;
  }
  return found;
}

RankedAnswer::RankedAnswer(std::vector<double> answer) : values(std::move(answer)) {
  ranks = mid_ranks(values);
  const RankOrder by_rank = rank_order(values);
  std::size_t begin = 0, most = 0;
  for (const std::size_t end : by_rank.ends) {
    if (end - begin > most) {
      most = end - begin;
      frequent = values[by_rank.order[begin]];
    }
    begin = end;
  }
  rarer = values.size() - most;
}

double correlation_ratio(const RankOrder& input, const RankedAnswer& answer) {
  const std::size_t members = input.order.size();
  if (members < 3) return 0;
  const auto bins = bins_by_rank(input.ends, bin_count(members));
  const double chance = static_cast<double>(bins.back()) / (static_cast<double>(members) - 1);
  if (chance <= 0 || chance >= 1) return 0;
  return std::max(0.0, (ratio_of(answer.values, input.order, bins) - chance) / (1 - chance));
}

double chance_of(const RankOrder& input, const RankedAnswer& answer) {
  const std::size_t members = input.order.size();
  if (members < 4 || answer.rarer == 0) return 1;
  const std::size_t wanted =
      std::clamp<std::size_t>(answer.rarer / kExpectedABin, 2, bin_count(members));
  auto bins = bins_by_rank(input.ends, wanted);
  const double least =
      std::floor(static_cast<double>(kExpectedABin * members) / static_cast<double>(answer.rarer));
  join_small(bins, least);
  const auto sizes = sizes_of(bins);
  if (sizes.size() < 2) return 1;
  if (static_cast<double>(std::ranges::min(sizes)) < least)
    return fisher(answer, input.order, bins);
  const double ratio = ratio_of(answer.ranks, input.order, bins);
  const auto between = static_cast<double>(sizes.size() - 1);
  const auto within = static_cast<double>(members - sizes.size());
  return boost::math::ibetac(between / 2, within / 2, std::min(ratio, 1.0));
}

}  // namespace sluice::analysis
