#include "results/sketch_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sluice::results {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::uint64_t bits_of(double value) { return std::bit_cast<std::uint64_t>(value); }

double power_of_two_below(double value) { return std::exp2(std::floor(std::log2(value))); }

double at_share(std::span<const double> sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

// How small values still have bins of their own: a quarter of the size that 5 % of those that are
// not zero stay below.
double least_size(std::span<const double> sorted, double spread) {
  auto below = std::ranges::lower_bound(sorted, 0.0);  // the last one before it is negative
  auto above = std::ranges::upper_bound(sorted, 0.0);
  const auto sizes = (below - sorted.begin()) + (sorted.end() - above);
  double small = spread;
  for (std::ptrdiff_t rank = 0; sizes > 0 && rank <= (sizes - 1) / 20; ++rank) {
    const bool negative = below != sorted.begin() && (above == sorted.end() || -below[-1] < *above);
    small = negative ? -*--below : *above++;
  }
  return std::max(small / 4, spread * 0x1p-16);
}

double bounded_floor(double wanted) {
  return power_of_two_below(std::clamp(wanted, 0x1p-900, 0x1p900));
}

}  // namespace

// Values of one cell lie in six octaves as a rule, each counted in 16 bits.
unsigned bits_for(std::size_t sketches) {
  constexpr std::size_t kMostBytes = std::size_t{128} << 20U;
  unsigned bits = kMostBits;
  while (bits > kLeastBits && ((sketches * 12) << bits) > kMostBytes) --bits;
  return bits;
}

SketchGrid grid_for(std::span<const double> sorted, unsigned bits) {
  if (sorted.empty()) return {0, 1, bits};
  const double low = at_share(sorted, 0.05), median = at_share(sorted, 0.5);
  const double spread = at_share(sorted, 0.95) - low;
  if (spread == 0) {  // most values are one value
    const double size = std::max(std::abs(median), sorted.back() - sorted.front());
    return {median, bounded_floor(size == 0 ? 1e-9 : size * 0x1p-20), bits};
  }
  const bool narrow = spread < std::abs(median) / 4;
  if (narrow) return {median, bounded_floor(spread / 8), bits};
  return {0, bounded_floor(least_size(sorted, spread)), bits};
}

std::int32_t bin_of(const SketchGrid& grid, double value) {
  const double distance = value - grid.center;
  if (distance == 0) return 0;
  const auto number = static_cast<std::int32_t>(
      (bits_of(std::abs(distance) + grid.floor) >> grid.shift()) - grid.base());
  return distance < 0 ? ~number : number + 1;  // ~k is -1 - k
}

std::int32_t bin_of_infinity(const SketchGrid& grid) {
  return static_cast<std::int32_t>((bits_of(kInfinity) >> grid.shift()) - grid.base()) + 1;
}

BinEdges edges_of(const SketchGrid& grid, std::int32_t bin) {
  if (bin == 0) return {grid.center, grid.center};
  const std::int64_t number = bin < 0 ? ~bin : bin - 1;
  const auto distance_at = [&](std::int64_t edge) {
    const std::uint64_t bits = (grid.base() + static_cast<std::uint64_t>(edge)) << grid.shift();
    return bits >= bits_of(kInfinity) ? kInfinity : std::bit_cast<double>(bits) - grid.floor;
  };
  const double near = distance_at(number), far = distance_at(number + 1);
  if (bin < 0) return {grid.center - far, grid.center - near};
  return {grid.center + near, grid.center + far};
}

}  // namespace sluice::results
