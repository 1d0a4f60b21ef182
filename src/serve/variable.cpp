#include "serve/variable.h"

#include <algorithm>

#include "base/format.h"
#include "model/dependencies.h"
#include "model/holes.h"
#include "report/explanation.h"
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
    list.push_back({{"name", variable.name},
                    {"unit", variable.unit_text},
                    {"kind", report::name_of(variable.kind)}});
  }
  return list;
}

Json roles_json(const report::Explanation& explanation) {
  Json list = Json::array();
  for (const auto& role : explanation.roles) {
    const report::Fact& id = role.front();
    list.push_back({{"kind", id.name}, {"name", id.value}, {"label", role[1].value}});
  }
  return list;
}

Json sources_json(const report::Explanation& explanation) {
  Json list = Json::array();
  for (const auto& row : explanation.sources) {
    list.push_back({{"id", row.id}, {"file", row.file}, {"line", row.line}, {"text", row.text}});
  }
  return list;
}

Json variable_json(const Edition& edition, model::VariableId id) {
  const ensemble::Bound& bound = edition.bound;
  const model::Model& model = *bound.model;
  const model::Variable& variable = model.at(id);
  Json equations = Json::array(), cells = Json::array();
  std::vector<model::CellRef> all;
  for (const auto& one : written_equations(edition, variable)) {
    equations.push_back({{"text", one.text}, {"editable", one.editable}});
  }
  const std::size_t count = model.cell_count(variable);
  for (std::uint32_t cell = 0; cell < count; ++cell) {
    if (!model::is_hole(model, {id, cell})) all.push_back({id, cell});
  }
  const auto explanation = report::explanation_of(model, &bound, all);
  constexpr std::size_t kMostCells = 60;
  for (std::uint32_t cell = 0; cell < count && cells.size() < kMostCells; ++cell) {
    if (!model::is_hole(model, {id, cell})) cells.push_back(model.cell_name(variable, cell));
  }
  return {{"name", variable.name},
          {"kind", report::name_of(variable.kind)},
          {"unit", variable.unit_text},
          {"group", variable.group},
          {"note", variable.note},
          {"place", explanation.place},
          {"equations", std::move(equations)},
          {"cells", std::move(cells)},
          {"roles", roles_json(explanation)},
          {"sources", sources_json(explanation)},
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
