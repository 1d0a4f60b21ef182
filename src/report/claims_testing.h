// A study, a claim and its answer, for the tests of what is printed.
#pragma once

#include "report/claims.h"

namespace sluice::report {

inline study::Study fishery() {
  study::Study study;
  study.name = "Fishery";
  study.time_zero = {2020 * 12};
  study.decision = {2021 * 12};
  study.uncertainties.resize(1);
  study.uncertainties[0].name = "growth";
  study.uncertainties[0].label = "growth rate";
  return study;
}

inline const Making kMaking{"ensemble", "Fishery", 1000, 7, "sobol", ""};

inline study::Claim claim_named(study::ClaimKind kind) {
  study::Claim claim;
  claim.name = "saved";
  claim.variant = "A";
  claim.title = "Stock";
  claim.question = "Does a quota save the stock?";
  claim.definition = "The stock is a fifth larger than without. Thresholds are ours.";
  claim.kind = kind;
  return claim;
}

inline analysis::ClaimAnswer answer_of() {
  analysis::ClaimAnswer answer;
  answer.horizon = "2030-12";
  answer.holds = 700;
  answer.fails = 200;
  answer.no_difference = 100;
  answer.share_holds = 0.7;
  answer.share_fails = 0.2;
  answer.share_no_difference = 0.1;
  answer.error_holds = 0.0144;
  answer.error_fails = 0.0126;
  answer.error_no_difference = 0.0095;
  answer.verdict = "likely";
  answer.inputs = {{"growth", 0.41, 0.2, 0.95, 0.6, 0.01, true, 0.7, 0.2, {}},
                   {"price", 0.001, 0.7, 0.7, 0, 0, false, 0.7, 0, {}}};
  answer.members.resize(1000);
  return answer;
}

}  // namespace sluice::report
