#include "app/left_inputs.h"

#include <algorithm>

#include "analysis/citations.h"

namespace sluice::app {
namespace {

// "2026-08" of "2026-08-19", of a row's `source_date` or of "policy 2026-08-19".
std::string month_of(const study::SourceRow& row) {
  for (const auto& [column, value] : row.fields) {
    if (column == "source_date" && value.size() >= 7) return value.substr(0, 7);
  }
  constexpr std::string_view kPolicy = "policy ";
  return row.id.starts_with(kPolicy) ? row.id.substr(kPolicy.size(), 7) : "";
}

class Search {
 public:
  Search(const ensemble::Bound& bound, const study::Backtest& backtest)
      : bound_(bound),
        study_(*bound.study),
        model_(*bound.model),
        cut_(study::to_text(backtest.cut)),
        taken_(cells_set(bound, backtest)) {}

  std::vector<LeftInput> look() {
    using enum LeftInput::Kind;
    const Cells set = taken_;
    for (std::size_t k = 0; k < study_.levers.size(); ++k) {
      const study::Lever& one = study_.levers[k];
      add_input({one.name, lever, k, {}, one.evidence.sources}, bound_.lever_cells[k], set);
    }
    for (std::size_t k = 0; k < study_.uncertainties.size(); ++k) {
      const study::Uncertainty& one = study_.uncertainties[k];
      add_input({one.name, uncertainty, k, {}, one.evidence.sources}, bound_.uncertainty_cells[k],
                set);
    }
    for (std::size_t k = 0; k < model_.variables.size(); ++k) add_numbers(model::VariableId(k));
    return std::move(found_);
  }

 private:
  void add_input(LeftInput input, model::CellRef cell, const Cells& set) {
    taken_.insert(cell);
    if (set.contains(cell)) return;
    input.cells = {cell};
    add(std::move(input));
  }

  void add_numbers(model::VariableId id) {
    const model::Variable& variable = model_.at(id);
    if (variable.kind != model::VariableKind::constant &&
        variable.kind != model::VariableKind::lookup) {
      return;
    }
    LeftInput input{variable.name, LeftInput::Kind::numbers, 0, {}};
    for (std::uint32_t cell = 0; cell < model_.cell_count(variable); ++cell) {
      if (!taken_.contains({id, cell})) input.cells.insert({id, cell});
    }
    if (!input.cells.empty()) add(std::move(input));
  }

  void add(LeftInput input) {
    const model::Variable& variable = model_.at(input.cells.begin()->variable);
    for (auto& row : analysis::citations_in(variable.note, study_.sources).rows) {
      if (std::ranges::find(input.rows, row) == input.rows.end()) input.rows.push_back(row);
    }
    find_late(input);
    found_.push_back(std::move(input));
  }

  void find_late(LeftInput& input) const {
    std::string latest = cut_;
    for (const auto& id : input.rows) {
      const auto row = study_.sources.find(id);
      if (row == study_.sources.end()) continue;
      const std::string month = month_of(row->second);
      if (month <= latest) continue;
      input.late_row = id;
      input.late_date = latest = month;
    }
  }

  const ensemble::Bound& bound_;
  const study::Study& study_;
  const model::Model& model_;
  std::string cut_;
  Cells taken_;  // by the back-test, and by inputs that were seen before
  std::vector<LeftInput> found_;
};

}  // namespace

std::vector<LeftInput> left_inputs(const ensemble::Bound& bound, const study::Backtest& backtest) {
  return Search(bound, backtest).look();
}

Cells cells_meant(const ensemble::Bound& bound, const std::string& name) {
  const study::Study& study = *bound.study;
  const auto lever = std::ranges::find(study.levers, name, &study::Lever::name);
  if (lever != study.levers.end()) {
    return {bound.lever_cells[static_cast<std::size_t>(lever - study.levers.begin())]};
  }
  const auto input = std::ranges::find(study.uncertainties, name, &study::Uncertainty::name);
  if (input != study.uncertainties.end()) {
    return {bound.uncertainty_cells[static_cast<std::size_t>(input - study.uncertainties.begin())]};
  }
  const auto cells = model::find_cells(*bound.model, name, {});
  return cells.value ? Cells(cells.value->begin(), cells.value->end()) : Cells{};
}

Cells cells_set(const ensemble::Bound& bound, const study::Backtest& backtest) {
  Cells set;
  for (const auto& setting : backtest.settings) set.merge(cells_meant(bound, setting.name));
  return set;
}

}  // namespace sluice::app
