// Parts of the sentences on claims (claims.h).
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "report/claims.h"

namespace sluice::report {

// Members that gave an answer.
std::size_t usable(const analysis::ClaimAnswer& answer);
std::string left_out_words(const analysis::ClaimAnswer& answer);
// "62 ± 1.5 % of"; in words where it is none or all of them, counted where it is nearly so.
std::string share_words(std::size_t count, std::size_t all, double error, const std::string& of);
// The first sentence of a definition, to stand inside another one: "The share is..." becomes "the
// share is..."; "US firms" and "H200s" stay as they are.
std::string embedded(const std::string& definition);
std::string capital(std::string text);
// Which of the claim's horizons the answer is for.
std::optional<std::size_t> horizon_of(const study::Claim& claim,
                                      const analysis::ClaimAnswer& answer);
// What is tested, as a clause. A definition that does not name the horizon has it added.
std::string tested_words(const study::Claim& claim, const analysis::ClaimAnswer& answer);
// " It turns most on ...", or why no input is named.
std::string deciding_sentence(const study::Study& study, const analysis::ClaimAnswer& answer);
// Of claims about a grid of policies.
std::string grid_words(const study::Study& study, const study::Claim& claim,
                       const analysis::ClaimAnswer& answer);

}  // namespace sluice::report
