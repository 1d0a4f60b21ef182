#include <immintrin.h>

#include "vmath/arrays.h"
#include "vmath/vectors.h"
#include "vmath/vmath.h"

// sleef.h declares its AVX-512 forms only where the whole file is compiled for AVX-512; this file
// is compiled for the baseline and turns AVX-512 on for its own functions only, so that no inline
// function of a header is compiled for a machine that may not be there.
#pragma GCC push_options
#pragma GCC target("arch=x86-64-v4")

extern "C" {
#define SLUICE_VMATH(name, accuracy) __m512d Sleef_finz_##name##d8_##accuracy##avx512f(__m512d);
#include "vmath/functions.def"
#undef SLUICE_VMATH
__m512d Sleef_finz_powd8_u10avx512f(__m512d, __m512d);
}

namespace sluice::vmath {
namespace {

constexpr std::size_t kWidth = 8;

#define SLUICE_VMATH(name, accuracy)                                                       \
  void name##_of_eight(const double* x, double* out, std::size_t count) {                  \
    std::size_t i = 0;                                                                     \
    for (; i + kWidth <= count; i += kWidth)                                               \
      _mm512_storeu_pd(out + i,                                                            \
                       Sleef_finz_##name##d8_##accuracy##avx512f(_mm512_loadu_pd(x + i))); \
    for (; i < count; ++i) out[i] = vmath::name(x[i]);                                     \
  }
#include "vmath/functions.def"
#undef SLUICE_VMATH

void pow_of_eight(const double* a, const double* b, double* out, std::size_t count) {
  std::size_t i = 0;
  for (; i + kWidth <= count; i += kWidth) {
    const __m512d power =
        Sleef_finz_powd8_u10avx512f(_mm512_loadu_pd(a + i), _mm512_loadu_pd(b + i));
    _mm512_storeu_pd(out + i, power);
  }
  for (; i < count; ++i) out[i] = vmath::pow(a[i], b[i]);
}

}  // namespace

const Arrays& arrays_of_eight() {
  static constexpr Arrays kArrays = {
#define SLUICE_VMATH(name, accuracy) name##_of_eight,
#include "vmath/functions.def"
#undef SLUICE_VMATH
      pow_of_eight};
  return kArrays;
}

const void* const* vectors_of_eight() {
  static const void* const kVectors[] = {
#define SLUICE_VMATH(name, accuracy) \
  reinterpret_cast<const void*>(&Sleef_finz_##name##d8_##accuracy##avx512f),
#include "vmath/functions.def"
#undef SLUICE_VMATH
      reinterpret_cast<const void*>(&Sleef_finz_powd8_u10avx512f)};
  return kVectors;
}

}  // namespace sluice::vmath

#pragma GCC pop_options
