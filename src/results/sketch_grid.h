// The grid that a quantile sketch counts on: numbered bins that cover every number there is.
//
// With a centre c and a floor f (a power of two), the bin of x is told by y = |x - c| + f: every
// octave of y is cut into 2^bits equal bins, on either side of the centre. So a bin is never wider
// than
//   2^-bits * (|x - c| + f)
// whatever the values are: linear near the centre, logarithmic in the tails. The centre itself has
// a bin of its own, because often many futures have one value: nothing happens in them. (A
// log-linear histogram as in HdrHistogram, with the relative error of DDSketch: Masson, Rim and Lee
// 2019, doi:10.14778/3352063.3352135.)
//
// A grid depends on the first members alone, always the same ones, so that counts on it can be
// added in any order.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sluice::results {

inline constexpr unsigned kMostBits = 9, kLeastBits = 6;
// As fine as the memory of so many sketches allows.
unsigned bits_for(std::size_t sketches);

struct SketchGrid {
  double center = 0;
  double floor = 1;  // a power of two
  unsigned bits = kMostBits;

  std::int32_t bins_of_octave() const { return std::int32_t{1} << bits; }
  unsigned shift() const { return 52 - bits; }
  // The bin of floor, were bins counted from the number 0.
  std::uint64_t base() const { return std::bit_cast<std::uint64_t>(floor) >> shift(); }
};

// From the first members' values, ascending and finite: the centre is zero where values differ by a
// good part of their size (then the error is relative to the value), else their median (then it is
// relative to the distance from it).
SketchGrid grid_for(std::span<const double> sorted, unsigned bits);

// 0 for the centre, below 0 below it; above bin_of_infinity for NaN. Ascends with the value.
std::int32_t bin_of(const SketchGrid& grid, double value);
std::int32_t bin_of_infinity(const SketchGrid& grid);

struct BinEdges {
  double low = 0, high = 0;
};
BinEdges edges_of(const SketchGrid& grid, std::int32_t bin);

}  // namespace sluice::results
