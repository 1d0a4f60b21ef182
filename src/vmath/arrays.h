// The array forms, once for each width of vector; vmath.cpp picks one set when the program starts.
#pragma once

#include <cstddef>

namespace sluice::vmath {

struct Arrays {
// NOLINTNEXTLINE(bugprone-macro-parentheses): a member's name cannot stand in parentheses
#define SLUICE_VMATH(name, accuracy) void (*name)(const double*, double*, std::size_t);
#include "vmath/functions.def"
#undef SLUICE_VMATH
  void (*pow)(const double*, const double*, double*, std::size_t);
};

const Arrays& arrays_of_four();   // AVX2 and FMA: the baseline
const Arrays& arrays_of_eight();  // AVX-512F

}  // namespace sluice::vmath
