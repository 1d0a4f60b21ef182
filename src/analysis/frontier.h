// What a grid of policies can reach: of an exists claim the policies that no other one beats.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/judgement.h"

namespace sluice::analysis {

// Medians are of the first so many futures: more are not held.
inline constexpr std::size_t kFrontierMembers = 2048;

// The policies for which no other has medians at least as good on every leg of the claim and a
// better one on one; of equal ones the first. Good is what speaks for `holds`. The best on the
// first leg first.
std::vector<FrontierPolicy> frontier_of(const study::Claim& claim, const std::vector<Trial>& trials,
                                        const std::vector<std::string>& names);

}  // namespace sluice::analysis
