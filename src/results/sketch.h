// Quantiles of any number of values in little memory: values are counted in the bins of a grid.
//
// What a sketch holds after some values does not depend on their order, nor on how they were split
// among sketches that are then merged: it is a count for each bin, and the least and the greatest
// value. A quantile is read off the counts: the ranks are exact, so the value lies in a known bin,
// and each estimate says how far it can be from the exact quantile.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <vector>

#include "results/places.h"
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
  explicit Sketch(std::vector<double> pilot, unsigned bits = kMostBits);
  // The same of values that are ascending and finite already.
  static Sketch of_sorted(std::span<const double> pilot, unsigned bits);

  void add(std::span<const double> values);
  // The same in steps, for values of many members in many cells (places.h). Each value is counted
  // by its place, and noted where find_places says so.
  void open(Window& window) const;
  void note(std::span<const double> values, Window& window);
  // A value that was counted leaves again; it still bounds the least and the greatest.
  void take_back(double value);
  // Bounds the least and the greatest by a value that is not counted; by finite ones only.
  void reach(double value);
  void prefetch() const;
  // Counts by place, for so many members more.
  std::uint16_t* counts_for(std::size_t members);
  // Of sketches with the same grid.
  void merge(const Sketch& other);

  const SketchGrid& grid() const { return grid_; }
  std::uint64_t count() const { return count_; }
  // Values below and above zero; NaN is neither.
  std::uint64_t below_zero() const;
  std::uint64_t above_zero() const;
  double least() const { return least_; }
  double greatest() const { return greatest_; }
  // Hyndman and Fan's type 7, as results::quantile. NaN for no values, and where one is NaN.
  std::vector<Estimate> quantiles(std::span<const double> probabilities) const;
  std::size_t bytes() const;

 private:
  static constexpr unsigned kBitsOfPage = 6;
  using Page = std::array<std::uint32_t, 1U << kBitsOfPage>;
  std::int64_t place_of(std::int32_t bin) const { return std::int64_t{bin} - first_ + 1; }
  bool has_place(std::int32_t bin) const;
  std::uint64_t at_place(std::size_t place) const;
  std::uint64_t sum_of_places(std::size_t begin, std::size_t end) const;
  std::uint32_t& outside(std::int32_t bin);
  void note_one(double value);
  void carry();
  Estimate estimate_in(std::int32_t bin, std::uint64_t rank, std::uint64_t number) const;
  std::vector<Estimate> at_ranks(const std::vector<std::uint64_t>& ranks) const;
  BinEdges within(const BinEdges& edges) const;  // no further than the least and greatest value
  template <class Visit, class Skip>
  void each_bin(const Visit& visit, const Skip& skip) const;

  SketchGrid grid_;
  std::int32_t first_ = 0;   // the bin of place 1
  std::int32_t zero_ = 0;    // the bin in which 0 lies
  std::int32_t finite_ = 0;  // bins of numbers are no further from 0
  // Counts by place, each the sum of both: what is counted most often takes little memory, and goes
  // over into the second before it is full. Place 0 holds what means nothing.
  std::vector<std::uint16_t> recent_;
  std::vector<std::uint32_t> older_;
  std::uint32_t in_recent_ = 0;         // members counted there, or not in any place
  std::map<std::int32_t, Page> pages_;  // bins without a place
  std::uint64_t count_ = 0, nans_ = 0;
  std::uint64_t zero_below_ = 0, zero_above_ = 0;  // in zero's bin
  double least_ = std::numeric_limits<double>::infinity();
  double greatest_ = -std::numeric_limits<double>::infinity();
};

}  // namespace sluice::results
