// The functions of one vector register, for code that is compiled while the program runs. Their
// bits are those of vmath.h.
#pragma once

#include <cstddef>

namespace sluice::vmath {

// Where each function stands in the tables below.
enum class VectorFunction : std::size_t {
// NOLINTNEXTLINE(bugprone-macro-parentheses): an enumerator
#define SLUICE_VMATH(name, accuracy) name,
#include "vmath/functions.def"
#undef SLUICE_VMATH
  pow,
};

const void* const* vectors_of_four();   // __m256d to __m256d, for AVX2 and FMA
const void* const* vectors_of_eight();  // __m512d to __m512d, for AVX-512F

}  // namespace sluice::vmath
