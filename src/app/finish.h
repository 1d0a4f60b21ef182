// How a command ends.
#pragma once

#include <string>
#include <string_view>

#include "app/arguments.h"
#include "base/diagnostic.h"

namespace sluice::app {

// Tells the errors and warnings and gives the exit code that they mean: `environment` where the
// system failed (a file cannot be written, the NetCDF library is missing), `wrong_input` for other
// errors, else `done`.
int tell_and_exit(const Diagnostics& diagnostics);
// The same for a result file that cannot be read: it is the wrong file; only a missing library is
// the environment's fault.
int tell_unreadable(const Diagnostics& diagnostics);
// Writes a result to standard output. A reader that has gone is no failure; a full device is.
int print_and_exit(std::string_view text);

// One line on standard error where there are warnings: `check` shows them.
void mention_warnings(const std::string& path, const Diagnostics& diagnostics);

// Notes are for `check`.
Diagnostics without_notes(const Diagnostics& diagnostics);

}  // namespace sluice::app
