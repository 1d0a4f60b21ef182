// The correlations of a study's normal scores as one matrix, and its lower Cholesky factor.
#pragma once

#include <cstddef>
#include <expected>
#include <vector>

#include "study/study.h"

namespace sluice::study {

// Correlated scores are factor * independent scores, in the order of `inputs`.
struct CorrelationFactor {
  std::vector<std::size_t>
      inputs;                 // places in Study::uncertainties, ascending; the others are free
  std::vector<double> lower;  // [row * inputs.size() + column]
};

// The error lists uncertainties (places) whose correlations no joint distribution can have.
// Every name of `correlations` must be one of `uncertainties`.
std::expected<CorrelationFactor, std::vector<std::size_t>> factor_correlations(
    const std::vector<Uncertainty>& uncertainties, const std::vector<Correlation>& correlations);

}  // namespace sluice::study
