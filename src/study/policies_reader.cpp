// Scenarios, worldviews and grids: settings of what was declared before.
#include <algorithm>

#include "base/format.h"
#include "study/distribution_reader.h"
#include "study/sections.h"

namespace sluice::study {
namespace {

const Lever* find_lever(const Study& study, std::string_view name) {
  const auto found = std::ranges::find(study.levers, name, &Lever::name);
  return found == study.levers.end() ? nullptr : &*found;
}

Range range_of(const Lever& lever) {
  return {lever.low, lever.high,
          format("in the lever's range, {} to {}", to_text(lever.low), to_text(lever.high))};
}

std::optional<DatedValue> read_step(const toml::node& node, const std::string& what,
                                    const Lever& lever, Report& report) {
  if (!node.is_table()) {
    report.say(Code::study_wrong_type, report.place_of(node.source()),
               format("a step of {} must be a table, not {}", what, type_of(node)), {},
               "as in { from = \"2026-10\", value = 1 }");
    return {};
  }
  TableReader reader(*node.as_table(), "a step of " + what, report);
  const auto from = reader.need("from") == nullptr ? std::nullopt : reader.optional_date("from");
  reader.need("value");
  const auto value = reader.optional_number("value", range_of(lever));
  reader.finish();
  if (!from || !value) return {};
  return DatedValue{*from, *value};
}

std::vector<DatedValue> read_schedule(const toml::array& list, const std::string& what,
                                      const Lever& lever, Report& report) {
  std::vector<DatedValue> steps;
  if (list.empty()) {
    report.say(Code::study_bad_schedule, report.place_of(list.source()),
               format("the schedule of {} has no step", what));
  }
  for (const toml::node& node : list) {
    const auto step = read_step(node, what, lever, report);
    if (!step) continue;
    if (!steps.empty() && step->from <= steps.back().from) {
      report.say(Code::study_bad_schedule, report.place_of(node.source()),
                 format("the steps of {} are not in order: {} comes after {}", what,
                        to_text(step->from), to_text(steps.back().from)));
    }
    steps.push_back(*step);
  }
  return steps;
}

Scenario read_scenario(const Entry& entry, const Sections& sections, const Study& study) {
  Report& report = sections.report;
  TableReader reader(*entry.table, entry.what, report);
  Scenario scenario;
  scenario.name = reader.text("name");
  scenario.label = reader.optional_text("label");
  if (scenario.label.empty()) scenario.label = scenario.name;
  scenario.note = reader.optional_text("note");
  scenario.place = reader.place_of_value("name");
  if (const toml::table* set = reader.optional_table("set")) {
    for (const auto& [key, node] : *set) {
      const std::string name(key.str());
      const Place place = report.place_of(key.source());
      if (!check_name(name, sections.names.levers, "lever", entry.what, place, report)) continue;
      const Lever* lever = find_lever(study, name);
      const std::string what = format("\"{}\" in {}", name, entry.what);
      scenario.settings.emplace(name, read_setting(node, what, *lever, report));
    }
  }
  reader.finish();
  return scenario;
}

// A worldview may start from one that stands before it.
void start_from(TableReader& reader, const Entry& entry, const std::vector<Worldview>& earlier,
                Report& report, Worldview& worldview) {
  const std::string on = reader.optional_text("on");
  if (on.empty()) return;
  Names known;
  for (const Worldview& one : earlier) known.push_back(one.name);
  if (!check_name(on, known, "earlier worldview", entry.what, reader.place_of_value("on"),
                  report)) {
    return;
  }
  const auto base = std::ranges::find(earlier, on, &Worldview::name);
  for (const auto& [name, distribution] : base->replacements) {
    worldview.replacements.try_emplace(name, distribution);
  }
}

Worldview read_worldview(const Entry& entry, const Sections& sections, const Study& study,
                         const std::vector<Worldview>& earlier) {
  Report& report = sections.report;
  TableReader reader(*entry.table, entry.what, report);
  Worldview worldview;
  worldview.name = reader.text("name");
  worldview.label = reader.optional_text("label");
  if (worldview.label.empty()) worldview.label = worldview.name;
  worldview.evidence = read_optional_evidence(reader);
  worldview.note = worldview.evidence.note;
  worldview.place = reader.place_of_value("name");
  if (const toml::table* set = reader.optional_table("set")) {
    for (const auto& [key, node] : *set) {
      const std::string name(key.str());
      const Place place = report.place_of(key.source());
      if (!check_name(name, sections.names.uncertainties, "uncertainty", entry.what, place,
                      report)) {
        continue;
      }
      const std::string what = format("\"{}\" in {}", name, entry.what);
      auto replacement = read_distribution_or_number(node, what, report);
      if (!replacement) continue;
      const auto input = std::ranges::find(study.uncertainties, name, &Uncertainty::name);
      replacement->integer = replacement->integer || input->distribution.integer;
      worldview.replacements.emplace(name, std::move(*replacement));
    }
  }
  start_from(reader, entry, earlier, report, worldview);
  reader.finish();
  return worldview;
}

// The axes in the order of the file: toml++ keeps keys by name.
std::vector<const toml::key*> keys_in_order(const toml::table& table) {
  std::vector<const toml::key*> keys;
  for (const auto& [key, node] : table) keys.push_back(&key);
  std::ranges::sort(keys, {}, [](const toml::key* key) {
    return std::pair(key->source().begin.line, key->source().begin.column);
  });
  return keys;
}

std::vector<double> read_axis(const toml::node& node, const std::string& what, const Lever& lever,
                              Report& report) {
  std::vector<double> values;
  const toml::array* list = node.as_array();
  if (list == nullptr || list->empty()) {
    report.say(Code::study_wrong_type, report.place_of(node.source()),
               format("{} must be a list of numbers", what));
    return values;
  }
  for (const toml::node& entry : *list) {
    const auto value = read_number(entry, what, report, range_of(lever));
    if (!value) continue;
    if (std::ranges::find(values, *value) != values.end()) {
      report.say(Code::study_out_of_range, report.place_of(entry.source()),
                 format("{} has {} twice", what, to_text(*value)));
    }
    values.push_back(*value);
  }
  return values;
}

Grid read_grid(const Entry& entry, const Sections& sections, const Study& study) {
  Report& report = sections.report;
  TableReader reader(*entry.table, entry.what, report);
  Grid grid;
  grid.name = reader.text("name");
  grid.base = reader.optional_text("base");
  if (grid.base.empty())
    grid.base = study.baseline;
  else
    reader.reference("base", sections.names.scenarios, "scenario");
  grid.place = reader.place_of_value("name");
  reader.need("axes");
  if (const toml::table* axes = reader.optional_table("axes")) {
    if (axes->empty()) {
      report.say(Code::study_missing_key, reader.place_of_key("axes"),
                 format("{} has no axis: it would be one policy", entry.what), {},
                 "give a lever the values to try, as in quota = [20, 30, 40]");
    }
    for (const toml::key* key : keys_in_order(*axes)) {
      const std::string name(key->str());
      const Place place = report.place_of(key->source());
      if (!check_name(name, sections.names.levers, "lever", entry.what, place, report)) continue;
      const std::string what = format("the axis \"{}\" of {}", name, entry.what);
      grid.axes.emplace_back(name,
                             read_axis(*axes->get(name), what, *find_lever(study, name), report));
    }
  }
  reader.finish();
  return grid;
}

}  // namespace

LeverSetting read_setting(const toml::node& node, const std::string& what, const Lever& lever,
                          Report& report) {
  if (node.is_array()) return read_schedule(*node.as_array(), what, lever, report);
  return read_number(node, what, report, range_of(lever)).value_or(lever.preset);
}

std::vector<Scenario> read_scenarios(const Sections& sections, const Study& study) {
  std::vector<Scenario> scenarios;
  for (const Entry& entry : entries_of(sections.root, "scenario", sections.report)) {
    scenarios.push_back(read_scenario(entry, sections, study));
  }
  return scenarios;
}

std::vector<Worldview> read_worldviews(const Sections& sections, const Study& study) {
  std::vector<Worldview> worldviews;
  for (const Entry& entry : entries_of(sections.root, "worldview", sections.report)) {
    worldviews.push_back(read_worldview(entry, sections, study, worldviews));
  }
  return worldviews;
}

std::vector<Grid> read_grids(const Sections& sections, const Study& study) {
  std::vector<Grid> grids;
  for (const Entry& entry : entries_of(sections.root, "grid", sections.report)) {
    grids.push_back(read_grid(entry, sections, study));
  }
  return grids;
}

}  // namespace sluice::study
