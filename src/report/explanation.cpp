#include "report/explanation.h"

#include "base/format.h"
#include "base/version.h"
#include "report/json.h"
#include "report/numbers.h"
#include "report/table.h"

namespace sluice::report {
namespace {

std::string section(std::string_view heading, const std::string& body, const Terminal& terminal) {
  if (body.empty()) return {};
  return "\n" + bold(heading, terminal) + "\n" + body;
}

std::string head(const Explanation& explanation, const Terminal& terminal) {
  std::string facts = format("{}, unit {}", explanation.kind,
                             explanation.unit.empty() ? "not given" : explanation.unit);
  if (!explanation.group.empty()) facts += ", group " + explanation.group;
  if (!explanation.place.empty()) facts += ", " + explanation.place;
  return bold(explanation.name, terminal) + "\n" + wrap(facts, terminal.columns) + "\n";
}

// Equations are shown as written: their own line breaks stay.
std::string indented(const std::string& text) {
  std::string lines = "  ";
  for (const char letter : text) {
    lines += letter;
    if (letter == '\n') lines += "  ";
  }
  return lines + "\n";
}

std::string equations_body(const Explanation& explanation) {
  std::string body;
  for (const auto& equation : explanation.equations) body += indented(equation);
  return body;
}

std::string role_body(const std::vector<Fact>& role, const Terminal& terminal) {
  std::string body;
  for (const auto& fact : role) {
    if (fact.value.empty()) continue;
    body += wrap(fact.name + ": " + fact.value, terminal.columns, "  ") + "\n";
  }
  return body;
}

std::string sources_body(const Explanation& explanation, const Terminal& terminal) {
  std::string body;
  for (const auto& row : explanation.sources) {
    body += wrap(format("{} ({}:{})  {}", row.id, row.file, row.line, row.text), terminal.columns,
                 "  ") +
            "\n";
  }
  for (const auto& id : explanation.unknown_sources) {
    body += "  " + id + "  (in no data file of the study)\n";
  }
  return body;
}

std::string names_body(const std::vector<std::string>& names, const Terminal& terminal) {
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : "; ") + name;
  return all.empty() ? "" : wrap(all, terminal.columns, "  ") + "\n";
}

std::string central_body(const Explanation& explanation, const Terminal& terminal) {
  if (explanation.central.empty()) return {};
  Table table;
  table.columns = {{"", Align::left, 0, true, true}};
  for (std::size_t k = 0; k < explanation.dates.size(); ++k) {
    const bool last = k + 1 == explanation.dates.size();
    table.columns.push_back(
        {explanation.dates[k], Align::right, last ? 9 : static_cast<int>(k % 2)});
  }
  for (const auto& series : explanation.central) {
    std::vector<std::string> cells = {series.name};
    for (const double value : series.values) cells.push_back(show(value));
    table.rows.push_back(std::move(cells));
  }
  return to_text(table, terminal);
}

Json json_of(const std::vector<Fact>& role) {
  Json json = Json::object();
  for (const auto& fact : role) json[fact.name] = fact.value;
  return json;
}

Json json_of(const study::SourceRow& row) {
  return {{"id", row.id}, {"file", row.file}, {"line", row.line}, {"text", row.text}};
}

}  // namespace

std::string explanation_text(const Explanation& explanation, const Terminal& terminal) {
  std::string text = head(explanation, terminal);
  text += section("Equation", equations_body(explanation), terminal);
  if (!explanation.note.empty()) {
    text += section("Note", wrap(explanation.note, terminal.columns, "  ") + "\n", terminal);
  }
  for (const auto& role : explanation.roles) {
    text += section("In the study", role_body(role, terminal), terminal);
  }
  text += section("Sources", sources_body(explanation, terminal), terminal);
  text += section("Causes", names_body(explanation.causes, terminal), terminal);
  text += section("Uses", names_body(explanation.uses, terminal), terminal);
  const std::string heading = explanation.scenario.empty()
                                  ? "Central value"
                                  : "Central value, scenario " + explanation.scenario;
  return text + section(heading, central_body(explanation, terminal), terminal);
}

std::string explanation_json(const Explanation& explanation) {
  Json json;
  json["sluice"] = kVersion;
  json["command"] = "explain";
  json["name"] = explanation.name;
  json["kind"] = explanation.kind;
  json["unit"] = explanation.unit;
  json["note"] = explanation.note;
  json["group"] = explanation.group;
  json["place"] = explanation.place;
  json["equations"] = explanation.equations;
  json["roles"] = Json::array();
  for (const auto& role : explanation.roles) json["roles"].push_back(json_of(role));
  json["sources"] = Json::array();
  for (const auto& row : explanation.sources) json["sources"].push_back(json_of(row));
  json["unknown_sources"] = explanation.unknown_sources;
  json["causes"] = explanation.causes;
  json["uses"] = explanation.uses;
  json["scenario"] = text_or_null(explanation.scenario);
  json["dates"] = explanation.dates;
  json["central"] = Json::array();
  for (const auto& series : explanation.central) {
    json["central"].push_back({{"name", series.name}, {"values", numbers(series.values)}});
  }
  return dump(json);
}

}  // namespace sluice::report
