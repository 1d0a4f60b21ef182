// What a mistake on the command line is answered with.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/arguments.h"

namespace sluice::app {

// Help, version or a mistake: what to print and how to end.
Parsed ended(const CLI::App& program, const CLI::Error& error);
// CLI11's message with the names that could have been meant, and where help is.
std::string with_help_hint(const CLI::App* program, const CLI::Error& error);
// CLI11 would only say that a command is missing.
std::optional<Parsed> unknown_command(const CLI::App& program,
                                      const std::vector<std::string>& words);

}  // namespace sluice::app
