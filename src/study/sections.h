// The sections of study.toml, one reader each. They share what is read so far: names are known
// before any section is read, so that a reference is checked where it stands.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "study/study.h"
#include "study/table_reader.h"

namespace sluice::study {

struct StudyNames {
  Names levers, uncertainties, scenarios, worldviews, outcomes, grids, histories;
};

struct Sections {
  TableReader& root;
  Report& report;
  const StudyNames& names;
  std::string folder;
  // The text of a file, by its path as written in study.toml.
  std::function<Checked<std::string>(const std::string& path)> open;
};

// The path that messages show for a file named in study.toml.
std::string path_in(const std::string& folder, const std::string& file);

// The text of a file of the study, kept for reruns; null after saying that it cannot be read.
const std::string* open_file(const std::string& path, const Place& place, const Sections& sections,
                             Study& study);

// One table of an array of tables, with what messages call it: `lever "share"`.
struct Entry {
  const toml::table* table = nullptr;
  std::string what;
};
std::vector<Entry> entries_of(TableReader& reader, std::string_view key, Report& report);
// The names of a section's entries; a name that stands twice is said once.
Names read_names(TableReader& root, std::string_view key, Report& report);

// `grade`, `source` and `note` of an entry; says so where a number would have no evidence.
Evidence read_evidence(TableReader& reader);
// The same of an entry that may go without: its numbers are then own assumptions.
Evidence read_optional_evidence(TableReader& reader);
// A number or dated steps, within the lever's range.
LeverSetting read_setting(const toml::node& node, const std::string& what, const Lever& lever,
                          Report& report);
std::string label_or_name(TableReader& reader, const std::string& name);

std::vector<Lever> read_levers(const Sections& sections);
std::vector<Uncertainty> read_uncertainties(const Sections& sections, const Study& study);
std::vector<Correlation> read_correlations(const Sections& sections, const Study& study);
std::vector<Scenario> read_scenarios(const Sections& sections, const Study& study);
std::vector<Worldview> read_worldviews(const Sections& sections, const Study& study);
std::vector<Grid> read_grids(const Sections& sections, const Study& study);
std::vector<Outcome> read_outcomes(const Sections& sections);
std::vector<Claim> read_claims(const Sections& sections);
std::vector<History> read_histories(const Sections& sections, Study& study);
// The table `set` of a back-test or an extreme condition.
std::vector<BacktestSetting> read_model_settings(TableReader& reader, const Sections& sections,
                                                 const Study& study);
Audit read_audit(const Sections& sections, const Study& study);
std::vector<Backtest> read_backtests(const Sections& sections, const Study& study);

// Reads the tables that Study::series names into Study::files.
void read_series(const Sections& sections, const toml::table& head, Study& study);

// Fills Study::sources and Study::files from the data files that [study] lists, and puts the rows
// that a source names in its place ("CI010-CI012" becomes three).
void read_sources(const Sections& sections, const toml::table& head, const Names& data_files,
                  Study& study);

}  // namespace sluice::study
