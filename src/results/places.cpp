#include "results/places.h"

#include <immintrin.h>

#include <cmath>

namespace sluice::results {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

struct Evenly {
  const double* values;
  std::size_t stride;
  const double* row(std::size_t cell) const { return values + cell * stride; }
};
struct Anywhere {
  const double* const* rows;
  const double* row(std::size_t cell) const { return rows[cell]; }
};

#ifndef SLUICE_NO_CLONES
// NOLINTNEXTLINE(readability-function-size): one formula
template <class Rows>
[[gnu::target("avx512f,avx512dq,avx512bw,avx512vl")]] std::uint64_t in_vectors(
    const Window* windows, std::size_t cells, unsigned shift, const Rows& rows,
    std::uint16_t* places) {
  const __m512i one = _mm512_set1_epi64(1), zero = _mm512_setzero_si512();
  const __m128i by = _mm_cvtsi64_si128(static_cast<std::int64_t>(shift));
  std::uint64_t noted = 0;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    const Window& window = windows[cell];
    const __m512d value = _mm512_loadu_pd(rows.row(cell));
    const __m512d distance = _mm512_sub_pd(value, _mm512_set1_pd(window.center));
    const __m512d size = _mm512_add_pd(_mm512_abs_pd(distance), _mm512_set1_pd(window.floor));
    const __m512i number =
        _mm512_sub_epi64(_mm512_maskz_srl_epi64(0xff, _mm512_castpd_si512(size), by),
                         _mm512_set1_epi64(window.base));
    const __mmask8 below = _mm512_cmp_pd_mask(distance, _mm512_setzero_pd(), _CMP_LT_OQ);
    const __mmask8 beside = _mm512_cmp_pd_mask(distance, _mm512_setzero_pd(), _CMP_NEQ_UQ);
    const __m512i above = _mm512_maskz_add_epi64(beside, number, one);
    const __m512i bin = _mm512_mask_sub_epi64(above, below, zero, above);  // -(k + 1) is ~k
    const __m512i place = _mm512_sub_epi64(bin, _mm512_set1_epi64(window.before));
    const __mmask8 inside = _mm512_mask_cmple_epi64_mask(_mm512_cmpge_epi64_mask(place, one), place,
                                                         _mm512_set1_epi64(window.size));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(places + cell * kMembersOfGroup),
                     _mm512_maskz_cvtepi64_epi16(inside, place));
    const __mmask8 less =
        _mm512_cmp_pd_mask(value, _mm512_set1_pd(window.least.load(kRelaxed)), _CMP_LT_OQ);
    const __mmask8 greater =
        _mm512_cmp_pd_mask(value, _mm512_set1_pd(window.greatest.load(kRelaxed)), _CMP_GT_OQ);
    const __mmask8 of_zero = _mm512_cmpeq_epi64_mask(place, _mm512_set1_epi64(window.zero));
    const unsigned special = (inside ^ 0xFFU) | less | greater | of_zero;
    noted |= std::uint64_t{special != 0} << cell;
  }
  return noted;
}
#endif

template <class Rows>
std::uint64_t plainly(const Window* windows, std::size_t cells, unsigned shift, const Rows& rows,
                      std::uint16_t* places) {
  std::uint64_t noted = 0;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    const Window& window = windows[cell];
    const double least = window.least.load(kRelaxed), greatest = window.greatest.load(kRelaxed);
    bool special = false;
    for (std::size_t m = 0; m < kMembersOfGroup; ++m) {
      const double value = rows.row(cell)[m], distance = value - window.center;
      const double size = std::abs(distance) + window.floor;
      const auto number = (std::bit_cast<std::int64_t>(size) >> shift) - window.base;
      const std::int64_t beside = distance < 0 ? ~number : number + 1;
      const std::int64_t place = (distance == 0 ? 0 : beside) - window.before;
      const bool inside = place >= 1 && place <= window.size;
      places[cell * kMembersOfGroup + m] = inside ? static_cast<std::uint16_t>(place) : 0;
      special |= !inside | (value < least) | (value > greatest) | (place == window.zero);
    }
    noted |= std::uint64_t{special} << cell;
  }
  return noted;
}

template <class Rows>
std::uint64_t best(const Window* windows, std::size_t cells, unsigned shift, const Rows& rows,
                   std::uint16_t* places) {
#ifndef SLUICE_NO_CLONES
  static const bool kWide = __builtin_cpu_supports("avx512dq") != 0 &&
                            __builtin_cpu_supports("avx512bw") != 0 &&
                            __builtin_cpu_supports("avx512vl") != 0;
  if (kWide) return in_vectors(windows, cells, shift, rows, places);
#endif
  return plainly(windows, cells, shift, rows, places);
}

}  // namespace

std::uint64_t find_places_plainly(const Window* windows, std::size_t cells, unsigned shift,
                                  const double* values, std::size_t stride, std::uint16_t* places) {
  return plainly(windows, cells, shift, Evenly{values, stride}, places);
}

std::uint64_t find_places(const Window* windows, std::size_t cells, unsigned shift,
                          const double* values, std::size_t stride, std::uint16_t* places) {
  return best(windows, cells, shift, Evenly{values, stride}, places);
}

std::uint64_t find_places_of_rows(const Window* windows, std::size_t cells, unsigned shift,
                                  const double* const* rows, std::uint16_t* places) {
  return best(windows, cells, shift, Anywhere{rows}, places);
}

}  // namespace sluice::results
