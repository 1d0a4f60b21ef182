#include <immintrin.h>
#include <sleef.h>

#include "vmath/arrays.h"
#include "vmath/vectors.h"
#include "vmath/vmath.h"

namespace sluice::vmath {
namespace {

constexpr std::size_t kWidth = 4;

#define SLUICE_VMATH(name, accuracy)                                                             \
  void name##_of_four(const double* x, double* out, std::size_t count) {                         \
    std::size_t i = 0;                                                                           \
    for (; i + kWidth <= count; i += kWidth)                                                     \
      _mm256_storeu_pd(out + i, Sleef_finz_##name##d4_##accuracy##avx2(_mm256_loadu_pd(x + i))); \
    for (; i < count; ++i) out[i] = vmath::name(x[i]);                                           \
  }
#include "vmath/functions.def"
#undef SLUICE_VMATH

void pow_of_four(const double* a, const double* b, double* out, std::size_t count) {
  std::size_t i = 0;
  for (; i + kWidth <= count; i += kWidth) {
    const __m256d power = Sleef_finz_powd4_u10avx2(_mm256_loadu_pd(a + i), _mm256_loadu_pd(b + i));
    _mm256_storeu_pd(out + i, power);
  }
  for (; i < count; ++i) out[i] = vmath::pow(a[i], b[i]);
}

}  // namespace

const Arrays& arrays_of_four() {
  static constexpr Arrays kArrays = {
#define SLUICE_VMATH(name, accuracy) name##_of_four,
#include "vmath/functions.def"
#undef SLUICE_VMATH
      pow_of_four};
  return kArrays;
}

const void* const* vectors_of_four() {
  static const void* const kVectors[] = {
#define SLUICE_VMATH(name, accuracy) \
  reinterpret_cast<const void*>(&Sleef_finz_##name##d4_##accuracy##avx2),
#include "vmath/functions.def"
#undef SLUICE_VMATH
      reinterpret_cast<const void*>(&Sleef_finz_powd4_u10avx2)};
  return kVectors;
}

}  // namespace sluice::vmath
