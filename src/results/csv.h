// A run as comma-separated text: one row a saved time, one column a series.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/calendar.h"
#include "results/frame.h"

namespace sluice::results {

// First column Time, then Date where there is a calendar, then each series of one member. Numbers
// are the shortest text that reads back as the same double; names are quoted where commas or quotes
// need it.
std::string to_csv(const Frame& frame, std::size_t member, const std::optional<Calendar>& calendar,
                   std::size_t threads = 1);

// A field as RFC 4180 wants it.
std::string csv_field(std::string_view text);

}  // namespace sluice::results
