// SIGINT and SIGTERM end the work within a block; what there is stays in the .partial file.
#pragma once

#include <atomic>

namespace sluice::app {

// From here on the signals end the program at once, and say so. A closed pipe is an ordinary write
// error from here on (SIGPIPE is ignored).
void end_at_signals();
// For commands that look at the flag: from when they first ask for it, the signals set it; a second
// one ends the program. Until then, while files are read and a clock is looked for, the first does.
void let_signals_wait();
const std::atomic<bool>& interrupted();
// The same without asking, before there is a file to close.
void watch_signals();

}  // namespace sluice::app
