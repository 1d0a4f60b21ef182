// One run as columns of numbers, and the diagnostics of a check, as JSON.
#pragma once

#include <optional>
#include <string>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "results/frame.h"

namespace sluice::report {

struct RunMaking {
  std::string path, scenario;  // scenario: empty without a study
};
std::string series_json(const RunMaking& making, const results::Frame& frame,
                        const std::optional<Calendar>& calendar);

// Every diagnostic of a check, and how many there are of each severity.
std::string diagnostics_json(const std::string& path, const Diagnostics& diagnostics);

}  // namespace sluice::report
