// Quantiles of any number of values in little memory: values are counted in the bins of a grid.
//
// What a sketch holds after some values does not depend on their order, nor on how they were split
// among sketches that are then merged: it is a count for each bin, and the least and the greatest
// value. A quantile is read off the counts: the ranks are exact, so the value lies in a known bin,
// and each estimate says how far it can be from the exact quantile.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <vector>

#include "results/sketch_grid.h"

namespace sluice::results {

struct Estimate {
  double value = 0;
  double error = 0;  // the exact quantile of the same members is at most this far away
};

class Sketch {
 public:
  Sketch() = default;
  // The pilot's values give the grid; they are not counted.
  explicit Sketch(const std::vector<double>& pilot);

  void add(std::span<const double> values);
  // The same in two steps, so that values of many members are counted at once while the counts are
  // in cache. First their places among the counts; what has none is counted at once.
  static constexpr std::uint16_t kNoPlace = 0xFFFF;
  void find_places(std::span<const double> values, std::uint16_t* places);
  void count_places(std::span<const std::uint16_t> places);
  void fetch_counts() const;  // soon to be counted in
  // Of sketches with the same grid.
  void merge(const Sketch& other);

  const SketchGrid& grid() const { return grid_; }
  std::uint64_t count() const { return count_; }
  // Values below and above zero; NaN is neither.
  std::uint64_t below_zero() const { return below_; }
  std::uint64_t above_zero() const { return above_; }
  double least() const { return least_; }
  double greatest() const { return greatest_; }
  // Hyndman and Fan's type 7, as results::quantile. NaN for no values, and where one is NaN.
  std::vector<Estimate> quantiles(std::span<const double> probabilities) const;
  std::size_t bytes() const;

 private:
  using Page = std::vector<std::uint32_t>;
  void note_extremes(std::span<const double> values);
  void count_outside(std::int32_t bin);
  std::uint32_t& outside(std::int32_t bin);
  Estimate estimate_in(std::int32_t bin, std::uint64_t rank, std::uint32_t number) const;
  std::vector<Estimate> at_ranks(const std::vector<std::uint64_t>& ranks) const;
  BinEdges within(const BinEdges& edges) const;  // no further than the least and greatest value
  template <class Visit, class Skip>
  void each_bin(const Visit& visit, const Skip& skip) const;

  SketchGrid grid_;
  std::int32_t first_ = 0, nan_ = 0;  // the first bin of the window; the first that no number has
  std::vector<std::uint32_t> window_;
  std::map<std::int32_t, Page> pages_;  // octaves outside the window
  std::uint64_t count_ = 0, nans_ = 0, below_ = 0, above_ = 0;
  double least_ = std::numeric_limits<double>::infinity();
  double greatest_ = -std::numeric_limits<double>::infinity();
};

}  // namespace sluice::results
