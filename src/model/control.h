// The control values of a run: INITIAL TIME, FINAL TIME, TIME STEP, SAVEPER. They are numbers, or
// made of constants with operators, elementary functions and SUM and its kin.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "model/cells.h"
#include "model/model.h"

namespace sluice::model {

// Whether it is the name of one of these four, in any case.
bool is_control_name(std::string_view name);

// A number that replaces a cell's equation (from --set).
using Replacement = std::pair<CellRef, double>;

// The number that an expression is in every run, given the positions of the left-hand cell; nothing
// where that takes more than constants and + - * /.
std::optional<double> constant_value(const Model& model, const Expr& expr, const Positions& left);
// The value of a cell that depends on constants only; nothing for any other.
std::optional<double> constant_value(const Model& model, CellRef cell,
                                     const std::vector<Replacement>& replacements = {});

// Errors: a control value that is missing (SAVEPER defaults to TIME STEP), that changes in a way
// that cannot be told at the start, or that makes no run (step not above 0, end before start,
// saving never). With replacements the values that follow from others follow (SAVEPER = TIME STEP).
Checked<Control> read_control(const Model& model,
                              const std::vector<Replacement>& replacements = {});

// Warnings where TIME STEP divides the run or SAVEPER unevenly: they tell which times are saved.
Diagnostics find_uneven_saving(const Model& model, const Control& control);

}  // namespace sluice::model
