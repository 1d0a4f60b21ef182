// What `explain` and the dashboard say of a variable.
#include <algorithm>
#include <optional>
#include <set>

#include "analysis/citations.h"
#include "base/format.h"
#include "model/dependencies.h"
#include "model/macros.h"
#include "report/explanation.h"
#include "study/quantile.h"

namespace sluice::report {

std::string_view name_of(model::VariableKind kind) {
  switch (kind) {
    case model::VariableKind::constant: return "constant";
    case model::VariableKind::auxiliary: return "auxiliary";
    case model::VariableKind::stock: return "stock";
    case model::VariableKind::lookup: return "lookup";
    case model::VariableKind::data: return "data series";
  }
  return "";
}

namespace {

std::vector<Fact> facts_of(const study::Lever& lever) {
  return {{"lever", lever.name},
          {"label", lever.label},
          {"side", lever.side},
          {"theme", lever.theme},
          {"range", format("{} to {} {}", to_text(lever.low), to_text(lever.high), lever.unit)},
          {"default", to_text(lever.preset)},
          {"grade", lever.evidence.grade},
          {"source", joined(lever.evidence.sources)},
          {"note", lever.evidence.note}};
}

std::vector<Fact> facts_of(const study::Uncertainty& uncertainty) {
  const auto quantile = [&](double probability) {
    return to_significant(study::quantile(uncertainty.distribution, probability), 3);
  };
  return {{"uncertainty", uncertainty.name},
          {"label", uncertainty.label},
          {"5 %, median, 95 %", format("{}, {}, {} {}", quantile(0.05), quantile(0.5),
                                       quantile(0.95), uncertainty.unit)},
          {"central", to_significant(study::central_value(uncertainty.distribution), 3)},
          {"system", uncertainty.system ? std::to_string(*uncertainty.system) : ""},
          {"grade", uncertainty.evidence.grade},
          {"source", joined(uncertainty.evidence.sources)},
          {"note", uncertainty.evidence.note}};
}

std::vector<Fact> facts_of(const study::Outcome& outcome) {
  return {{"outcome", outcome.name}, {"label", outcome.label}, {"definition", outcome.definition}};
}

bool holds_cell(const std::vector<model::CellRef>& cells, model::CellRef cell) {
  return std::ranges::find(cells, cell) != cells.end();
}

// Adds the entries of one kind whose cell is among the explained ones.
template <class Entry>
void add_roles(const std::vector<Entry>& entries, const std::vector<model::CellRef>& entry_cells,
               const std::vector<model::CellRef>& cells, Explanation& explanation) {
  for (std::size_t k = 0; k < entries.size(); ++k) {
    if (!holds_cell(cells, entry_cells[k])) continue;
    explanation.roles.push_back(facts_of(entries[k]));
    if constexpr (requires { entries[k].evidence; }) {
      for (const auto& source : entries[k].evidence.sources) {
        explanation.unknown_sources.push_back(source);
      }
    }
  }
}

// Rows cited by the note or by the study's entries; those that no data file has stay unknown.
void add_sources(const std::string& note, const study::Study& study, Explanation& explanation) {
  std::string text = note;
  for (const auto& source : explanation.unknown_sources) text += "; " + source;
  const auto citations = analysis::citations_in(text, study.sources);
  explanation.unknown_sources = citations.unknown;
  for (const auto& id : citations.rows) explanation.sources.push_back(study.sources.at(id));
}

std::vector<std::string> names_of(const model::Model& model,
                                  const std::vector<model::VariableId>& ids) {
  std::vector<std::string> names;
  for (const auto id : ids) names.push_back(model.at(id).name);
  return names;
}

// What a hidden copy stands for: "#y turn 7" for y (model/simultaneous.h).
std::optional<model::VariableId> original_of(const model::Model& model, std::string_view name) {
  const std::size_t end = name.rfind(" turn ");
  return end == std::string_view::npos ? std::nullopt : model.find(name.substr(1, end - 1));
}

// Hidden variables, which macros and loops leave behind, are passed through to those that a reader
// knows.
template <class Next>
std::vector<model::VariableId> past_hidden(const model::Model& model, model::VariableId from,
                                           const Next& next) {
  std::vector<model::VariableId> found, open{from};
  std::set<model::VariableId> seen{from};
  while (!open.empty()) {
    const model::VariableId here = open.back();
    open.pop_back();
    for (model::VariableId one : next(model, here)) {
      const std::string& name = model.at(one).name;
      const bool hidden = model::is_macro_local(name);
      const auto original = hidden ? original_of(model, name) : std::nullopt;
      if (original) one = *original;
      if (!seen.insert(one).second) continue;
      (hidden && !original ? open : found).push_back(one);
    }
  }
  return found;
}

// As written, from the left-hand name to the end of the right-hand side.
std::vector<std::string> equations_of(const model::Model& model, const model::Variable& variable) {
  std::vector<std::string> texts;
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
  for (const auto& equation : variable.equations) {
    if (!equation.shown.empty()) {
      if (std::ranges::find(texts, equation.shown) == texts.end()) texts.push_back(equation.shown);
      continue;
    }
    if (!seen.emplace(equation.span.file, equation.span.begin).second) continue;
    std::string text(model.sources.text_of(equation.span));
    text = text.substr(0, text.find('~'));
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace

Explanation explanation_of(const model::Model& model, const ensemble::Bound* bound,
                           const std::vector<model::CellRef>& cells) {
  const model::VariableId id = cells.front().variable;
  const model::Variable& variable = model.at(id);
  const Place place = model.sources.place_of(variable.span);
  Explanation explanation;
  explanation.name = variable.name;
  explanation.kind = name_of(variable.kind);
  explanation.unit = variable.unit_text;
  explanation.note = variable.note;
  explanation.group = variable.group;
  explanation.place = place.file.empty() ? "" : format("{}:{}", place.file, place.line);
  explanation.equations = equations_of(model, variable);
  explanation.causes = names_of(model, past_hidden(model, id, model::causes_of));
  explanation.uses = names_of(model, past_hidden(model, id, model::uses_of));
  if (bound != nullptr) {
    add_roles(bound->study->levers, bound->lever_cells, cells, explanation);
    add_roles(bound->study->uncertainties, bound->uncertainty_cells, cells, explanation);
    add_roles(bound->study->outcomes, bound->outcome_cells, cells, explanation);
    add_sources(variable.note, *bound->study, explanation);
  }
  return explanation;
}

}  // namespace sluice::report
