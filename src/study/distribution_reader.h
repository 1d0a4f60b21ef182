// A distribution table of study.toml into a Distribution: by parameters, or fitted to stated
// quantiles.
#pragma once

#include <optional>
#include <string>

#include "study/distribution.h"
#include "study/table_reader.h"

namespace sluice::study {

// `what` names it in messages: `the distribution of "share"`. Empty after a mistake, which has been
// said.
std::optional<Distribution> read_distribution(const toml::table& table, const std::string& what,
                                              Report& report);
// A bare number is a constant.
std::optional<Distribution> read_distribution_or_number(const toml::node& node,
                                                        const std::string& what, Report& report);

}  // namespace sluice::study
