// Lookups and data series into the tables of a program, each once.
#include "base/number.h"
#include "lower/lowering.h"

namespace sluice::lower {
namespace {

using program::TableMode;

TableMode mode_of(model::LookupMode mode) {
  switch (mode) {
    case model::LookupMode::hold: return TableMode::hold;
    case model::LookupMode::extrapolate: return TableMode::extrapolate;
    case model::LookupMode::forward: return TableMode::forward;
    case model::LookupMode::backward: return TableMode::backward;
  }
  return TableMode::hold;
}

TableMode mode_of(model::DataMode mode) {
  switch (mode) {
    case model::DataMode::interpolate: return TableMode::hold;
    case model::DataMode::look_forward: return TableMode::forward;
    case model::DataMode::hold_backward:
    case model::DataMode::raw: return TableMode::backward;
  }
  return TableMode::hold;
}

// Raw data are there at their own times only; between them the value is :NA:. Times are told apart
// to a millionth of a step.
void spell_out_gaps(program::Table& table, double time_step) {
  const double margin = 1e-6 * time_step;
  program::Table spelled;
  const auto add = [&](double x, double y) {
    spelled.x.push_back(x);
    spelled.y.push_back(y);
  };
  for (std::size_t i = 0; i < table.x.size(); ++i) {
    if (i == 0) add(table.x[i] - 2 * margin, kNotAvailable);
    add(table.x[i] - margin, table.y[i]);
    add(table.x[i] + margin, kNotAvailable);
  }
  table.x = std::move(spelled.x);
  table.y = std::move(spelled.y);
}

}  // namespace

std::uint32_t Lowering::table_of(const model::Table& table, model::LookupMode mode, CellRef owner) {
  // A call that asks for no special mode leaves it to the table.
  if (mode == model::LookupMode::hold) mode = table.mode;
  const auto [at, fresh] = table_numbers_.try_emplace({&table, static_cast<int>(mode)}, 0);
  if (!fresh) return at->second;
  at->second = static_cast<std::uint32_t>(tables_.size());
  program::Table made{name_of(owner), {}, {}, mode_of(mode)};
  for (const auto& [x, y] : table.points) {
    made.x.push_back(x);
    made.y.push_back(y);
  }
  tables_.push_back(std::move(made));
  return at->second;
}

std::uint32_t Lowering::table_of_lookup(CellRef cell, model::LookupMode mode) {
  const model::Equation* equation = model::equation_of(model_.at(cell.variable), cell.cell);
  return table_of(std::get<model::Table>(equation->right.node), mode, cell);
}

std::uint32_t Lowering::table_of_series(CellRef cell, model::DataMode mode) {
  const model::Variable& variable = model_.at(cell.variable);
  const model::Series& series = variable.series[cell.cell];
  const auto [at, fresh] = table_numbers_.try_emplace({&series, static_cast<int>(mode)}, 0);
  if (!fresh) return at->second;
  at->second = static_cast<std::uint32_t>(tables_.size());
  program::Table made{model_.cell_name(variable, cell.cell), series.times, series.values,
                      mode_of(mode)};
  if (made.x.empty()) {
    made.x = {timing_.initial_time};
    made.y = {kNotAvailable};
  } else if (mode == model::DataMode::raw) {
    spell_out_gaps(made, timing_.time_step);
  }
  tables_.push_back(std::move(made));
  return at->second;
}

}  // namespace sluice::lower
