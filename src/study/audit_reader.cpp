// [audit]: how the study is held to account.
#include "study/sections.h"

namespace sluice::study {

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

}  // namespace sluice::study
