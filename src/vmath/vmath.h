// Elementary functions with one definition for one number or many: SLEEF's deterministic ("finz")
// set, which gives the same bits from its scalar, AVX2 and AVX-512 forms. Error at most 1.0 ulp
// (erfc 1.5). Source: N. Shibata and F. Petrogalli, "SLEEF: A Portable Vectorized Library of C
// Standard Mathematical Functions", IEEE TPDS 31(6), 2020, doi:10.1109/TPDS.2019.2960333.
//
// Every result is the same bits whatever `count` is and wherever in the array it stands; a NaN is a
// NaN, but its sign and payload are not promised. Angles are in radians.
#pragma once

#include <cstddef>

namespace sluice::vmath {

#define SLUICE_VMATH(name, accuracy) \
  double name(double x);             \
  void name(const double* x, double* out, std::size_t count);
#include "vmath/functions.def"
#undef SLUICE_VMATH

// a to the power b, as C's pow: 0^0 = 1, a negative number to a fraction is NaN.
double pow(double a, double b);
void pow(const double* a, const double* b, double* out, std::size_t count);

// Array forms may work in place (`out` equal to an input), but not on arrays that overlap
// otherwise. They use 8 numbers a vector where the machine has AVX-512, else 4; with
// SLUICE_NO_CLONES always 4.

}  // namespace sluice::vmath
