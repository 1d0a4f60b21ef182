// Values of eight members in many cells, turned into places among the counts of each cell's sketch:
// what an ensemble does with every number that it saves, so all cells are looked at in one loop of
// vector code.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "results/sketch_grid.h"

namespace sluice::results {

inline constexpr std::size_t kMembersOfGroup = 8;
inline constexpr std::size_t kCellsAtOnce = 64;
inline constexpr std::size_t kCellsCounted = 8;  // together: counts stay in the nearest cache

// The bins of one cell's sketch that have a place: a bin's number less `before`, 1 to `size`. Place
// 0 is for what is not counted there.
struct alignas(64) Window {
  double center = 0, floor = 1;
  std::int64_t base = 0;  // of the grid
  std::int64_t before = 0, size = 0;
  std::int64_t zero = 0;  // the place of the bin in which 0 lies; none: 0
  // The sketch's, or older ones: values beyond them are noted.
  std::atomic<double> least = std::numeric_limits<double>::infinity();
  std::atomic<double> greatest = -std::numeric_limits<double>::infinity();
};

// values[cell * stride + m] for at most kCellsAtOnce cells and eight members; places[cell * 8 + m].
// Bit c of the result tells that cell c has values to note: without a place, beyond the least or
// the greatest so far, or in zero's bin.
std::uint64_t find_places(const Window* windows, std::size_t cells, unsigned shift,
                          const double* values, std::size_t stride, std::uint16_t* places);
// The same of rows that lie anywhere.
std::uint64_t find_places_of_rows(const Window* windows, std::size_t cells, unsigned shift,
                                  const double* const* rows, std::uint16_t* places);
// find_places without wide vectors.
std::uint64_t find_places_plainly(const Window* windows, std::size_t cells, unsigned shift,
                                  const double* values, std::size_t stride, std::uint16_t* places);

// Counts a group's members at their places: of at most kCellsCounted cells, places[cell * 8 + m].
// `later`: those of the group that comes kGroupsAhead groups after, fetched meanwhile.
inline constexpr std::size_t kGroupsAhead = 8;
inline void count_group(const std::array<std::uint16_t*, kCellsCounted>& counts, std::size_t cells,
                        const std::uint16_t* places, const std::uint16_t* later) {
  __builtin_prefetch(later);
  __builtin_prefetch(later + 32);
  for (std::size_t k = 0; k < cells; ++k) {
    std::uint16_t* const of_cell = counts[k];
    for (std::size_t m = 0; m < kMembersOfGroup; ++m) ++of_cell[places[k * kMembersOfGroup + m]];
  }
}

}  // namespace sluice::results
