// The options that take Vensim's control files.
#pragma once

#include <CLI/CLI.hpp>

#include "app/arguments.h"

namespace sluice::app {

// --changes F.cin and --save F.lst.
void add_control_files(CLI::App& command, Arguments& into);
// --sensitivity F.vsc.
void add_sensitivity(CLI::App& command, Arguments& into);

}  // namespace sluice::app
