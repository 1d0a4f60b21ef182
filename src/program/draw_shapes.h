// Draws that take several uniform numbers: gamma, Poisson and binomial. Pure functions of (seed,
// member, stream, step), as those of draw.h; the fourth word of the counter numbers what they use.
#pragma once

#include <cstdint>

#include "program/opcodes.h"

namespace sluice::program {

// random_gamma: order a (below 0 or NaN: NaN); random_poisson: mean a; random_binomial: a trials of
// probability b. Sources: Marsaglia and Tsang 2000, doi:10.1145/358407.358414 (gamma); Ahrens and
// Dieter 1974, doi:10.1007/BF02293108 (large means by gamma and beta).
double draw_shape(OpCode code, std::uint64_t seed, std::uint64_t member, std::uint32_t stream,
                  std::uint32_t step, double a, double b);

}  // namespace sluice::program
