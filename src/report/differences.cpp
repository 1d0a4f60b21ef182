#include "report/differences.h"

#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "report/fans.h"
#include "report/grades.h"
#include "report/json.h"
#include "report/numbers.h"
#include "report/table.h"

namespace sluice::report {
namespace {

std::string title_of(const analysis::Difference& difference) {
  const std::string title =
      outcome_title(difference.label, difference.unit, difference.percent, difference.how);
  return title + (difference.percent ? "; differences in percentage points" : "") +
         grade_suffix(difference.grade);
}

// To the last figure that a share of so many futures can have: what is left by subtraction has
// dust behind it.
double share_same(const analysis::DifferenceYear& year) {
  constexpr double kDust = 1e12;
  const double rest = 1 - year.share_higher - year.share_lower;
  return rest < 0 ? 0 : std::round(rest * kDust) / kDust;
}

std::vector<std::string> cells_of(const analysis::DifferenceYear& year,
                                  const analysis::Difference& difference) {
  const NumberStyle style =
      style_of(difference.unit, difference.percent, difference.how, difference.never);
  std::vector<std::string> cells = {std::to_string(year.year) + (year.whole ? "" : "*"),
                                    show(year.median_first, style),
                                    show(year.median_second, style)};
  for (const double value : year.quantiles) {
    cells.push_back(show(value, {difference.percent, true}));
  }
  cells.push_back(show_share(year.share_higher));
  cells.push_back(show_share(year.share_lower));
  cells.push_back(show_share(share_same(year)));
  return cells;
}

Table table_of(const analysis::Difference& difference, const Comparison& comparison,
               int first_year) {
  Table table;
  table.title = title_of(difference);
  table.columns = {{"year", Align::left, 0, true},
                   {comparison.first->name, Align::right, 1},
                   {comparison.second->name, Align::right, 1},
                   {"diff. 5 %", Align::right, 2},
                   {"25 %", Align::right, 0},
                   {"median", Align::right, 9, true},
                   {"75 %", Align::right, 0},
                   {"95 %", Align::right, 2},
                   {"higher", Align::right, 3},
                   {"lower", Align::right, 3},
                   {"same", Align::right, 3}};
  for (const auto& year : difference.years) {
    if (year.year < first_year) continue;
    table.rows.push_back(cells_of(year, difference));
    if (!year.whole) table.notes.emplace_back("* the run covers part of this year");
  }
  if (difference.never) {
    table.notes.emplace_back(
        "What has not come about counts as coming with the end of the run: differences are too "
        "small where one of the two has not.");
  }
  if (table.rows.empty()) {
    table.notes = {"no year is shown: the decision of the study comes after the run's end"};
  }
  return table;
}

std::string note_on_grades(const Comparison& comparison) {
  return any_grade(comparison.differences) ? grade_note() + " Here of the change." : std::string();
}

Json json_of(const analysis::Difference& difference) {
  Json json = {{"name", difference.outcome},
               {"label", difference.label},
               {"unit", difference.unit},
               {"yearly", name_of(difference.how)}};
  add_grade(json, difference.grade);
  Json years = Json::array();
  for (const auto& year : difference.years) {
    years.push_back({{"year", year.year},
                     {"whole", year.whole},
                     {"median_first", number(year.median_first)},
                     {"median_second", number(year.median_second)},
                     {"difference_quantiles", numbers(year.quantiles)},
                     {"share_higher", number(year.share_higher)},
                     {"share_lower", number(year.share_lower)},
                     {"share_same", number(share_same(year))},
                     {"slight", year.slight}});
    if (!year.errors.empty()) years.back()["errors"] = numbers(year.errors);
  }
  json["years"] = std::move(years);
  return json;
}

}  // namespace

std::string comparison_text(const Making& making, const study::Study& study,
                            const Comparison& comparison, const Terminal& terminal) {
  const std::string& first = comparison.first->name;
  const std::string& second = comparison.second->name;
  std::string text = wrap(format("{}: {}", study.name, describe(making)), terminal.columns) + "\n";
  text +=
      wrap(
          format("{} minus {} in the same future; `{}` and `{}` are medians; higher and lower: "
                 "share of futures in which {} is above or below {} by more than half a percent of "
                 "the outcome's own 5 to 95 % range; same: the rest.",
                 second, first, first, second, second, first),
          terminal.columns) +
      "\n";
  for (const auto& difference : comparison.differences) {
    text += "\n" + to_text(table_of(difference, comparison, study.decision.months / 12), terminal);
  }
  for (const auto* scenario : {comparison.first, comparison.second}) {
    const auto note = unusable_note(*scenario, study);
    if (!note.empty()) text += "\n" + wrap(note, terminal.columns) + "\n";
  }
  for (const auto& note : {note_on_grades(comparison), counted_note(making)}) {
    if (!note.empty()) text += "\n" + wrap(note, terminal.columns) + "\n";
  }
  return text;
}

std::string comparison_json(const Making& making, const study::Study& study,
                            const Comparison& comparison) {
  Json json = header(making);
  json["probabilities"] = analysis::kFanProbabilities;
  json["quantiles"] = quantiles_of(making);
  for (const auto& [key, scenario] :
       {std::pair{"first", comparison.first}, std::pair{"second", comparison.second}}) {
    json[key] = {{"name", scenario->name}};
    add_unusable(json[key], *scenario, study);
  }
  json["difference"] = "second minus first, in the same future";
  json["outcomes"] = Json::array();
  for (const auto& difference : comparison.differences) {
    json["outcomes"].push_back(json_of(difference));
  }
  return dump(json);
}

}  // namespace sluice::report
