// How much of the last cache counting may take for what is written and read once.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstddef>

namespace sluice::results {

// Of all threads together: the other half is for counts.
inline std::size_t share_of_last_cache() {
  constexpr std::size_t kLeast = std::size_t{8} << 20U, kMost = std::size_t{64} << 20U;
  const long last_cache = sysconf(_SC_LEVEL3_CACHE_SIZE);
  const std::size_t half = last_cache > 0 ? static_cast<std::size_t>(last_cache) / 2 : kLeast;
  return std::clamp(half, kLeast, kMost);
}

}  // namespace sluice::results
