#include "app/settings.h"

#include <algorithm>
#include <cmath>

#include "app/place.h"
#include "base/format.h"
#include "base/number.h"
#include "syntax/tree.h"

namespace sluice::app {
namespace {

constexpr const char* kWhere = "--set";
constexpr std::string_view kBlanks = " \t";

struct Assignment {
  std::string name;
  double value = 0;
};

Checked<Assignment> parse(const std::string& text) {
  const auto failed = [&](std::string message) {
    return Checked<Assignment>{
        std::nullopt,
        {make_diagnostic(Code::setting_malformed, place_at(kWhere), std::move(message), {},
                         "write it as --set \"Name=1.5\" or --set \"Name[element]=1.5\"")}};
  };
  const std::size_t sign = text.rfind('=');
  if (sign == std::string::npos) return failed(format("\"{}\" has no \"=\"", text));
  const std::string name(trimmed(std::string_view(text).substr(0, sign), kBlanks));
  const std::string written(trimmed(std::string_view(text).substr(sign + 1), kBlanks));
  if (name.empty()) return failed(format("\"{}\" names nothing before the \"=\"", text));
  const auto value = number_in(written);
  if (!value || !std::isfinite(*value))
    return failed(format("\"{}\" is not a number, in \"{}\"", written, text));
  return {Assignment{name, *value}, {}};
}

template <class Entry>
std::optional<model::CellRef> cell_of_id(const std::vector<Entry>& entries,
                                         const std::vector<model::CellRef>& cells,
                                         const std::string& id) {
  const auto found = std::ranges::find(entries, id, &Entry::name);
  if (found == entries.end()) return std::nullopt;
  return cells[static_cast<std::size_t>(found - entries.begin())];
}

std::optional<model::CellRef> cell_of_id(const Opened& opened, const std::string& id) {
  if (!opened.bound) return std::nullopt;
  const ensemble::Bound& bound = *opened.bound;
  for (const auto& cell : {cell_of_id(bound.study->levers, bound.lever_cells, id),
                           cell_of_id(bound.study->uncertainties, bound.uncertainty_cells, id),
                           cell_of_id(bound.study->outcomes, bound.outcome_cells, id)}) {
    if (cell) return cell;
  }
  return std::nullopt;
}

std::optional<double>* control_of(Settings& settings, const std::string& name) {
  const std::string key = syntax::key_of(name);
  if (key == "initial time") return &settings.initial_time;
  if (key == "final time") return &settings.final_time;
  if (key == "time step") return &settings.time_step;
  if (key == "saveper") return &settings.save_period;
  return nullptr;
}

std::string_view what_it_is(model::VariableKind kind) {
  switch (kind) {
    case model::VariableKind::constant: return "a constant";
    case model::VariableKind::auxiliary: return "computed from other variables";
    case model::VariableKind::stock: return "a stock that its flows change";
    case model::VariableKind::lookup: return "a table of points";
    case model::VariableKind::data: return "a series from outside the model";
  }
  return "";
}

Diagnostic not_constant(const model::Model& model, const model::Variable& variable) {
  return make_diagnostic(
      Code::setting_not_constant, model.sources.place_of(variable.span),
      format("\"{}\" cannot be set: it is not a constant", variable.name),
      format("it is {}", what_it_is(variable.kind)),
      "set one of the constants that it depends on; `sluice explain` lists its causes");
}

const study::Lever* lever_at(const Opened& opened, model::CellRef cell) {
  if (!opened.bound) return nullptr;
  const auto found = std::ranges::find(opened.bound->lever_cells, cell);
  if (found == opened.bound->lever_cells.end()) return nullptr;
  const auto place = static_cast<std::size_t>(found - opened.bound->lever_cells.begin());
  return &opened.bound->study->levers[place];
}

std::optional<Diagnostic> range_error(const Opened& opened, model::CellRef cell, double value) {
  const study::Lever* lever = lever_at(opened, cell);
  if (lever == nullptr || (value >= lever->low && value <= lever->high)) return std::nullopt;
  return make_diagnostic(
      Code::setting_out_of_range, place_at(kWhere),
      format("{} lies outside the range of lever \"{}\", {} to {} {}", to_text(value), lever->name,
             to_text(lever->low), to_text(lever->high), lever->unit),
      "the model is made for values inside it",
      "choose a value inside the range, or widen `range` in study.toml and say why");
}

void set_cell(Settings& settings, model::CellRef cell, double value) {
  const auto same = [&](const auto& entry) { return entry.first == cell; };
  const auto found = std::ranges::find_if(settings.cells, same);
  if (found != settings.cells.end()) {
    found->second = value;
  } else {
    settings.cells.emplace_back(cell, value);
  }
}

// What was set so far, each by its text. Some elements may be set apart after all of them were.
struct SetBefore {
  std::vector<model::CellRef> cells;
  std::string name;
};

Diagnostics find_twice(const std::vector<model::CellRef>& cells, const std::string& name,
                       std::vector<SetBefore>& before) {
  const auto same = std::ranges::find(before, cells, &SetBefore::cells);
  if (same == before.end()) {
    before.push_back({cells, name});
    return {};
  }
  return {make_diagnostic(Code::setting_malformed, place_at(kWhere),
                          same->name == name
                              ? format("\"{}\" is set twice", name)
                              : format("\"{}\" and \"{}\" are the same", same->name, name),
                          {}, "set it once")};
}

Diagnostics apply(const Opened& opened, const Assignment& assignment, Settings& settings,
                  std::vector<SetBefore>& before) {
  if (auto* control = control_of(settings, assignment.name)) {
    *control = assignment.value;
    return {};
  }
  auto cells = cells_named(opened, place_at(kWhere), assignment.name);
  if (!cells.value) return std::move(cells.diagnostics);
  Diagnostics diagnostics = find_twice(*cells.value, assignment.name, before);
  for (const model::CellRef cell : *cells.value) {
    const model::Variable& variable = opened.model->at(cell.variable);
    if (variable.kind != model::VariableKind::constant) {
      return {not_constant(*opened.model, variable)};
    }
    if (auto error = range_error(opened, cell, assignment.value)) diagnostics.push_back(*error);
    set_cell(settings, cell, assignment.value);
  }
  return diagnostics;
}

// Where no name is spelt like it: those that hold it.
std::string names_with(const std::string& part, const std::vector<std::string>& known) {
  constexpr std::size_t kMost = 5;
  const std::string key = syntax::key_of(part);
  std::string names;
  std::size_t found = 0;
  for (const auto& name : known) {
    if (syntax::key_of(name).find(key) == std::string::npos || ++found > kMost) continue;
    names += format("{}\"{}\"", found == 1 ? "" : ", ", name);
  }
  if (found == 0) return {};
  return format("names that hold it: {}{}", names,
                found > kMost ? format(" and {} more", found - kMost) : "");
}

}  // namespace

// Without element and quotes: as the model writes a name, "A, b"[north].
static std::string bare_name(const std::string& name) {
  const std::string_view whole = trimmed(name, kBlanks);
  const std::size_t end = whole.starts_with('"') ? whole.find('"', 1) : std::string::npos;
  if (end != std::string::npos) return std::string(whole.substr(1, end - 1));
  return std::string(trimmed(whole.substr(0, whole.find('[')), kBlanks));
}

std::vector<std::string> known_names(const Opened& opened) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& id) {
    if (!opened.model->find(id)) names.push_back(id);  // "Fish" and "fish" are one name
  };
  for (const auto& variable : opened.model->variables) names.push_back(variable.name);
  if (const study::Study* study = opened.study()) {
    for (const auto& lever : study->levers) add(lever.name);
    for (const auto& uncertainty : study->uncertainties) add(uncertainty.name);
    for (const auto& outcome : study->outcomes) add(outcome.name);
  }
  return names;
}

Diagnostic unknown_name(const Opened& opened, const Place& where, const std::string& name) {
  const auto known = known_names(opened);
  const std::string near = did_you_mean(name, known);
  return make_diagnostic(Code::unknown_name, where, format("there is no variable \"{}\"", name), {},
                         near.empty() ? names_with(name, known) : near);
}

Checked<std::vector<model::CellRef>> cells_named(const Opened& opened, const Place& where,
                                                 const std::string& name) {
  if (const auto cell = cell_of_id(opened, name)) return {{{*cell}}, {}};
  const std::string bare = bare_name(name);
  if (!opened.model->find(bare)) return {std::nullopt, {unknown_name(opened, where, bare)}};
  return model::find_cells(*opened.model, name, where);
}

Checked<Settings> resolve_settings(const Opened& opened, const std::vector<std::string>& texts,
                                   const std::vector<std::string>& before) {
  Settings settings;
  Diagnostics diagnostics;
  const auto take = [&](const std::string& text, std::vector<SetBefore>& set) {
    Checked<Assignment> assignment = parse(text);
    append(diagnostics, std::move(assignment.diagnostics));
    if (assignment.value) append(diagnostics, apply(opened, *assignment.value, settings, set));
  };
  for (const auto& text : before) {
    std::vector<SetBefore> anew;
    take(text, anew);
  }
  std::vector<SetBefore> set;
  for (const auto& text : texts) take(text, set);
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {std::move(settings), std::move(diagnostics)};
}

std::vector<std::string> split_outside_brackets(const std::string& list) {
  std::vector<std::string> names(1);
  int depth = 0;
  bool quoted = false;
  for (const char letter : list) {
    quoted = quoted != (letter == '"');
    depth += letter == '[' ? 1 : letter == ']' ? -1 : 0;
    if (letter == ',' && depth == 0 && !quoted) {
      names.emplace_back();
    } else {
      names.back() += letter;
    }
  }
  return names;
}

}  // namespace sluice::app
