#include "results/sort_columns.h"

#include <algorithm>
#include <cstring>

#ifdef SLUICE_NO_CLONES
#define SLUICE_CLONES
#else
#define SLUICE_CLONES __attribute__((target_clones("arch=x86-64-v4", "default")))
#endif

namespace sluice::results {
namespace {

using Row [[gnu::vector_size(8 * kColumnsAtOnce)]] = double;

[[gnu::always_inline]] inline void order(double* one, double* other) {
  Row a, b;
  std::memcpy(&a, one, sizeof a);
  std::memcpy(&b, other, sizeof b);
  const Row less = b < a ? b : a, more = b < a ? a : b;
  std::memcpy(one, &less, sizeof less);
  std::memcpy(other, &more, sizeof more);
}

}  // namespace

// Batcher's merge exchange (Knuth, The Art of Computer Programming 5.2.2, algorithm M): runs of
// 2 * `half` rows become sorted, from halves that are; `apart` is how far two rows that are
// compared lie from each other.
SLUICE_CLONES void sort_columns(double* numbers, std::size_t rows) {
  for (std::size_t half = 1; half < rows; half *= 2) {
    const std::size_t of_run = ~(2 * half - 1);
    for (std::size_t apart = half; apart > 0; apart /= 2) {
      for (std::size_t begin = apart % half; begin + apart < rows; begin += 2 * apart) {
        const std::size_t last = std::min(begin + apart, rows - apart);
        for (std::size_t row = begin; row < last; ++row) {
          if (((row ^ (row + apart)) & of_run) != 0) continue;
          order(numbers + row * kColumnsAtOnce, numbers + (row + apart) * kColumnsAtOnce);
        }
      }
    }
  }
}

}  // namespace sluice::results
