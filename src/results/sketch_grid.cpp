#include "results/sketch_grid.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#ifdef SLUICE_NO_CLONES
#define SLUICE_CLONES
#else
#define SLUICE_CLONES __attribute__((target_clones("arch=x86-64-v4", "default")))
#endif

namespace sluice::results {
namespace {

constexpr unsigned kShift = 52 - kBitsOfOctave;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::uint64_t bits_of(double value) { return std::bit_cast<std::uint64_t>(value); }

double power_of_two_below(double value) { return std::exp2(std::floor(std::log2(value))); }

// The value at a rank, without sorting all.
double at_share(std::vector<double>& values, double share) {
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, values.begin() + place);
  return values[static_cast<std::size_t>(place)];
}

// How small values still have bins of their own.
double least_size(const std::vector<double>& values, double spread) {
  std::vector<double> sizes;
  for (const double value : values) {
    if (value != 0) sizes.push_back(std::abs(value));
  }
  const double small = sizes.empty() ? spread : at_share(sizes, 0.05);
  return std::max(small / 4, spread * 0x1p-16);
}

double bounded_floor(double wanted) {
  return power_of_two_below(std::clamp(wanted, 0x1p-900, 0x1p900));
}

}  // namespace

SketchGrid grid_for(std::vector<double> pilot) {
  std::erase_if(pilot, [](double value) { return !std::isfinite(value); });
  if (pilot.empty()) return {};
  const double low = at_share(pilot, 0.05), median = at_share(pilot, 0.5);
  const double spread = at_share(pilot, 0.95) - low;
  if (spread == 0) {  // most values are one value
    const auto [least, greatest] = std::ranges::minmax(pilot);
    const double size = std::max(std::abs(median), greatest - least);
    return {median, bounded_floor(size == 0 ? 1e-9 : size * 0x1p-20)};
  }
  const bool narrow = spread < std::abs(median) / 4;
  if (narrow) return {median, bounded_floor(spread / 8)};
  return {0, bounded_floor(least_size(pilot, spread))};
}

SLUICE_CLONES void bins_of(const SketchGrid& grid, const double* values, std::size_t count,
                           std::int32_t* bins) {
  const double center = grid.center, floor = grid.floor;
  const auto base = static_cast<std::int32_t>(bits_of(floor) >> kShift);
  for (std::size_t i = 0; i < count; ++i) {
    const double distance = values[i] - center;
    const std::uint64_t bits = bits_of(std::abs(distance) + floor);
    const auto bin = static_cast<std::int32_t>(bits >> kShift) - base;
    const std::int32_t beside = distance < 0 ? ~bin : bin + 1;  // ~k is -1 - k
    bins[i] = distance == 0 ? 0 : beside;
  }
}

std::int32_t bin_of_infinity(const SketchGrid& grid) {
  return static_cast<std::int32_t>(bits_of(kInfinity) >> kShift) -
         static_cast<std::int32_t>(bits_of(grid.floor) >> kShift) + 1;
}

BinEdges edges_of(const SketchGrid& grid, std::int32_t bin) {
  if (bin == 0) return {grid.center, grid.center};
  const auto base = static_cast<std::int64_t>(bits_of(grid.floor) >> kShift);
  const std::int64_t number = bin < 0 ? ~bin : bin - 1;
  const auto distance_at = [&](std::int64_t edge) {
    const auto bits = static_cast<std::uint64_t>(base + edge) << kShift;
    return bits >= bits_of(kInfinity) ? kInfinity : std::bit_cast<double>(bits) - grid.floor;
  };
  const double near = distance_at(number), far = distance_at(number + 1);
  if (bin < 0) return {grid.center - far, grid.center - near};
  return {grid.center + near, grid.center + far};
}

}  // namespace sluice::results
