// What is read off a block of members: one number per member, from the saved values of one series.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice::results {

// Saved numbers of consecutive members: values[(series * times + time) * stride + member].
struct BlockView {
  const double* values = nullptr;
  std::size_t times = 0, stride = 0, members = 0;
  double period = 1;  // model time between saved points: the weight of a value in a sum

  const double* at(std::size_t series, std::size_t time) const {
    return values + (series * times + time) * stride;
  }
};

enum class Over : std::uint8_t { last, mean, sum };

// The saved points first..last-1 of a series: the last of them, their mean, or their sum times the
// save period. Of no points NaN.
struct Reading {
  std::size_t series = 0, first = 0, last = 0;
  Over how = Over::last;
};
void read_values(const BlockView& block, const Reading& reading, double* out);  // [member]

// Every saved value by itself, in the order of a block.
std::vector<Reading> readings_of_all(std::size_t series, std::size_t times);

}  // namespace sluice::results
