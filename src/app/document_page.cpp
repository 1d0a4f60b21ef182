#include "app/document_page.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "app/evidence.h"
#include "app/graphviz.h"
#include "base/format.h"
#include "base/version.h"
#include "model/dependencies.h"
#include "report/diagram.h"
#include "study/claim_words.h"

namespace sluice::app {
namespace {

using model::Variable;
using model::VariableId;
using model::VariableKind;
using report::Block;
using report::CodeBlock;
using report::Figure;
using report::Heading;
using report::Link;
using report::Links;
using report::PageTable;
using report::Paragraph;

std::string file_name(const std::string& group) {
  std::string name;
  for (const char letter : group) {
    const bool plain = std::isalnum(static_cast<unsigned char>(letter)) != 0;
    name += plain ? letter : '-';
  }
  return "diagram-" + (name.empty() ? "model" : name) + ".svg";
}

std::string kind_of(VariableKind kind) {
  switch (kind) {
    case VariableKind::constant: return "constant";
    case VariableKind::auxiliary: return "auxiliary";
    case VariableKind::stock: return "stock";
    case VariableKind::lookup: return "table";
    case VariableKind::data: return "data series";
  }
  return {};
}

// As written, each equation once.
std::string equations_of(const model::Model& model, const Variable& variable) {
  std::string text;
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
  for (const auto& equation : variable.equations) {
    if (!seen.emplace(equation.span.file, equation.span.begin).second) continue;
    std::string one(model.sources.text_of(equation.span));
    one = one.substr(0, one.find('~'));
    one.erase(one.find_last_not_of(" \t\r\n") + 1);
    text += (text.empty() ? "" : "\n") + one;
  }
  return text;
}

class Writer {
 public:
  explicit Writer(const Opened& opened)
      : bound_(*opened.bound), model_(*opened.model), study_(*opened.study()) {
    for (const auto cell : bound_.lever_cells) roles_[cell.variable] = report::Role::lever;
    for (const auto cell : bound_.uncertainty_cells) {
      roles_.emplace(cell.variable, report::Role::uncertainty);
    }
    page_.title = study_.name;
  }

  Checked<report::Page> write() {
    add(Heading{1, study_.name});
    add(
        Paragraph{format("Made by sluice {} from {} and study.toml; not to be changed by hand. "
                         "{} variables, {} levers, {} uncertainties, {} scenarios, {} worldviews, "
                         "{} outcomes, {} claims.",
                         kVersion, study_.model_path, model_.variables.size(), study_.levers.size(),
                         study_.uncertainties.size(), study_.scenarios.size(),
                         study_.worldviews.size(), study_.outcomes.size(), study_.claims.size())});
    add_contents();
    add_claims();
    add_inputs();
    add_policies();
    for (const auto& group : groups()) add_group(group);
    add_numbers();
    Checked<report::Page> result{std::nullopt, std::move(diagnostics_)};
    if (!has_error(result.diagnostics)) result.value = std::move(page_);
    return result;
  }

 private:
  void add(Block block) { page_.blocks.push_back(std::move(block)); }

  // In the order of the file.
  std::vector<std::string> groups() const {
    std::vector<std::string> groups;
    for (const auto& variable : model_.variables) {
      if (std::ranges::find(groups, variable.group) == groups.end()) {
        groups.push_back(variable.group);
      }
    }
    return groups;
  }

  void add_contents() {
    add(Links{"The study",
              {{"Claims", "claims"},
               {"Outcomes", "outcomes"},
               {"Levers", "levers"},
               {"Uncertainties", "uncertainties"},
               {"Worldviews", "worldviews"},
               {"Scenarios", "scenarios"},
               {"Data rows", "rows"}}});
    Links model{"The model", {}};
    for (const auto& group : groups()) {
      model.links.push_back({title_of(group), group_anchor(group)});
    }
    add(std::move(model));
  }

  static std::string title_of(const std::string& group) { return group.empty() ? "Model" : group; }
  static std::string group_anchor(const std::string& group) {
    return "group-" + report::anchor_of(title_of(group));
  }

  void add_claims() {
    add(Heading{2, "Claims", "claims"});
    PageTable table{{"claim", "question", "holds where", "fails where", "horizons"}, {}};
    for (const auto& claim : study_.claims) {
      std::string horizons;
      for (const auto date : claim.horizons) horizons += study::to_text(date) + " ";
      table.rows.push_back({full_name(claim), claim.question,
                            study::in_words(claim.definition, claim, {}),
                            study::in_words(claim.opposite, claim, {}), horizons});
    }
    add(std::move(table));
    add(Heading{2, "Outcomes", "outcomes"});
    PageTable outcomes{{"outcome", "variable", "unit", "definition"}, {}};
    for (const auto& one : study_.outcomes) {
      outcomes.rows.push_back({one.name, one.variable, one.unit, one.definition});
    }
    add(std::move(outcomes));
  }

  // Levers and uncertainties with their evidence, as `sluice sources` lists them.
  void add_inputs() {
    const auto numbers = study_numbers(study_);
    const auto table_of = [&](const char* kind, const char* range) {
      PageTable table{{"name", "value", "unit", range, "source", "grade"}, {}};
      for (const auto& one : numbers) {
        if (one.kind != kind) continue;
        table.rows.push_back({one.name, one.value, one.unit, one.range, one.source, one.grade});
      }
      return table;
    };
    add(Heading{2, "Levers", "levers"});
    add(table_of("lever", "range"));
    add(Heading{2, "Uncertainties", "uncertainties"});
    add(table_of("uncertainty", "distribution"));
    add(Heading{2, "Worldviews", "worldviews"});
    for (const auto& one : study_.worldviews) add(Paragraph{one.label + ": " + one.note});
    add(table_of("worldview", "distribution"));
  }

  void add_policies() {
    add(Heading{2, "Scenarios", "scenarios"});
    PageTable table{{"scenario", "label", "note"}, {}};
    for (const auto& one : study_.scenarios) table.rows.push_back({one.name, one.label, one.note});
    add(std::move(table));
  }

  void add_group(const std::string& group) {
    const std::string title = title_of(group);
    add(Heading{2, title, group_anchor(group)});
    const std::string dot = report::diagram_of(model_, group, roles_);
    if (dot.find("->") != std::string::npos && !has_error(diagnostics_)) {
      auto svg = svg_of(dot);
      append(diagnostics_, std::move(svg.diagnostics));
      if (svg.value) {
        add(Figure{file_name(group), std::move(*svg.value),
                   title + ": boxes are stocks, heavy arrows move them, houses are levers, dashed "
                           "ellipses uncertainties, grey names stand in other groups."});
      }
    }
    for (std::size_t k = 0; k < model_.variables.size(); ++k) {
      if (model_.variables[k].group != group) continue;
      const auto id = static_cast<VariableId>(k);
      if (id != model_.time) add_variable(id);
    }
  }

  void add_links(const char* label, const std::vector<VariableId>& ids) {
    Links links{label, {}};
    for (const auto id : ids) {
      if (id == model_.time) continue;
      links.links.push_back({model_.at(id).name, report::anchor_of(model_.at(id).name)});
    }
    if (!links.links.empty()) add(std::move(links));
  }

  void add_variable(VariableId id) {
    const Variable& variable = model_.at(id);
    add(Heading{3, variable.name, report::anchor_of(variable.name)});
    add(Paragraph{format("{}, unit {}", kind_of(variable.kind),
                         variable.unit_text.empty() ? "none" : variable.unit_text)});
    add(CodeBlock{equations_of(model_, variable)});
    if (!variable.note.empty()) add(Paragraph{variable.note});
    add_links("Causes", model::causes_of(model_, id));
    add_links("Uses", model::uses_of(model_, id));
  }

  void add_numbers() {
    add(Heading{2, "Data rows", "rows"});
    PageTable table{{"row", "value", "unit", "source", "grade"}, {}};
    for (const auto& one : numbers_of(bound_)) {
      if (one.kind != "data row") continue;
      table.rows.push_back({one.name, one.value, one.unit, one.source, one.grade});
    }
    add(std::move(table));
  }

  const ensemble::Bound& bound_;
  const model::Model& model_;
  const study::Study& study_;
  report::Roles roles_;
  report::Page page_;
  Diagnostics diagnostics_;
};

}  // namespace

Checked<report::Page> document_page(const Opened& opened) { return Writer(opened).write(); }

}  // namespace sluice::app
