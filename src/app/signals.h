// SIGINT and SIGTERM end the work within a block; what there is stays in the .partial file.
#pragma once

#include <atomic>

namespace sluice::app {

// From here on the signals end the program at once, and say so. A closed pipe is an ordinary write
// error from here on (SIGPIPE is ignored).
void end_at_signals();
// For commands that look at the flag: the signals set it; a second one ends the program.
void watch_signals();
const std::atomic<bool>& interrupted();

}  // namespace sluice::app
