#include "analysis/scores.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <numeric>

#include "base/format.h"

namespace sluice::analysis {
namespace {

constexpr double kRare = 0.025;
constexpr double kWideRare = 0.05;
constexpr double kWideShare = 0.98;

std::size_t total_of(const std::vector<unsigned>& weights) {
  return std::accumulate(weights.begin(), weights.end(), std::size_t{0});
}

// By sum of weights its probability, event by event.
std::vector<double> distribution_of(const std::vector<unsigned>& weights, double probability) {
  std::vector<double> chances(total_of(weights) + 1, 0.0);
  chances[0] = 1;
  std::size_t reached = 0;
  for (const unsigned weight : weights) {
    for (std::size_t sum = reached + 1; sum-- > 0;) {
      chances[sum + weight] += chances[sum] * probability;
      chances[sum] *= 1 - probability;
    }
    reached += weight;
  }
  return chances;
}

struct Moments {
  double mean = 0, deviation = 0;  // of the population, not of a sample
};

Moments moments_of(const std::vector<double>& values) {
  Moments moments;
  const auto n = static_cast<double>(values.size());
  for (const double value : values) moments.mean += value / n;
  double square = 0;
  for (const double value : values) square += std::pow(value - moments.mean, 2) / n;
  moments.deviation = std::sqrt(square);
  return moments;
}

// How many of the observations, and of their weights, lie in a band.
struct Share {
  std::vector<unsigned> weights;
  std::size_t count = 0, weight = 0;
};

Share share_in(const std::vector<Held>& points, bool Held::*band) {
  Share share;
  for (const Held& point : points) {
    share.weights.push_back(point.weight);
    if (!(point.*band)) continue;
    ++share.count;
    share.weight += point.weight;
  }
  return share;
}

std::string held(const char* band, const Share& share) {
  const std::string words =
      format("the {} band holds {} of {}", band, share.count, share.weights.size());
  const bool alike =
      std::ranges::adjacent_find(share.weights, std::ranges::not_equal_to()) == share.weights.end();
  if (alike) return words;
  return words + format(" (by weight {} of {})", share.weight, total_of(share.weights));
}

}  // namespace

double interval_score(double low, double high, double alpha, double observed) {
  const double below = std::max(0.0, low - observed), above = std::max(0.0, observed - high);
  return high - low + 2 / alpha * (below + above);
}

double at_most(std::size_t sum, const std::vector<unsigned>& weights, double probability) {
  const auto chances = distribution_of(weights, probability);
  const std::size_t end = std::min(sum + 1, chances.size());
  return std::min(
      std::accumulate(chances.begin(), chances.begin() + static_cast<std::ptrdiff_t>(end), 0.0),
      1.0);
}

double at_least(std::size_t sum, const std::vector<unsigned>& weights, double probability) {
  return sum == 0 ? 1 : at_most(total_of(weights) - sum, weights, 1 - probability);
}

CoverageVerdict judge_coverage(const std::vector<Held>& points) {
  const Share in90 = share_in(points, &Held::in90), in50 = share_in(points, &Held::in50);
  const auto& weights = in90.weights;
  if (at_most(in90.weight, weights, 0.9) < kRare) return {Judgement::misses, held("90 %", in90)};
  if (at_most(in50.weight, weights, 0.5) < kRare) return {Judgement::misses, held("50 %", in50)};
  const auto total = static_cast<double>(total_of(weights));
  const bool nearly_all = static_cast<double>(in90.weight) > kWideShare * total;
  if (nearly_all && at_least(in90.weight, weights, 0.9) < kWideRare) {
    return {Judgement::too_wide, held("90 %", in90)};
  }
  if (at_least(in50.weight, weights, 0.5) < kRare) return {Judgement::too_wide, held("50 %", in50)};
  const bool could_fail = at_most(0, weights, 0.9) < kRare;
  if (!could_fail) return {Judgement::too_few, {}};
  if (points.size() < kEnoughPoints) {
    return {Judgement::not_refuted, format("n = {}", points.size())};
  }
  return {Judgement::passes, {}};
}

CoverageVerdict judge_fitted(const std::vector<Held>& points) {
  auto verdict = judge_coverage(points);
  if (verdict.judgement == Judgement::misses) return verdict;
  // Too few to condemn, but what was set to a number and does not come near it is worth a word.
  const std::size_t n = points.size(), missed = n - share_in(points, &Held::in90).count;
  if (static_cast<double>(missed) <= 0.1 * static_cast<double>(n)) return {Judgement::fitted, {}};
  return {Judgement::fitted, format("misses {} of {}", missed, n)};
}

std::optional<Theil> theil_of(const std::vector<double>& simulated,
                              const std::vector<double>& observed) {
  assert(simulated.size() == observed.size());
  if (simulated.size() < kEnoughPoints) return {};
  const Moments s = moments_of(simulated), o = moments_of(observed);
  double error = 0;
  for (std::size_t k = 0; k < simulated.size(); ++k) {
    error += std::pow(simulated[k] - observed[k], 2) / static_cast<double>(simulated.size());
  }
  if (!(error > 0)) return {};
  Theil theil;
  theil.bias = std::pow(s.mean - o.mean, 2) / error;
  theil.variance = std::pow(s.deviation - o.deviation, 2) / error;
  theil.covariance = std::max(0.0, 1 - theil.bias - theil.variance);
  return theil;
}

}  // namespace sluice::analysis
