#include "serve/variable.h"

#include <algorithm>

#include "analysis/citations.h"
#include "base/format.h"
#include "model/dependencies.h"
#include "report/json.h"
#include "serve/describe.h"
#include "serve/edits.h"

namespace sluice::serve {
namespace {

template <class Entry>
std::string variable_named(const std::vector<Entry>& entries, const std::string& name) {
  const auto found = std::ranges::find(entries, name, &Entry::name);
  return found == entries.end() ? std::string() : found->variable;
}

// Ids of the study stand for their variables.
std::string written_name(const study::Study& study, const std::string& name) {
  for (const auto& variable :
       {variable_named(study.levers, name), variable_named(study.uncertainties, name),
        variable_named(study.outcomes, name), variable_named(study.histories, name)}) {
    if (!variable.empty()) return variable;
  }
  return name;
}

std::string bare_name(const std::string& name) {
  const std::string bare = name.substr(0, name.find('['));
  const auto last = bare.find_last_not_of(" \t");
  return bare.substr(0, last == std::string::npos ? 0 : last + 1);
}

Json neighbours(const model::Model& model, const std::vector<model::VariableId>& ids) {
  Json list = Json::array();
  for (const auto id : ids) {
    const model::Variable& variable = model.at(id);
    list.push_back(
        {{"name", variable.name}, {"unit", variable.unit_text}, {"kind", name_of(variable.kind)}});
  }
  return list;
}

template <class Entry>
void add_roles(const std::vector<Entry>& entries, const std::vector<model::CellRef>& cells,
               model::VariableId id, const char* kind, Json& roles) {
  for (std::size_t k = 0; k < entries.size(); ++k) {
    if (cells[k].variable != id) continue;
    roles.push_back({{"kind", kind}, {"name", entries[k].name}, {"label", entries[k].label}});
  }
}

Json sources_json(const study::Study& study, const std::string& text) {
  Json list = Json::array();
  for (const auto& id : analysis::citations_in(text, study.sources).rows) {
    const study::SourceRow& row = study.sources.at(id);
    list.push_back({{"id", row.id}, {"file", row.file}, {"line", row.line}, {"text", row.text}});
  }
  return list;
}

Json variable_json(const Edition& edition, model::VariableId id) {
  const ensemble::Bound& bound = edition.bound;
  const model::Model& model = *bound.model;
  const model::Variable& variable = model.at(id);
  const Place place = model.sources.place_of(variable.span);
  Json equations = Json::array(), cells = Json::array(), roles = Json::array();
  for (const auto& one : written_equations(edition, variable)) {
    equations.push_back({{"text", one.text}, {"editable", one.editable}});
  }
  const std::size_t count = model.cell_count(variable);
  constexpr std::size_t kMostCells = 60;
  for (std::size_t cell = 0; cell < std::min(count, kMostCells); ++cell) {
    cells.push_back(model.cell_name(variable, cell));
  }
  add_roles(bound.study->levers, bound.lever_cells, id, "lever", roles);
  add_roles(bound.study->uncertainties, bound.uncertainty_cells, id, "uncertainty", roles);
  add_roles(bound.study->outcomes, bound.outcome_cells, id, "outcome", roles);
  return {{"name", variable.name},
          {"kind", name_of(variable.kind)},
          {"unit", variable.unit_text},
          {"group", variable.group},
          {"note", variable.note},
          {"place", place.file.empty() ? "" : format("{}:{}", place.file, place.line)},
          {"equations", std::move(equations)},
          {"cells", std::move(cells)},
          {"roles", std::move(roles)},
          {"sources", sources_json(*bound.study, variable.note)},
          {"causes", neighbours(model, model::causes_of(model, id))},
          {"uses", neighbours(model, model::uses_of(model, id))}};
}

}  // namespace

Response variable_response(const Edition& edition, const std::string& name) {
  const model::Model& model = *edition.bound.model;
  const auto id = model.find(bare_name(written_name(*edition.bound.study, name)));
  if (!id) {
    std::vector<std::string> known;
    for (const auto& variable : model.variables) known.push_back(variable.name);
    return refusal(404, format("there is no variable \"{}\"", name), did_you_mean(name, known));
  }
  return {200, "application/json", report::dump(variable_json(edition, *id)), {}};
}

}  // namespace sluice::serve
