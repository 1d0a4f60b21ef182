// The study's claims under a policy that is being shaped by hand.
//
// A claim that tests one policy against baselines gets the policy in its place ("policy"). One that
// names several policies or searches a grid keeps them, with what the hand has changed laid over
// each, except for levers that they set themselves ("changes"). So does a claim whose baseline the
// policy is: it would be compared with itself.
#pragma once

#include <string>
#include <vector>

#include "analysis/claims.h"
#include "ensemble/ensemble.h"
#include "report/json.h"
#include "serve/lab.h"
#include "study/study.h"

namespace sluice::serve {

struct ClaimRun {
  study::Claim claim;   // speaks of the policies below by name
  std::string reading;  // "policy", "changes" or "own" (docs/api.md)
  std::vector<ensemble::Policy> policies, grid;
  // Before a sentence about it, where it is not the study's question: `"My policy" in the place of
  // "H200 rule": `; else empty.
  std::string preface = {};
};
struct ClaimsWanted {
  bool quick = false;  // only those in which the policy stands itself
  bool grids = false;  // only those that search a grid; else only the others
  bool own = false;    // the claims' own policies, whatever the policy on the page
};
// `scenario`: the one on which the policy is built (empty: every lever at its default).
std::vector<ClaimRun> claim_runs(const study::Study& study, const ensemble::Policy& policy,
                                 const std::string& scenario, const ClaimsWanted& wanted);

// Outcomes that some of the study's claims read, each once.
std::vector<std::string> charts_of_claims(const study::Study& study, const ClaimsWanted& wanted);

// Members 0 to done - 1 alone, of the named series, under another name.
results::ScenarioResult first_of(const Futures& futures, std::size_t done, const std::string& name,
                                 const std::vector<std::string>& series);

// The draws of members 0 to done - 1.
results::Draws first_draws(const results::Draws& draws, std::size_t done);

report::Json to_json(const study::Study& study, const ClaimRun& run,
                     const analysis::ClaimAnswer& answer);

}  // namespace sluice::serve
