// Points of a design in the unit cube: the share below which each input of each member lies.
//   monte_carlo      independent: Philox, keyed by seed, member and input
//   latin_hypercube  each input takes each of n equal slices once (McKay, Beckman and Conover 1979,
//                    doi:10.1080/00401706.1979.10489755)
//   sobol            digital net (Joe and Kuo 2008, doi:10.1137/070709359, table of Boost.Random)
//   with
//                    Owen scrambling by hashing (Burley 2020, "Practical hash-based Owen
//                    scrambling", JCGT 9(4)): balanced in every block of 2^k members, unbiased for
//                    any number
// A member's point does not depend on the number of members (except in the Latin hypercube), nor an
// input's on the inputs after it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "study/study.h"

namespace sluice::ensemble {

// [input * members + member], each strictly between 0 and 1. At most study::kMostSobolInputs inputs
// for sobol.
std::vector<double> unit_points(study::Design design, std::size_t inputs, std::uint64_t members,
                                std::uint64_t seed);

// Some of them: values[input * stride + m] is the point of member first + m, of `members` in all.
struct PointBlock {
  std::uint64_t first = 0;
  std::size_t count = 0;
  double* values = nullptr;
  std::size_t stride = 0;
};
void fill_unit_points(study::Design design, std::size_t inputs, std::uint64_t members,
                      std::uint64_t seed, const PointBlock& block);

std::string_view name_of(study::Design design);  // as study.toml writes it

}  // namespace sluice::ensemble
