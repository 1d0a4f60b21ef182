// Work on a thread beside the program's own that nobody waits for: the program may end first.
#pragma once

#include <functional>

namespace sluice::execute {

// Runs prepare() and, if that says true, work(), on a thread of their own. False where the system
// gives none.
//
// A program that ends (main returns, or exit is called) takes down its libraries, and such work may
// be inside one of them: prepare() opens LLVM, work() compiles. So when the program ends
//   nothing more is begun;
//   what is about to be done gets the time for it (kPatience);
//   else the program ends at once (_exit), with its own exit code and all that it has written.
// That is looked at before whatever prepare() has opened is taken down. Under the sanitizers, which
// look at all memory when a program ends, it is waited for.
bool run_beside(std::function<bool()> prepare, std::function<void()> work);

}  // namespace sluice::execute
