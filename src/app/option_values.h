// What stands behind an option of the command line, read and checked; what is wrong is thrown as
// CLI11's ValidationError.
#pragma once

#include <cstdint>
#include <string>

#include "app/arguments.h"

namespace sluice::app {

// CLI11 would take -1 for the largest number there is.
std::uint64_t whole_number(const std::string& name, const std::string& text, std::uint64_t least,
                           std::uint64_t most);
// "0.5" is in the outcome's unit, "1%" a share of the quantile itself.
StopError stop_error(const std::string& text);

}  // namespace sluice::app
