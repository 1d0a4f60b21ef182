#include "report/fans.h"

#include <algorithm>

#include "base/format.h"
#include "base/unicode.h"
#include "report/grades.h"
#include "report/json.h"
#include "report/numbers.h"
#include "report/table.h"

namespace sluice::report {
namespace {

using analysis::Fan;
using analysis::FanYear;

NumberStyle style_of(const Fan& fan) {
  return report::style_of(fan.unit, fan.percent, fan.how, fan.never);
}

std::string year_heading(const FanYear& year) {
  return std::to_string(year.year) + (year.whole ? "" : "*");
}

std::string title_of(const Fan& fan) {
  return outcome_title(fan.label, fan.unit, fan.percent, fan.how) + grade_suffix(fan.grade);
}

std::string note_on_grades(const ScenarioFans& scenario) {
  return any_grade(scenario.fans) ? grade_note() : std::string();
}

std::vector<std::string> year_notes(const Fan& fan) {
  for (const auto& year : fan.years) {
    if (!year.whole) return {"* the run covers part of this year"};
  }
  return {};
}

// Every second year goes first where space is short, then those before the decision.
int importance_of(std::size_t from_the_end, bool before_decision) {
  if (from_the_end == 0) return 9;
  const int place = from_the_end % 4 == 0 ? 3 : from_the_end % 2 == 0 ? 2 : 1;
  return before_decision ? place - 4 : place;
}

Table table_of_scenario(const Fan& fan, const std::string& scenario) {
  Table table;
  table.title = title_of(fan);
  if (!scenario.empty()) table.title += ", " + scenario;
  table.columns = {{"year", Align::left, 0, true},
                   {"5 %", Align::right, 1},
                   {"25 %"},
                   {"median", Align::right, 2, true},
                   {"75 %"},
                   {"95 %", Align::right, 1}};
  table.notes = year_notes(fan);
  for (const auto& year : fan.years) {
    std::vector<std::string> cells = {year_heading(year)};
    for (const double value : year.quantiles) cells.push_back(show(value, style_of(fan)));
    table.rows.push_back(std::move(cells));
    if (year.share_never) {
      table.notes.push_back(format("Not by then in {} of futures.", show_share(*year.share_never)));
    }
  }
  return table;
}

// Side by side there is room for about 12 years: every second, third, ... of more, counted back
// from the last.
constexpr std::size_t kMostYears = 12;

std::vector<std::size_t> years_shown(const Fan& fan) {
  const std::size_t count = fan.years.size(), stride = (count + kMostYears - 1) / kMostYears;
  std::vector<std::size_t> shown;
  for (std::size_t k = 0; k < count; ++k) {
    if ((count - 1 - k) % stride == 0) shown.push_back(k);
  }
  return shown;
}

std::string cell_of(const FanYear& year, const NumberStyle& style) {
  const auto& q = year.quantiles;
  const auto never = year.share_never ? format("; {} not", show_share(*year.share_never)) : "";
  return format("{} ({}–{}{})", show(q[2], style), show(q[0], style), show(q[4], style), never);
}

Table table_of_outcome(const study::Study& study, const std::vector<ScenarioFans>& scenarios,
                       std::size_t outcome) {
  const Fan& first = scenarios.front().fans[outcome];
  Table table;
  table.title = title_of(first);
  table.columns = {{"scenario", Align::left, 0, true, true}};
  const int decision_year = study.decision.months / 12;
  const auto shown = years_shown(first);
  for (std::size_t k = 0; k < shown.size(); ++k) {
    const FanYear& year = first.years[shown[k]];
    table.columns.push_back({year_heading(year), Align::right,
                             importance_of(shown.size() - 1 - k, year.year < decision_year)});
  }
  table.notes = year_notes(first);
  for (const auto& scenario : scenarios) {
    std::vector<std::string> cells = {scenario.result->name};
    for (const std::size_t year : shown) {
      cells.push_back(cell_of(scenario.fans[outcome].years[year], style_of(first)));
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

std::string unusable_notes(const study::Study& study, const std::vector<ScenarioFans>& scenarios,
                           const Terminal& terminal) {
  std::string text;
  for (const auto& scenario : scenarios) {
    const auto note = unusable_note(*scenario.result, study);
    if (!note.empty()) text += wrap(note, terminal.columns) + "\n";
  }
  return text;
}

Json json_of(const Fan& fan) {
  Json json = {{"name", fan.outcome},
               {"label", fan.label},
               {"unit", fan.unit},
               {"yearly", name_of(fan.how)}};
  Json years = Json::array();
  if (fan.never) json["never"] = number(*fan.never);
  add_grade(json, fan.grade);
  for (const auto& year : fan.years) {
    years.push_back(
        {{"year", year.year}, {"whole", year.whole}, {"quantiles", numbers(year.quantiles)}});
    if (year.share_never) years.back()["share_never"] = number(*year.share_never);
    if (!year.errors.empty()) years.back()["errors"] = numbers(year.errors);
  }
  json["years"] = std::move(years);
  return json;
}

}  // namespace

NumberStyle style_of(const std::string& unit, bool percent, study::Yearly how,
                     std::optional<double> never) {
  NumberStyle style{percent};
  style.date = how == study::Yearly::last && to_lower(unit) == "year";
  style.never = never;
  return style;
}

std::string outcome_title(const std::string& label, const std::string& unit, bool percent,
                          study::Yearly how) {
  const std::string shown_unit = percent ? "%" : unit;
  switch (how) {
    case study::Yearly::end: return format("{} ({}, end of year)", label, shown_unit);
    case study::Yearly::mean: return format("{} ({}, mean of the year)", label, shown_unit);
    case study::Yearly::sum: return format("{} ({}, sum of the year)", label, shown_unit);
    case study::Yearly::last: return format("{} ({}, as of the end)", label, shown_unit);
  }
  return label;
}

std::string fans_text(const Making& making, const study::Study& study,
                      const std::vector<ScenarioFans>& scenarios, bool all_quantiles,
                      const Terminal& terminal) {
  const bool by_scenario = all_quantiles || scenarios.size() == 1;
  std::string text = wrap(format("{}: {}", study.name, describe(making)), terminal.columns) + "\n";
  if (by_scenario && scenarios.size() == 1) {
    text += format("Scenario {}: {}\n", scenarios[0].result->name, scenarios[0].label);
  }
  if (!by_scenario) text += "Cells: median (5 %–95 %) over the futures.\n";
  for (std::size_t k = 0; k < scenarios.front().fans.size(); ++k) {
    if (!by_scenario) text += "\n" + to_text(table_of_outcome(study, scenarios, k), terminal);
    for (const auto& scenario : scenarios) {
      if (!by_scenario) break;
      const auto name = scenarios.size() == 1 ? "" : scenario.result->name;
      text += "\n" + to_text(table_of_scenario(scenario.fans[k], name), terminal);
    }
  }
  auto notes = unusable_notes(study, scenarios, terminal);
  for (const auto& note :
       {note_on_grades(scenarios.front()), counted_note(making), sampling_note(making)}) {
    if (!note.empty()) notes += wrap(note, terminal.columns) + "\n";
  }
  return notes.empty() ? text : text + "\n" + notes;
}

std::string fans_json(const Making& making, const study::Study& study,
                      const std::vector<ScenarioFans>& scenarios) {
  Json json = header(making);
  json["probabilities"] = analysis::kFanProbabilities;
  json["quantiles"] = quantiles_of(making);
  json["scenarios"] = Json::array();
  for (const auto& scenario : scenarios) {
    Json entry = {{"name", scenario.result->name}, {"label", scenario.label}};
    add_unusable(entry, *scenario.result, study);
    entry["outcomes"] = Json::array();
    for (const auto& fan : scenario.fans) entry["outcomes"].push_back(json_of(fan));
    json["scenarios"].push_back(std::move(entry));
  }
  return dump(json);
}

}  // namespace sluice::report
