#include "execute/lanes/ops.h"

#include <immintrin.h>

#include "vmath/vmath.h"

#define SLUICE_LANES 4
#include "execute/lanes/ops.inl"

namespace sluice::execute {

const OpSet& ops_of_four() {
  static constexpr OpSet kOps = make_ops();
  return kOps;
}

}  // namespace sluice::execute
