#include "results/frame.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sluice::results {
namespace {

double of_sorted(const std::vector<double>& sorted, double probability) {
  const double place = probability * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) return sorted.back();
  const double share = place - static_cast<double>(below);
  return sorted[below] + share * (sorted[below + 1] - sorted[below]);
}

}  // namespace

std::vector<double> quantiles(std::vector<double> values, std::span<const double> probabilities) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> result(probabilities.size(), kNone);
  const bool usable = std::ranges::none_of(values, [](double value) { return std::isnan(value); });
  if (values.empty() || !usable) return result;
  std::ranges::sort(values);
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    result[i] = of_sorted(values, probabilities[i]);
  }
  return result;
}

double quantile(std::vector<double> values, double probability) {
  return quantiles(std::move(values), {&probability, 1})[0];
}

}  // namespace sluice::results
