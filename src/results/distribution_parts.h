// What Distributions keep, for the files that they are written in.
#pragma once

#include <cstdint>
#include <vector>

#include "base/large_pages.h"
#include "results/distributions.h"
#include "results/sort_columns.h"

namespace sluice::results {

// At most kCellsAtOnce cells, `first` in the order of a put, that differ between members.
struct Distributions::Batch {
  std::size_t first = 0, number = 0, count = 0;
};

struct Distributions::Chunk {
  explicit Chunk(std::size_t cells)
      : values(cells * kPilotMembers), usable(kPilotMembers, 0), put(kPilotMembers, 0) {}
  NumberRoom values;                 // [cell][member], of members that were put
  std::vector<std::uint8_t> usable;  // 0 too for members that were not put
  std::vector<std::uint8_t> put;
};

struct Distributions::Columns {
  std::vector<double> column(std::size_t k) const {
    std::vector<double> values(rows);
    for (std::size_t row = 0; row < rows; ++row) values[row] = numbers[row * kColumnsAtOnce + k];
    return values;
  }
  std::vector<double> numbers;  // [row][column]
  std::size_t rows = 0;
  bool finite = true;  // else not sorted
};

}  // namespace sluice::results
