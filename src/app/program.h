// The program: arguments in, exit code out.
#pragma once

#include <string>
#include <vector>

namespace sluice::app {

int run_program(const std::vector<std::string>& words);

}  // namespace sluice::app
