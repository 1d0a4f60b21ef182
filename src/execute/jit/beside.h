// Work on a thread beside the program's own that nobody waits for: the program may end first.
#pragma once

#include <functional>

namespace sluice::execute {

// Runs prepare() and, if that says true, work(), on a thread of their own. False where the system
// gives none.
//
// A program that ends (main returns, or exit is called) takes down its libraries, and such work may
// be inside one of them: prepare() opens LLVM, work() compiles. So main calls end_beside first, and
// where exit is called elsewhere and work is not done, the program ends at once (_exit), with its
// own exit code and all that it has written. Under the sanitizers, which look at all memory when a
// program ends, work is waited for.
bool run_beside(std::function<bool()> prepare, std::function<void()> work);

// Before main returns `status`: nothing more is begun, and what is about to be done gets the time
// for it (10 ms). Returns where nothing is at work; else ends the program as above. LLVM registers
// what it takes down while it works, so that a handler of exit comes too late to wait.
void end_beside(int status);

}  // namespace sluice::execute
