// How a profile spreads an amount. Private to src/lower.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace sluice::lower {

// The shares of the area under the points in `count` parts of equal width; all even where there is
// no area.
std::vector<double> shares_of(const std::vector<std::pair<double, double>>& points,
                              std::uint32_t count);
// The height of the points at a share of their width.
double height_at(const std::vector<std::pair<double, double>>& points, double share);

}  // namespace sluice::lower
