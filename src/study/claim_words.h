// The definition of a claim as words. It may name the claim's own numbers and dates, so that its
// text stays true when a threshold is moved or another horizon is judged:
//
//   {horizon}   the month of the horizon: "December 2030"
//   {from}      the month in which the first leg that has a `from` begins; also {at} and {to}
//   {holds}     a threshold of the first leg; also fails, level, dead_band, weight and scale; or
//   one
//               of the claim: share_needed, worse_on, stable_share
//   {2.holds}   of the second leg, {2.from} its date
//   {-holds}    times -1; {holds*100} and {holds/1000}
//   {holds|month}  with the word, "1 month" or "2 months"
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "study/study.h"

namespace sluice::study {

// "December 2030"
std::string in_words(Date date);

// The claim as it is judged at one of its horizons: its legs have no date left open.
Claim at_horizon(const Claim& claim, std::size_t horizon);

// `text` with everything in braces filled. Without a horizon: "the month judged", and all dates of
// those that depend on it.
std::string in_words(const std::string& text, const Claim& claim,
                     std::optional<std::size_t> horizon);

// What stands in the first braces that cannot be filled; empty where all can.
std::string unfilled_in(const std::string& text, const Claim& claim);

}  // namespace sluice::study
