// [audit]: how the study is held to account.
#include "base/format.h"
#include "study/sections.h"

namespace sluice::study {
namespace {

Names known_names(TableReader& reader, std::string_view key, const Names& of_study,
                  std::string_view kind, Report& report) {
  Names found = reader.texts(key);
  for (const std::string& name : found) {
    check_name(name, of_study, kind, reader.what(), reader.place_of_value(key), report);
  }
  return found;
}

Extreme read_extreme(const Entry& entry, const Sections& sections, const Study& study) {
  TableReader reader(*entry.table, entry.what, sections.report);
  Extreme extreme;
  extreme.label = reader.text("label");
  extreme.place = reader.place_of_value("label");
  extreme.scenarios =
      known_names(reader, "scenarios", sections.names.scenarios, "scenario", sections.report);
  if (extreme.scenarios.empty()) extreme.scenarios = {study.baseline};
  extreme.variables = reader.texts("variables");
  extreme.element = reader.optional_text("element");
  if (reader.has("from")) extreme.from = reader.date("from");
  extreme.at_most = reader.optional_number("at_most", {0, 1e300, "0 or more"}).value_or(0);
  extreme.settings = read_model_settings(reader, sections, study);
  if (extreme.settings.empty()) {
    reader.say(Code::study_bad_backtest, reader.place_of_value("label"),
               format("{} sets nothing: there is no extreme in it", reader.what()), {},
               "give it a table [audit.extreme.set]");
  }
  reader.finish();
  return extreme;
}

}  // namespace

Audit read_audit(const Sections& sections, const Study& study) {
  Audit audit;
  const toml::table* table = sections.root.optional_table("audit");
  if (table == nullptr) return audit;
  TableReader reader(*table, "[audit]", sections.report);
  const StudyNames& names = sections.names;
  audit.scenarios = known_names(reader, "scenarios", names.scenarios, "scenario", sections.report);
  audit.headlines = known_names(reader, "headlines", names.outcomes, "outcome", sections.report);
  audit.signed_stocks = reader.texts("signed");
  const std::string laws = reader.optional_text("laws");
  if (!laws.empty()) audit.laws = laws;
  for (Entry& entry : entries_of(reader, "extreme", sections.report)) {
    entry.what = format("extreme {} of [audit]", audit.extremes.size() + 1);
    audit.extremes.push_back(read_extreme(entry, sections, study));
  }
  reader.finish();
  return audit;
}

}  // namespace sluice::study
