#include "analysis/scores.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/format.h"

namespace sluice::analysis {
namespace {

constexpr double kRare = 0.025;
constexpr double kWideRare = 0.05;
constexpr double kWideShare = 0.98;

double probability_of(std::size_t count, std::size_t total, double probability) {
  const auto k = static_cast<double>(count), n = static_cast<double>(total);
  const double ways = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
  return std::exp(ways + k * std::log(probability) + (n - k) * std::log1p(-probability));
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

std::string held(const char* band, std::size_t count, std::size_t n) {
  return format("the {} band holds {} of {}", band, count, n);
}

}  // namespace

double interval_score(double low, double high, double alpha, double observed) {
  const double below = std::max(0.0, low - observed), above = std::max(0.0, observed - high);
  return high - low + 2 / alpha * (below + above);
}

double at_most(std::size_t count, std::size_t total, double probability) {
  double sum = 0;
  for (std::size_t k = 0; k <= std::min(count, total); ++k) {
    sum += probability_of(k, total, probability);
  }
  return std::min(sum, 1.0);
}

double at_least(std::size_t count, std::size_t total, double probability) {
  return count == 0 ? 1 : at_most(total - count, total, 1 - probability);
}

CoverageVerdict judge_coverage(std::size_t in50, std::size_t in90, std::size_t n) {
  if (at_most(in90, n, 0.9) < kRare) return {Judgement::misses, held("90 %", in90, n)};
  if (at_most(in50, n, 0.5) < kRare) return {Judgement::misses, held("50 %", in50, n)};
  const bool nearly_all = static_cast<double>(in90) > kWideShare * static_cast<double>(n);
  if (nearly_all && at_least(in90, n, 0.9) < kWideRare) {
    return {Judgement::too_wide, held("90 %", in90, n)};
  }
  if (at_least(in50, n, 0.5) < kRare) return {Judgement::too_wide, held("50 %", in50, n)};
  const bool could_fail = at_most(0, n, 0.9) < kRare;
  if (!could_fail) return {Judgement::too_few, {}};
  if (n < kEnoughPoints) return {Judgement::not_refuted, format("n = {}", n)};
  return {Judgement::passes, {}};
}

CoverageVerdict judge_fitted(std::size_t in50, std::size_t in90, std::size_t n) {
  auto verdict = judge_coverage(in50, in90, n);
  if (verdict.judgement == Judgement::misses) return verdict;
  // Too few to condemn, but what was set to a number and does not come near it is worth a word.
  const std::size_t missed = n - in90;
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
