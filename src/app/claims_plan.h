// What `sluice claims` was asked, found in the study.
#pragma once

#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/futures.h"
#include "base/diagnostic.h"
#include "study/study.h"

namespace sluice::app {

// "hooked.A"

// From --expect "hooked.A@2030-12=likely no difference"; without a horizon it is for all of them.
struct Expectation {
  std::string claim, horizon, verdict;
};

struct ClaimsPlan {
  Futures futures;
  std::vector<const study::Claim*> claims;
  std::vector<const study::Worldview*> worldviews;  // null: the study's own distributions
  std::vector<Expectation> expectations;
  std::vector<ensemble::Policy> policies;  // the scenarios that the claims read
  std::vector<std::string> changes;        // thresholds that the user moved, in words
};
// Errors: no claims, an unknown claim, worldview or scenario, dates outside the run, an expectation
// that cannot be read.
Checked<ClaimsPlan> plan_claims(const Arguments& arguments);

}  // namespace sluice::app
