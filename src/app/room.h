// Commands that keep every future in memory say before they begin where they would not fit.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "ensemble/ensemble.h"

namespace sluice::app {

// What a command keeps.
struct Kept {
  std::uint64_t members = 0;
  std::uint64_t numbers_of_member = 0;  // of all scenarios, draws included
};
Kept kept_by(const ensemble::Runner& runner, std::size_t scenarios, std::uint64_t members);

// An error where that takes more than nine tenths of what is there.
Diagnostics find_no_room(const std::string& command, const Kept& kept,
                         std::optional<std::uint64_t> available);

// Ends the command: run_program catches it and tells why.
struct NoRoom : std::exception {
  explicit NoRoom(Diagnostics said) : why(std::move(said)) {}
  Diagnostics why;
};
void expect_room(const std::string& command, const Kept& kept);

}  // namespace sluice::app
