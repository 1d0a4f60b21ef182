// The draws of random ops: pure functions of (seed, member, stream, step), whoever computes them.
#pragma once

#include <array>
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

struct Bounds {
  double low = 0, high = 0;
};
inline constexpr std::uint32_t kMostDraws = 64;

// Box and Muller 1958, doi:10.1214/aoms/1177706645, drawn again until the number is within the
// bounds (a bound that is not a number is none). The fourth word of the counter is the number of
// the draw. If none fits, a uniform number between the bounds, as Vensim has it in its sensitivity
// runs.
inline double draw_standard_normal(std::uint64_t seed, std::uint64_t member, std::uint32_t stream,
                                   std::uint32_t step, Bounds bounds) {
  std::array<std::uint32_t, 4> words{};
  for (std::uint32_t draw = 0; draw < kMostDraws; ++draw) {
    words = philox(seed, {static_cast<std::uint32_t>(member), stream, step, draw});
    const double radius = std::sqrt(-2 * vmath::log(1 - uniform_from(words[0], words[1])));
    const double number = radius * vmath::cos(kTwoPi * uniform_from(words[2], words[3]));
    if (!(number < bounds.low) && !(number > bounds.high)) return number;
  }
  return bounds.low + (bounds.high - bounds.low) * uniform_from(words[0], words[1]);
}

}  // namespace sluice::program
