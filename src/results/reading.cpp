#include "results/reading.h"

#include <algorithm>
#include <limits>

namespace sluice::results {
namespace {

void sum_values(const BlockView& block, const Reading& reading, double* out) {
  const bool none = reading.first >= reading.last;
  std::fill_n(out, block.members, none ? std::numeric_limits<double>::quiet_NaN() : 0.0);
  for (std::size_t time = reading.first; time < reading.last; ++time) {
    const double* row = block.at(reading.series, time);
    for (std::size_t m = 0; m < block.members; ++m) out[m] += row[m];
  }
  for (std::size_t m = 0; m < block.members; ++m) out[m] *= block.period;
}

}  // namespace

void read_values(const BlockView& block, const Reading& reading, double* out) {
  if (reading.how == Over::last && reading.first < reading.last) {
    std::copy_n(block.at(reading.series, reading.last - 1), block.members, out);
    return;
  }
  sum_values(block, reading, out);
  if (reading.how != Over::mean) return;
  const double length = static_cast<double>(reading.last - reading.first) * block.period;
  for (std::size_t m = 0; m < block.members; ++m) out[m] /= length;
}

std::vector<Reading> readings_of_all(std::size_t series, std::size_t times) {
  std::vector<Reading> readings;
  readings.reserve(series * times);
  for (std::size_t one = 0; one < series; ++one) {
    for (std::size_t time = 0; time < times; ++time) readings.push_back({one, time, time + 1});
  }
  return readings;
}

}  // namespace sluice::results
