// What the files that describe commands to CLI11 share.
#pragma once

#include <CLI/CLI.hpp>

#include "app/arguments.h"

namespace sluice::app {

struct Described {
  Command command;
  const char* name;
  const char* text;
  const char* example;
};
CLI::App& add_command(CLI::App& program, const Described& described, Arguments& into);

void add_path(CLI::App& command, Arguments& into, const char* name, const char* text);
void add_data(CLI::App& command, Arguments& into);
void add_with(CLI::App& command, Arguments& into);
void add_counts(CLI::App& command, Arguments& into);
void add_sampling(CLI::App& command, Arguments& into);
void add_worldview(CLI::App& command, Arguments& into, const char* text);
void add_threads(CLI::App& command, Arguments& into);
void add_json(CLI::App& command, Arguments& into);

// history, backtest, sources, worldviews, audit and document.
void add_account_commands(CLI::App& program, Arguments& into);

}  // namespace sluice::app
