// The tables of a program as one stretch of numbers that compiled code reads. What several tables
// have in common stands there once, so that compiled code searches it once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "program/lookup.h"

namespace sluice::execute {

// Offsets into the image. The arrays have `count` numbers: a power of two, 8 at least; bounds are
// followed by infinities, segments by the last one.
struct TablePlace {
  std::size_t count = 0;
  std::size_t bound_count = 0;  // before padding
  bool bounds_belong_left = false;
  std::size_t bounds = 0, at = 0, y = 0, slope = 0;
  std::size_t low = 0, high = 0;  // each 8 times
};

class TableImage {
 public:
  TableImage() = default;
  explicit TableImage(const std::vector<program::Segments>& tables);
  const TablePlace& table(std::size_t number) const { return places_[number]; }
  std::span<const double> numbers() const { return numbers_; }

 private:
  std::size_t keep(const std::vector<double>& array);

  std::vector<TablePlace> places_;
  std::vector<double> numbers_;
  std::map<std::vector<std::uint64_t>, std::size_t> kept_;  // by the bits of the array
};

}  // namespace sluice::execute
