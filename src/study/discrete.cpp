#include "study/discrete.h"

#include <map>

namespace sluice::study {

std::optional<Discrete> discrete_of(const std::vector<double>& values,
                                    const std::vector<double>& weights,
                                    std::optional<double> minimum, std::optional<double> maximum) {
  std::map<double, double> kept;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool inside =
        values[i] >= minimum.value_or(values[i]) && values[i] <= maximum.value_or(values[i]);
    if (inside && weights[i] > 0) kept[values[i]] += weights[i];
  }
  if (kept.empty()) return std::nullopt;
  double total = 0;
  for (const auto& [value, weight] : kept) total += weight;
  Discrete family;
  for (const auto& [value, weight] : kept) {
    family.values.push_back(value);
    family.weights.push_back(weight / total);
  }
  return family;
}

}  // namespace sluice::study
