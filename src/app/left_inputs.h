// Inputs that a back-test leaves as they are, and the rows of evidence that they rest on.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "ensemble/ensemble.h"

namespace sluice::app {

// Cells of the model, in order.
struct CellOrder {
  bool operator()(const model::CellRef& one, const model::CellRef& other) const {
    return one.variable != other.variable ? one.variable < other.variable : one.cell < other.cell;
  }
};
using Cells = std::set<model::CellRef, CellOrder>;

// A lever, an uncertainty, or a constant or table of the model.
struct LeftInput {
  enum class Kind : std::uint8_t { lever, uncertainty, numbers };
  std::string name;
  Kind kind{};
  std::size_t place = 0;               // among the study's levers or uncertainties
  Cells cells;                         // those that nothing sets or, of a constant, draws
  std::vector<std::string> rows = {};  // its own sources and those in the note of its variable
  // The youngest row that is dated after the cut; empty where there is none. A row's date is its
  // `source_date`, or for events their date.
  std::string late_row = {}, late_date = {};
};
// Levers, uncertainties, constants and tables, in that order. An array of which some elements are
// set or drawn stands for the others.
std::vector<LeftInput> left_inputs(const ensemble::Bound& bound, const study::Backtest& backtest);

// The cells that a back-test sets; of the name of a lever, an uncertainty or a constant.
Cells cells_set(const ensemble::Bound& bound, const study::Backtest& backtest);
Cells cells_meant(const ensemble::Bound& bound, const std::string& name);

}  // namespace sluice::app
