#include "app/late_inputs.h"

#include <algorithm>
#include <set>

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
      : study_(*bound.study), model_(*bound.model), cut_(study::to_text(backtest.cut)) {
    for (const auto& setting : backtest.settings) {
      const auto cells = model::find_cells(model_, setting.name, {});
      set_.insert(setting.name);
      if (cells.value) set_.insert(model_.at(cells.value->front().variable).name);
    }
  }

  Search& look() {
    for (const auto& lever : study_.levers) add_input(lever.name, lever.variable, lever.evidence);
    for (const auto& input : study_.uncertainties) {
      add_input(input.name, input.variable, input.evidence);
    }
    for (const auto& variable : model_.variables) {
      const bool holds_numbers = variable.kind == model::VariableKind::constant ||
                                 variable.kind == model::VariableKind::lookup;
      if (!holds_numbers || known_.contains(variable.name)) continue;
      add(variable.name, analysis::citations_in(variable.note, study_.sources).rows);
    }
    return *this;
  }
  std::vector<report::LateInput> late() { return std::move(late_); }
  std::set<std::string> rows() { return std::move(rows_); }

 private:
  void add_input(const std::string& name, const std::string& variable,
                 const study::Evidence& evidence) {
    const auto cells = model::find_cells(model_, variable, {});
    if (cells.value) known_.insert(model_.at(cells.value->front().variable).name);
    add(name, evidence.sources);
  }

  void add(const std::string& name, const std::vector<std::string>& rows) {
    if (set_.contains(name)) return;
    report::LateInput late{name, {}, cut_};
    for (const auto& id : rows) {
      const auto row = study_.sources.find(id);
      if (row == study_.sources.end()) continue;
      rows_.insert(id);
      const std::string month = month_of(row->second);
      if (month > late.date) late = {name, id, month};
    }
    if (!late.row.empty()) late_.push_back(std::move(late));
  }

  const study::Study& study_;
  const model::Model& model_;
  std::string cut_;
  std::set<std::string> set_, known_;  // names that the back-test sets; variables of inputs
  std::set<std::string> rows_;         // cited by what it does not set
  std::vector<report::LateInput> late_;
};

}  // namespace

std::vector<report::LateInput> late_inputs(const ensemble::Bound& bound,
                                           const study::Backtest& backtest) {
  return Search(bound, backtest).look().late();
}

std::set<std::string> rows_left(const ensemble::Bound& bound, const study::Backtest& backtest) {
  return Search(bound, backtest).look().rows();
}

}  // namespace sluice::app
