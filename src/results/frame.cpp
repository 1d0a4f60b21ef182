#include "results/frame.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sluice::results {
namespace {

// Puts the values of the two ranks around each probability where sorting would; the rest may lie
// in any order. Probabilities must not fall.
void order_around(std::vector<double>& values, std::span<const double> probabilities) {
  auto begin = values.begin();
  const auto settle = [&](std::size_t rank) {
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(rank);
    if (rank >= values.size() || place < begin) return;
    std::nth_element(begin, place, values.end());
    begin = place + 1;
  };
  for (const double probability : probabilities) {
    const auto below =
        static_cast<std::size_t>(probability * static_cast<double>(values.size() - 1));
    settle(below);
    settle(below + 1);
  }
}

}  // namespace

double quantile_of_sorted(std::span<const double> values, double probability) {
  const double place = probability * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= values.size()) return values[below];
  const double share = place - static_cast<double>(below);
  return values[below] + share * (values[below + 1] - values[below]);
}

std::vector<double> quantiles(std::vector<double> values, std::span<const double> probabilities) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> result(probabilities.size(), kNone);
  const bool usable = std::ranges::none_of(values, [](double value) { return std::isnan(value); });
  if (values.empty() || !usable) return result;
  if (std::ranges::is_sorted(probabilities)) {
    order_around(values, probabilities);
  } else {
    std::ranges::sort(values);
  }
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    result[i] = quantile_of_sorted(values, probabilities[i]);
  }
  return result;
}

double quantile(std::vector<double> values, double probability) {
  return quantiles(std::move(values), {&probability, 1})[0];
}

}  // namespace sluice::results
