// Counter-based random numbers: a draw is a pure function of (seed, member, stream, step), so it
// does not depend on who computes it, in which order, or on how many threads.
//
// The generator is Philox 4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as
// easy as 1, 2, 3", doi:10.1145/2063384.2063405) as in the Random123 library.
#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>

namespace sluice {

// Four words of 32 random bits. The key is the seed (low word first).
inline std::array<std::uint32_t, 4> philox(std::uint64_t seed,
                                           const std::array<std::uint32_t, 4>& counter) {
  const r123::Philox4x32::key_type key = {
      {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)}};
  const r123::Philox4x32::ctr_type input = {{counter[0], counter[1], counter[2], counter[3]}};
  const auto output = r123::Philox4x32{}(input, key);
  return {output[0], output[1], output[2], output[3]};
}

// Two words as one of the 2^53 evenly spaced numbers k * 2^-53 in [0, 1).
inline double uniform_from(std::uint32_t low, std::uint32_t high) {
  const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32U) | low;
  return static_cast<double>(bits >> 11U) * 0x1p-53;
}

// Two words as one of the 2^52 midpoints (k + 1/2) * 2^-52 in the open interval (0, 1): what an
// inverse distribution function may be given. Symmetric: u and 1 - u are equally likely.
inline double open_uniform_from(std::uint32_t low, std::uint32_t high) {
  const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32U) | low;
  return (static_cast<double>(bits >> 12U) + 0.5) * 0x1p-52;
}

// Two independent uniforms in [0, 1) for one (member, stream, step); the counter is
// {member, stream, step, 0}.
struct UniformPair {
  double first = 0;
  double second = 0;
};
inline UniformPair uniform_pair(std::uint64_t seed, std::uint32_t member, std::uint32_t stream,
                                std::uint32_t step) {
  const auto words = philox(seed, {member, stream, step, 0});
  return {uniform_from(words[0], words[1]), uniform_from(words[2], words[3])};
}

// A uniform in [0, 1): the first of the pair.
inline double uniform(std::uint64_t seed, std::uint32_t member, std::uint32_t stream,
                      std::uint32_t step) {
  return uniform_pair(seed, member, stream, step).first;
}

// The same draw in the open interval (0, 1).
inline double open_uniform(std::uint64_t seed, std::uint32_t member, std::uint32_t stream,
                           std::uint32_t step) {
  const auto words = philox(seed, {member, stream, step, 0});
  return open_uniform_from(words[0], words[1]);
}

}  // namespace sluice
