// Inputs whose draws are tied to one another, and what each has of its own.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "study/study.h"

namespace sluice::analysis {

using Row = std::vector<double>;  // one value per member

// partners[k]: the other inputs, directly or through others correlated with input k; ascending.
std::vector<std::vector<std::size_t>> partners_of(
    const std::vector<std::string>& names, const std::vector<study::Correlation>& correlations);

// The input's normal scores (by rank) less the best linear guess from those of the others.
Row own_part(const Row& input, const std::vector<Row>& others);

}  // namespace sluice::analysis
