#include "analysis/importance.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numeric>

namespace sluice::analysis {
namespace {

std::vector<std::size_t> order_of(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t k) { return values[k]; });
  return order;
}

// Runs of equal inputs in rising order: ends[k] is one past the k-th run's last place in `order`.
std::vector<std::size_t> tie_ends(std::span<const double> values,
                                  const std::vector<std::size_t>& order) {
  std::vector<std::size_t> ends;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const bool last = k + 1 == order.size() || values[order[k]] != values[order[k + 1]];
    if (last) ends.push_back(k + 1);
  }
  return ends;
}

std::size_t bin_count(std::size_t members) { return std::clamp<std::size_t>(members / 25, 2, 10); }

// bins[k]: the bin of the member at place k of the order; numbered without gaps.
std::vector<std::size_t> bins_by_rank(const std::vector<std::size_t>& ends, std::size_t members) {
  const std::size_t wanted = bin_count(members);
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

struct Spread {
  double between = 0, total = 0;
  std::size_t bins = 0;
};

Spread spread_of(std::span<const double> answer, const std::vector<std::size_t>& order,
                 const std::vector<std::size_t>& bins) {
  Spread spread;
  spread.bins = bins.back() + 1;
  std::vector<double> sums(spread.bins, 0), counts(spread.bins, 0);
  const auto members = static_cast<double>(answer.size());
  const double mean = std::accumulate(answer.begin(), answer.end(), 0.0) / members;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const double deviation = answer[order[k]] - mean;
    sums[bins[k]] += deviation;
    counts[bins[k]] += 1;
    spread.total += deviation * deviation;
  }
  for (std::size_t b = 0; b < spread.bins; ++b) spread.between += sums[b] * sums[b] / counts[b];
  return spread;
}

double number_of(Answer answer) {
  switch (answer) {
    case Answer::holds: return 1;
    case Answer::fails: return -1;
    case Answer::no_difference:
    case Answer::unusable: break;
  }
  return 0;
}

// The first (or last) fifth of the order, widened to whole runs of equal inputs.
double share_in_fifth(std::span<const double> answer, const std::vector<std::size_t>& order,
                      const std::vector<std::size_t>& ends, bool lowest, double wanted) {
  const std::size_t members = order.size(), fifth = (members + 4) / 5;
  std::size_t first = 0, last = members;
  if (lowest) {
    last = *std::ranges::lower_bound(ends, fifth);
  } else {
    const auto end = std::ranges::upper_bound(ends, members - fifth);
    first = end == ends.begin() ? 0 : *std::prev(end);
  }
  std::size_t found = 0;
  for (std::size_t k = first; k < last; ++k) found += answer[order[k]] == wanted ? 1U : 0U;
  return static_cast<double>(found) / static_cast<double>(last - first);
}

struct Usable {
  std::vector<std::size_t> members;
  std::vector<double> answer;
};

Usable usable_of(const std::vector<Answer>& members) {
  Usable usable;
  for (std::size_t m = 0; m < members.size(); ++m) {
    if (members[m] == Answer::unusable) continue;
    usable.members.push_back(m);
    usable.answer.push_back(number_of(members[m]));
  }
  return usable;
}

InputEffect effect_of(const std::string& name, const std::vector<double>& input,
                      const std::vector<double>& answer, std::size_t tried) {
  const auto order = order_of(input);
  const auto ends = tie_ends(input, order);
  const CorrelationRatio ratio = correlation_ratio(input, answer, tried);
  const auto share = [&](bool lowest, double wanted) {
    return share_in_fifth(answer, order, ends, lowest, wanted);
  };
  return {name,
          ratio.corrected,
          share(true, 1),
          share(false, 1),
          share(true, -1),
          share(false, -1),
          ratio.above_chance};
}

}  // namespace

CorrelationRatio correlation_ratio(std::span<const double> input, std::span<const double> answer,
                                   std::size_t tried) {
  if (input.size() < 3) return {};
  const auto order = order_of(input);
  const Spread spread =
      spread_of(answer, order, bins_by_rank(tie_ends(input, order), input.size()));
  const auto members = static_cast<double>(answer.size());
  if (spread.bins < 2 || spread.total <= 0) return {};
  const double freedom = static_cast<double>(spread.bins) - 1;
  const double ratio = spread.between / spread.total, chance = freedom / (members - 1);
  if (chance >= 1) return {};
  const double by_chance = boost::math::gamma_q(freedom / 2, ratio * (members - 1) / 2);
  return {std::max(0.0, (ratio - chance) / (1 - chance)),
          by_chance * static_cast<double>(tried) < 0.01};
}

std::vector<InputEffect> input_effects(const results::Draws& draws,
                                       const std::vector<Answer>& members) {
  const Usable usable = usable_of(members);
  std::vector<InputEffect> effects;
  if (usable.members.empty()) return effects;
  std::vector<double> input(usable.members.size());
  for (std::size_t k = 0; k < draws.names.size(); ++k) {
    const auto values = draws.of(k);
    std::ranges::transform(usable.members, input.begin(), [&](std::size_t m) { return values[m]; });
    const auto [low, high] = std::ranges::minmax(input);
    if (low < high)
      effects.push_back(effect_of(draws.names[k], input, usable.answer, draws.names.size()));
  }
  std::ranges::stable_sort(effects, std::greater{}, &InputEffect::importance);
  return effects;
}

}  // namespace sluice::analysis
