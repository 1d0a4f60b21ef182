// Claims and their answers: a table, sentences in plain words, JSON.
#pragma once

#include <string>
#include <vector>

#include "analysis/claims.h"
#include "report/making.h"
#include "report/terminal.h"

namespace sluice::report {

struct JudgedClaim {
  const study::Claim* claim = nullptr;
  std::vector<analysis::ClaimAnswer> answers;  // one per horizon
};
struct WorldviewAnswers {
  std::string name, label;  // empty name: the study's own distributions
  std::vector<JudgedClaim> claims;
};

// The first view in full (table and sentences); with several views also a table of all.
std::string claims_text(const Making& making, const study::Study& study,
                        const std::vector<WorldviewAnswers>& views, const Terminal& terminal);
std::string claims_json(const Making& making, const study::Study& study,
                        const std::vector<WorldviewAnswers>& views);

// What one answer says, from its numbers alone.
std::string sentence_of(const study::Study& study, const study::Claim& claim,
                        const analysis::ClaimAnswer& answer);

}  // namespace sluice::report
