// Claims and their answers: a table, sentences in plain words, JSON.
#pragma once

#include <cstddef>
#include <optional>
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
// `changes`: thresholds that the user moved, in words.
std::string claims_text(const Making& making, const study::Study& study,
                        const std::vector<WorldviewAnswers>& views, const Terminal& terminal,
                        const std::vector<std::string>& changes = {});
std::string claims_json(const Making& making, const study::Study& study,
                        const std::vector<WorldviewAnswers>& views,
                        const std::vector<std::string>& changes = {});

// The verdict with its test, share, error and horizon in one sentence that can be printed as it
// stands: "Likely: in 62 ± 1.5 % of 1,000 simulated futures the share is ...".
std::string printable_sentence(const study::Study& study, const study::Claim& claim,
                               const analysis::ClaimAnswer& answer);
// The part (leg) of a claim that is not, by which alone nearly all of its failing futures fail;
// nothing where several do.
std::optional<std::size_t> failing_part(const analysis::ClaimAnswer& answer);
// Whether the other views answer as the first one does.
std::string worldviews_sentence(const std::vector<WorldviewAnswers>& views, std::size_t claim,
                                std::size_t answer);

// The same with the claim's name before it and what decides it after.
std::string sentence_of(const study::Study& study, const study::Claim& claim,
                        const analysis::ClaimAnswer& answer);

}  // namespace sluice::report
