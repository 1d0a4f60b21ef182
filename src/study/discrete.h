// A distribution of single values from how likely each is said to be.
#pragma once

#include <optional>
#include <vector>

#include "study/distribution.h"

namespace sluice::study {

// Equal values are one; those outside the bounds or without a weight are left out. Nothing where
// none is left. `weights` is as long as `values`, none of them below 0.
std::optional<Discrete> discrete_of(const std::vector<double>& values,
                                    const std::vector<double>& weights,
                                    std::optional<double> minimum, std::optional<double> maximum);

}  // namespace sluice::study
