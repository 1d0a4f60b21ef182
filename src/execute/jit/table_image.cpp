#include "execute/jit/table_image.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

namespace sluice::execute {

TableImage::TableImage(const std::vector<program::Segments>& tables) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const program::Segments& table : tables) {
    const std::size_t count = std::max<std::size_t>(std::bit_ceil(table.segments.size()), 8);
    std::vector<double> bounds = table.bounds, at, y, slope;
    bounds.resize(count, kInfinity);
    for (std::size_t i = 0; i < count; ++i) {
      const program::Segment& segment = table.segments[std::min(i, table.segments.size() - 1)];
      at.push_back(segment.at);
      y.push_back(segment.y);
      slope.push_back(segment.slope);
    }
    places_.push_back({count, table.bounds.size(), table.bounds_belong_left, keep(bounds), keep(at),
                       keep(y), keep(slope), keep(std::vector<double>(8, table.low)),
                       keep(std::vector<double>(8, table.high))});
  }
}

// Bits are compared: 0 and -0 are two numbers here.
std::size_t TableImage::keep(const std::vector<double>& array) {
  std::vector<std::uint64_t> bits;
  for (const double number : array) bits.push_back(std::bit_cast<std::uint64_t>(number));
  const auto [found, is_new] = kept_.try_emplace(std::move(bits), numbers_.size());
  if (is_new) numbers_.insert(numbers_.end(), array.begin(), array.end());
  return found->second;
}

}  // namespace sluice::execute
