#include <cassert>
#include <cmath>

#include "ensemble/design.h"
#include "ensemble/ensemble.h"
#include "study/correlation.h"
#include "study/normal.h"
#include "study/quantile.h"

namespace sluice::ensemble {
namespace {

// Ties the points of correlated inputs together: a Gaussian copula (Iman and Conover 1982 tie ranks
// to the same end). Points of other inputs stay as they are.
void correlate(const study::Study& study, std::uint64_t members, std::vector<double>& points) {
  if (study.correlations.empty()) return;
  const auto factor = study::factor_correlations(study.uncertainties, study.correlations);
  assert(factor.has_value());  // read_study refuses others
  const std::size_t count = factor->inputs.size();
  std::vector<double> scores(count);
  for (std::uint64_t m = 0; m < members; ++m) {
    for (std::size_t i = 0; i < count; ++i) {
      scores[i] = study::normal_quantile(points[factor->inputs[i] * members + m]);
    }
    for (std::size_t row = 0; row < count; ++row) {
      double score = 0;
      for (std::size_t k = 0; k <= row; ++k) score += factor->lower[row * count + k] * scores[k];
      points[factor->inputs[row] * members + m] = study::normal_cdf(score);
    }
  }
}

const study::Distribution& distribution_of(const study::Uncertainty& input,
                                           const study::Worldview* worldview) {
  if (worldview == nullptr) return input.distribution;
  const auto found = worldview->replacements.find(input.name);
  return found == worldview->replacements.end() ? input.distribution : found->second;
}

}  // namespace

results::Draws draw(const study::Study& study, const study::Worldview* worldview,
                    std::uint64_t members, std::uint64_t seed) {
  results::Draws draws;
  draws.members = members;
  draws.seed = seed;
  draws.design = name_of(study.design);
  draws.values = unit_points(study.design, study.uncertainties.size(), members, seed);
  correlate(study, members, draws.values);
  for (std::size_t k = 0; k < study.uncertainties.size(); ++k) {
    const study::Uncertainty& input = study.uncertainties[k];
    draws.names.push_back(input.name);
    const study::Distribution& distribution = distribution_of(input, worldview);
    const study::QuantileFunction quantile(distribution);
    double* values = draws.values.data() + k * members;
    for (std::uint64_t m = 0; m < members; ++m) {
      const double value = quantile(values[m]);
      values[m] = distribution.integer ? std::nearbyint(value) : value;
    }
  }
  return draws;
}

}  // namespace sluice::ensemble
