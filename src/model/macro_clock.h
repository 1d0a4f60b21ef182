// Macros that run by a clock of their own (OASIS XMILE 1.0, 4.8.3): each call goes from their start
// to their stop at one instant of the model, and gives what they have come to. Private to
// src/model.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "model/folding.h"
#include "syntax/tree.h"

namespace sluice::model {

// A run whose start, stop and step are numbers.
struct MacroRun {
  std::size_t steps = 0;
  double start = 0, step = 1;
};

// The most steps of a run, and how many are written out where only the run tells.
inline constexpr std::size_t kMostMacroSteps = 1000, kMacroStepsAtMost = 64;

// Something in a macro that has no meaning where it runs by a clock of its own: a function that
// keeps what was before, or that reads the model's time.
struct Misplaced {
  std::string name;  // empty: there is none
  bool reads_time = false;
};
Misplaced misplaced_in(const syntax::Macro& macro, const Macros& macros);
// The same macro without a clock: its variables stand there once for each step. Where nobody knows
// how many there are, what is beyond the most is not a number.
syntax::Macro without_clock(const syntax::Macro& macro, const std::optional<MacroRun>& run);

}  // namespace sluice::model
