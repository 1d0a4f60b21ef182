#include "execute/lanes/ops.h"

#include <immintrin.h>

#include "vmath/vmath.h"

#pragma GCC push_options
#pragma GCC target("arch=x86-64-v4")

#define SLUICE_LANES 8
#include "execute/lanes/ops.inl"

namespace sluice::execute {

const OpSet& ops_of_eight() {
  static constexpr OpSet kOps = make_ops();
  return kOps;
}

}  // namespace sluice::execute

#pragma GCC pop_options
