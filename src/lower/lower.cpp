#include "lower/lower.h"

#include <algorithm>

#include "base/format.h"
#include "lower/control.h"
#include "lower/lowering.h"
#include "model/control.h"
#include "model/holes.h"
#include "model/macros.h"

namespace sluice::lower {
namespace {

using model::Model;

// Where a cell was defined.
Place place_of(const Model& model, CellRef cell) {
  const model::Variable& variable = model.at(cell.variable);
  const model::Equation* equation = model::equation_of(variable, cell.cell);
  return model.sources.place_of(equation == nullptr ? variable.span : equation->span);
}

bool is_written_number(const Model& model, CellRef cell) {
  const model::Variable& variable = model.at(cell.variable);
  const model::Equation* equation = model::equation_of(variable, cell.cell);
  return variable.kind != model::VariableKind::lookup && equation != nullptr &&
         written_number(*equation, cell.cell).has_value();
}

void check_inputs(const Model& model, const std::vector<WantedInput>& inputs,
                  Diagnostics& diagnostics) {
  std::vector<CellRef> seen;
  for (const WantedInput& input : inputs) {
    const model::Variable& variable = model.at(input.cell.variable);
    const std::string name = model.cell_name(variable, input.cell.cell);
    const Place place = place_of(model, input.cell);
    if (model::is_control_name(variable.name)) {
      diagnostics.push_back(make_diagnostic(
          Code::lower_control_input, place, format("\"{}\" cannot be an input", name),
          "it says how the model is run, and all members of an ensemble run alike",
          "set it in the model, or for one run with --set"));
    } else if (!is_written_number(model, input.cell)) {
      diagnostics.push_back(make_diagnostic(
          Code::lower_input_computed, place, format("\"{}\" cannot be set from outside", name),
          "the model computes it from other variables; only a constant can be set",
          "set one of the constants that it depends on, or make it a constant in the model"));
    }
    if (std::find(seen.begin(), seen.end(), input.cell) != seen.end()) {
      diagnostics.push_back(make_diagnostic(Code::lower_input_twice, place,
                                            format("\"{}\" is set twice", name),
                                            "only one of the two could count", "remove one"));
    }
    seen.push_back(input.cell);
  }
}

// A data variable that nothing reads may lack its data, but not where it is asked for itself.
bool lacks_data(const Model& model, CellRef cell) {
  const model::Variable& variable = model.at(cell.variable);
  return variable.kind == model::VariableKind::data && variable.series[cell.cell].times.empty();
}

void check_outputs(const Model& model, const std::vector<CellRef>& outputs,
                   Diagnostics& diagnostics) {
  for (const CellRef cell : outputs) {
    const model::Variable& variable = model.at(cell.variable);
    if (lacks_data(model, cell)) {
      diagnostics.push_back(
          make_diagnostic(Code::model_data_missing, place_of(model, cell),
                          format("no data for \"{}\"", model.cell_name(variable, cell.cell)),
                          "its values are asked for, and it has none",
                          "give a data file that has them, or do not ask for it"));
    }
    if (variable.kind != model::VariableKind::lookup) continue;
    diagnostics.push_back(make_diagnostic(Code::lower_lookup_output, place_of(model, cell),
                                          format("\"{}\" is a lookup: it has no value over time",
                                                 model.cell_name(variable, cell.cell)),
                                          "a lookup is a table that other variables read",
                                          "name a variable that reads it"));
  }
}

// Every cell that has a value over time and a name for users, in the model's order.
std::vector<CellRef> all_numeric_cells(const Model& model) {
  std::vector<CellRef> cells;
  for (std::size_t i = 0; i < model.variables.size(); ++i) {
    const model::Variable& variable = model.variables[i];
    const VariableId id{static_cast<std::uint32_t>(i)};
    if (variable.kind == model::VariableKind::lookup || id == model.time) continue;
    if (model::is_macro_local(variable.name)) continue;
    const std::size_t count = model.cell_count(variable);
    for (std::uint32_t cell = 0; cell < count; ++cell) {
      const CellRef one{id, cell};
      if (!lacks_data(model, one) && !model::is_hole(model, one)) cells.push_back(one);
    }
  }
  return cells;
}

void name_slots(const Model& model, const Lowering& lowering, program::Program& program) {
  for (const auto& [slot, cell] : lowering.made_cells()) {
    const model::Variable& variable = model.at(cell.variable);
    const Place place = place_of(model, cell);
    program.names.push_back({slot, model.cell_name(variable, cell.cell), place.file, place.line});
  }
}

program::Method method_of(const Model& model, const Options& options) {
  if (options.method) return *options.method;
  switch (model.control.method) {
    case model::Method::euler: return program::Method::euler;
    case model::Method::midpoint: return program::Method::midpoint;
    case model::Method::heun: return program::Method::heun;
    case model::Method::rk4: return program::Method::rk4;
  }
  return program::Method::euler;
}

}  // namespace

std::optional<program::Timing> timing_of(const Model& model) {
  Control control = control_of(model, {});
  if (has_error(control.diagnostics)) return std::nullopt;
  return std::move(control.timing);
}

Checked<program::Program> lower(const Model& model, const Options& options) {
  Checked<program::Program> result;
  Control control = control_of(model, options);
  append(result.diagnostics, std::move(control.diagnostics));
  check_inputs(model, options.inputs, result.diagnostics);
  check_outputs(model, options.outputs, result.diagnostics);
  if (has_error(result.diagnostics)) return result;

  Lowering lowering(model, options.inputs, control.fixed, control.timing,
                    method_of(model, options));
  if (!control.lengths.empty()) lowering.follow(std::move(control.lengths));
  const std::vector<CellRef> outputs =
      options.all_outputs ? all_numeric_cells(model) : options.outputs;
  std::vector<Slot> slots;
  for (const CellRef cell : outputs) slots.push_back(lowering.ask(cell, World::step));
  lowering.settle();
  append(result.diagnostics, std::move(lowering.diagnostics()));
  if (has_error(result.diagnostics)) return result;

  program::Program program = lowering.finish();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const model::Variable& variable = model.at(outputs[i].variable);
    program.outputs.push_back(
        {model.cell_name(variable, outputs[i].cell), variable.unit_text, slots[i]});
  }
  if (options.names) name_slots(model, lowering, program);
  result.value = std::move(program);
  return result;
}

}  // namespace sluice::lower
