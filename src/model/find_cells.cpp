#include <algorithm>

#include "base/format.h"
#include "model/cells.h"
#include "model/holes.h"
#include "model/model.h"
#include "syntax/tree.h"

namespace sluice::model {
namespace {

using syntax::key_of;

struct WrittenCell {
  std::string name;
  std::vector<std::string> subscripts;
};

constexpr std::string_view kAround = " \t\"";

WrittenCell written_cell(std::string_view text) {
  WrittenCell written;
  const std::size_t open = text.find('[');
  const std::size_t close = text.rfind(']');
  const bool subscripted = open != text.npos && close != text.npos && close > open &&
                           trimmed(text.substr(close + 1), kAround).empty();
  written.name = trimmed(subscripted ? text.substr(0, open) : text, kAround);
  if (!subscripted) return written;
  const std::string_view inside = text.substr(open + 1, close - open - 1);
  for (const std::string_view name : split(inside, ',')) {
    written.subscripts.emplace_back(trimmed(name, kAround));
  }
  return written;
}

Diagnostics unknown(const Place& place, std::string message, std::string reason, std::string hint) {
  return {make_diagnostic(Code::model_unknown_cell, place, std::move(message), std::move(reason),
                          std::move(hint))};
}

// The positions on an axis that a subscript names: one element, or those of a dimension.
Positions positions_named(const Model& model, DimensionId axis, const std::string& name) {
  const std::vector<ElementId>& elements = model.at(axis).elements;
  const auto place_of = [&](ElementId element) {
    const auto found = std::find(elements.begin(), elements.end(), element);
    return static_cast<std::uint32_t>(found - elements.begin());
  };
  Positions positions;
  for (const Dimension& dimension : model.dimensions) {
    if (key_of(dimension.name) != key_of(name)) continue;
    for (const ElementId element : dimension.elements) {
      if (place_of(element) < elements.size()) positions.push_back(place_of(element));
    }
    return positions;
  }
  for (std::uint32_t i = 0; i < elements.size(); ++i) {
    const std::string& element = model.elements[static_cast<std::size_t>(elements[i])];
    if (key_of(element) == key_of(name)) positions.push_back(i);
  }
  return positions;
}

std::vector<std::string> names_on(const Model& model, DimensionId axis) {
  std::vector<std::string> names{model.at(axis).name};
  for (const ElementId element : model.at(axis).elements) {
    names.push_back(model.elements[static_cast<std::size_t>(element)]);
  }
  return names;
}

std::vector<std::string> variable_names(const Model& model) {
  std::vector<std::string> names;
  for (const Variable& variable : model.variables) names.push_back(variable.name);
  return names;
}

std::string shape_text(const Model& model, const Variable& variable) {
  std::string text = variable.name;
  for (std::size_t axis = 0; axis < variable.axes.size(); ++axis) {
    text += (axis == 0 ? "[" : ",") + model.at(variable.axes[axis]).name;
  }
  return variable.axes.empty() ? text : text + "]";
}

void combine(const Model& model, VariableId id, const std::vector<Positions>& choices,
             Positions& chosen, std::vector<CellRef>& cells) {
  if (chosen.size() == choices.size()) {
    cells.push_back({id, cell_at(model, model.at(id), chosen)});
    return;
  }
  for (const std::uint32_t position : choices[chosen.size()]) {
    chosen.push_back(position);
    combine(model, id, choices, chosen, cells);
    chosen.pop_back();
  }
}

// Of the cells named, those that have a value.
Checked<std::vector<CellRef>> without_holes(const Model& model, std::vector<CellRef> cells,
                                            const Place& place) {
  const CellRef first = cells.front();
  std::erase_if(cells, [&](CellRef cell) { return is_hole(model, cell); });
  if (!cells.empty()) return {std::move(cells), {}};
  const Variable& variable = model.at(first.variable);
  return {std::nullopt,
          unknown(place, format("no equation defines {}", model.cell_name(variable, first.cell)),
                  format("\"{}\" leaves elements out", variable.name), "")};
}

}  // namespace

Checked<std::vector<CellRef>> find_cells(const Model& model, std::string_view text,
                                         const Place& place) {
  const WrittenCell written = written_cell(text);
  const auto id = model.find(written.name);
  if (!id) {
    return {std::nullopt, unknown(place, format("the model has no variable \"{}\"", written.name),
                                  "", did_you_mean(written.name, variable_names(model)))};
  }
  const Variable& variable = model.at(*id);
  std::vector<CellRef> cells;
  if (written.subscripts.empty()) {
    const std::size_t count = model.cell_count(variable);
    for (std::uint32_t cell = 0; cell < count; ++cell) cells.push_back({*id, cell});
    return without_holes(model, std::move(cells), place);
  }
  if (written.subscripts.size() != variable.axes.size()) {
    return {std::nullopt,
            unknown(place,
                    format("\"{}\" does not have {} subscript{}", variable.name,
                           written.subscripts.size(), written.subscripts.size() == 1 ? "" : "s"),
                    format("it is {}", shape_text(model, variable)), "")};
  }
  std::vector<Positions> choices;
  for (std::size_t axis = 0; axis < variable.axes.size(); ++axis) {
    choices.push_back(positions_named(model, variable.axes[axis], written.subscripts[axis]));
    if (!choices.back().empty()) continue;
    return {std::nullopt,
            unknown(place,
                    format("\"{}\" has no element \"{}\"", variable.name, written.subscripts[axis]),
                    format("it is {}", shape_text(model, variable)),
                    did_you_mean(written.subscripts[axis], names_on(model, variable.axes[axis])))};
  }
  Positions chosen;
  combine(model, *id, choices, chosen, cells);
  return without_holes(model, std::move(cells), place);
}

}  // namespace sluice::model
