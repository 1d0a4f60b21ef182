// The grid that a quantile sketch counts on: numbered bins that cover every number there is.
//
// With a centre c and a floor f (a power of two), the bin of x is told by y = |x - c| + f: every
// octave of y is cut into 2^kBitsOfOctave equal bins, on either side of the centre. So a bin is
// never wider than
//   2^-kBitsOfOctave * (|x - c| + f)
// whatever the values are: linear near the centre, logarithmic in the tails. The centre itself has
// a bin of its own, because often many futures have one value: nothing happens in them. (A
// log-linear histogram as in HdrHistogram, with the relative error of DDSketch: Masson, Rim and Lee
// 2019, doi:10.14778/3352063.3352135.)
//
// A grid depends on the first members alone, always the same ones, so that counts on it can be
// added in any order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice::results {

inline constexpr unsigned kBitsOfOctave = 9;
inline constexpr std::int32_t kBinsOfOctave = 1 << kBitsOfOctave;

struct SketchGrid {
  double center = 0;
  double floor = 1;  // a power of two
};

// From the first members' values: the centre is zero where values differ by a good part of their
// size (then the error is relative to the value), else their median (then it is relative to the
// distance from it). Values that are not finite do not count.
SketchGrid grid_for(std::vector<double> pilot);

// The bin of each value: 0 for the centre, below 0 below it; above bin_of_infinity for NaN.
void bins_of(const SketchGrid& grid, const double* values, std::size_t count, std::int32_t* bins);
std::int32_t bin_of_infinity(const SketchGrid& grid);

struct BinEdges {
  double low = 0, high = 0;
};
BinEdges edges_of(const SketchGrid& grid, std::int32_t bin);

}  // namespace sluice::results
