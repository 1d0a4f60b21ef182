// --threshold "hooked.A=0.03": a claim's test moved by the user.
//
//   CLAIM.VARIANT[.LEG][.WHAT]=NUMBER
//
// LEG counts from 1 (absent: the first). WHAT is holds, fails, dead_band, level, weight, scale, or
// of the claim share_needed, worse_on, stable_share; absent: holds, of a dominance or score claim
// dead_band. A moved `holds` takes a mirrored `fails` with it: -x for a difference, 2 - x for a
// ratio, and the same number where one is the other's reverse.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "study/study.h"

namespace sluice::app {

struct ChangedClaims {
  std::vector<study::Claim> claims;  // of the whole study, in its order
  std::vector<std::string> changes;  // "hooked.A leg 1: holds >= 0.03 (study: >= 0.02)"
};
Checked<ChangedClaims> with_thresholds(const study::Study& study,
                                       const std::vector<std::string>& texts);

}  // namespace sluice::app
