// SIGINT and SIGTERM end the work within a block; what there is stays in the .partial file.
#pragma once

#include <atomic>

namespace sluice::app {

// From here on the signals set the flag; a second one ends the program at once. A closed pipe is an
// ordinary write error from here on (SIGPIPE is ignored).
void watch_signals();
const std::atomic<bool>& interrupted();

}  // namespace sluice::app
