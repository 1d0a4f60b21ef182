// Where an expression is lowered, and what lowering keeps of delays and of data.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "lower/draft.h"
#include "model/cells.h"
#include "model/model.h"
#include "model/written.h"

namespace sluice::lower {

using model::Builtin;
using model::CellRef;
using model::VariableId;
using model::written_number;

// Whether a call gives another value at the start than at a step though its arguments are the same.
bool differs_by_itself(Builtin builtin);

// Where an expression is lowered: for which cell, in which world, at which turn of the loops.
struct Site {
  CellRef cell;
  const model::Equation* equation = nullptr;
  World world{};
  model::Positions left;   // of the cell on its variable's axes
  model::Positions loops;  // by Loop::id
  Slot held = kAnySlot;    // inside SAMPLE IF TRUE: what the cell itself means there
  std::optional<model::DataMode> data_mode;  // of a data equation that says one
  Slot data_time = kAnySlot;                 // inside an equation between data: the point's time
  std::optional<double> if_missing;          // inside X IF MISSING
};

// Fixed values of cells that the caller of lower() replaces (TIME STEP and the like).
using FixedCells = std::vector<std::pair<CellRef, double>>;

// What is known of a cell as data.
struct DataPoints {
  bool worked_out = false;  // made of data and constants alone
  bool any = false;         // has points; else it is a constant
  int depth = 0;            // how many equations between data read each other below it
  std::vector<double> times;
};

struct Chain {  // of hidden stocks: what goes in, how long it takes, where it starts
  const model::Expr* input = nullptr;
  const model::Expr* time = nullptr;
  const model::Expr* start = nullptr;
  std::uint32_t order = 1;
  bool discrete = false;  // moves from step to step only, also under RK4 (DELAY N, SMOOTH N)
};
struct Stage {  // a hidden stock or, of a discrete chain, a memory of one step
  bool discrete = false;
  std::size_t number = 0;
  Slot slot = 0;
};

}  // namespace sluice::lower
