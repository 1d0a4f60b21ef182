// The draws of random ops: pure functions of (seed, member, stream, step), whoever computes them.
#pragma once

#include <cmath>
#include <cstdint>

#include "base/random.h"
#include "vmath/vmath.h"

namespace sluice::program {

inline constexpr double kTwoPi = 6.283185307179586476925286766559;

// Members beyond 2^32 would repeat earlier ones: the counter has 32 bits for them.
inline double draw_uniform(std::uint64_t seed, std::uint64_t member, std::uint32_t stream,
                           std::uint32_t step) {
  return uniform(seed, static_cast<std::uint32_t>(member), stream, step);
}

// Box and Muller 1958, doi:10.1214/aoms/1177706645.
inline double draw_standard_normal(std::uint64_t seed, std::uint64_t member, std::uint32_t stream,
                                   std::uint32_t step) {
  const UniformPair pair = uniform_pair(seed, static_cast<std::uint32_t>(member), stream, step);
  const double radius = std::sqrt(-2 * vmath::log(1 - pair.first));
  return radius * vmath::cos(kTwoPi * pair.second);
}

}  // namespace sluice::program
