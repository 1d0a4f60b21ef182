#include "study/audit.h"
#include "study/sections.h"

namespace sluice::study {
namespace {

template <class Entry>
Names names_of(const std::vector<Entry>& entries) {
  Names names;
  for (const auto& entry : entries) names.push_back(entry.name);
  return names;
}

}  // namespace

Audit read_audit(TableReader& root, const StudyNames& names) {
  Audit audit;
  const toml::table* table = root.optional_table("audit");
  if (table == nullptr) return audit;
  TableReader reader(*table, "[audit]", root.report());
  const auto known = [&](std::string_view key, const Names& of_study, std::string_view kind) {
    Names found = reader.texts(key);
    for (const std::string& name : found) {
      check_name(name, of_study, kind, "[audit]", reader.place_of_value(key), root.report());
    }
    return found;
  };
  audit.scenarios = known("scenarios", names.scenarios, "scenario");
  audit.headlines = known("headlines", names.outcomes, "outcome");
  audit.signed_stocks = reader.texts("signed");
  const std::string laws = reader.optional_text("laws");
  if (!laws.empty()) audit.laws = laws;
  reader.finish();
  return audit;
}

Audit audit_of(const Study& study) {
  const toml::parse_result parsed = toml::parse(study.text);
  if (!parsed) return {};
  Report report("study.toml", study.text);
  TableReader root(parsed.table(), "study.toml", report);
  StudyNames names;
  names.scenarios = names_of(study.scenarios);
  names.outcomes = names_of(study.outcomes);
  return read_audit(root, names);
}

}  // namespace sluice::study
