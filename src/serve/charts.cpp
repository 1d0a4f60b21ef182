#include <algorithm>

#include "base/format.h"
#include "serve/lab.h"

namespace sluice::serve {
namespace {

constexpr std::string_view kHistory = "history:";
constexpr std::string_view kVariable = "variable:";

std::vector<std::string> known_charts(const study::Study& study) {
  std::vector<std::string> names;
  for (const auto& one : study.outcomes) names.push_back(one.name);
  for (const auto& one : study.histories) names.push_back(std::string(kHistory) + one.name);
  return names;
}

Checked<ChartCell> variable_chart(const ensemble::Bound& bound, const std::string& chart) {
  const std::string name = chart.substr(kVariable.size());
  auto cells = model::find_cells(*bound.model, name, {});
  if (!cells.value) return {std::nullopt, std::move(cells.diagnostics)};
  const model::CellRef cell = cells.value->front();
  const model::Variable& variable = bound.model->at(cell.variable);
  if (variable.kind == model::VariableKind::lookup) {
    return {std::nullopt,
            {bad_request(format("\"{}\" is a table and has no course in time", name),
                         "choose a stock, a flow or an auxiliary")}};
  }
  study::Outcome outcome;
  outcome.name = chart;
  outcome.variable = name;
  outcome.label = bound.model->cell_name(variable, cell.cell);
  outcome.unit = variable.unit_text;
  outcome.definition = variable.note;
  return {ChartCell{std::move(outcome), cell}, {}};
}

}  // namespace

Diagnostic bad_request(const std::string& message, const std::string& mend) {
  return make_diagnostic(Code::wrong_use, {}, message, {}, mend);
}

Checked<ChartCell> find_chart(const ensemble::Bound& bound, const std::string& chart) {
  const study::Study& study = *bound.study;
  const auto outcome = std::ranges::find(study.outcomes, chart, &study::Outcome::name);
  if (outcome != study.outcomes.end()) {
    const auto place = static_cast<std::size_t>(outcome - study.outcomes.begin());
    return {ChartCell{*outcome, bound.outcome_cells[place]}, {}};
  }
  if (chart.starts_with(kVariable)) return variable_chart(bound, chart);
  for (std::size_t k = 0; k < study.histories.size(); ++k) {
    const study::History& history = study.histories[k];
    if (chart != std::string(kHistory) + history.name) continue;
    study::Outcome as_outcome;
    as_outcome.name = chart;
    as_outcome.variable = history.variable;
    as_outcome.label = history.label;
    as_outcome.unit = history.unit;
    as_outcome.definition = history.note;
    return {ChartCell{std::move(as_outcome), bound.history_cells[k]}, {}};
  }
  const std::string near = did_you_mean(chart, known_charts(study));
  return {std::nullopt,
          {bad_request(format("the study has no chart \"{}\"", chart),
                       near.empty() ? "GET /api/v1/study lists outcomes and histories; any "
                                      "variable is \"variable:NAME\""
                                    : near)}};
}

}  // namespace sluice::serve
