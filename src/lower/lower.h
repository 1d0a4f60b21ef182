// A checked Model into a Program: arrays spelled out to elements, stateful builtins into hidden
// stocks and memories, each cell placed in the earliest section it may stand in, only what the
// wanted outputs need kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "model/model.h"
#include "program/program.h"

namespace sluice::lower {

// A constant cell of the model that the caller sets from outside.
struct WantedInput {
  model::CellRef cell;
  program::InputKind kind{};
};

struct Options {
  std::vector<WantedInput> inputs;        // Program::inputs come in this order
  std::vector<model::CellRef> outputs;    // Program::outputs come in this order
  bool all_outputs = false;               // every cell of every numeric variable instead
  std::optional<program::Method> method;  // else the model's
  // Replace the control values of the model (from --set "TIME STEP=0.5" and the like).
  std::optional<double> initial_time, final_time, time_step, save_period;
  // Program::names, which tell what was not finite. A single run goes without until it needs them.
  bool names = true;
};

// Errors: an input that is not a constant, control values that make no run (step <= 0, final before
// initial, more than 10 million steps).
Checked<program::Program> lower(const model::Model& model, const Options& options);

// When a run of the model computes and saves; nothing where there is no run.
std::optional<program::Timing> timing_of(const model::Model& model);

}  // namespace sluice::lower
