// A result as it travels: an ensemble and all that is needed to make it again from the file alone.
// Kept as NetCDF-4, laid out so that xarray opens it with named dimensions, units and calendar
// time:
//   dimensions   scenario, member, time, uncertainty, lever, source_file
//   time         days since the first of month zero (CF calendar); model_time beside it
//   one variable per series (scenario, member, time); draws (uncertainty, member), in the study's
//   units; bad (scenario, member): 1 where the member's numbers cannot be used, and bad_time: from
//   when; reached (scenario, member): 0 where an interrupted run has not been; lever_setting
//   (scenario, lever) and source_text (source_file): what made the file
// No clock time is written: the same result gives the same bytes.
#pragma once

#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "results/frame.h"

namespace sluice::results {

struct TextFile {
  std::string name;  // as the study names it: "study.toml", "model.mdl", "data/rows.csv"
  std::string text;
};

struct InputInfo {
  std::string name, label, unit;
};

struct MadeBy {
  std::string version;  // of the program
  std::string command;
  std::string title;  // the study's name
  std::string profile = "exact";
  std::string worldview;               // empty: none
  std::string study_file, model_file;  // which of `files`
  std::vector<TextFile> files;
  bool complete = true;  // false: interrupted; see ScenarioResult::unreached
};

struct ResultFile {
  Ensemble ensemble;  // every scenario has the same series, times and members
  Calendar calendar;
  MadeBy made;
  std::vector<std::string> scenario_labels;
  std::vector<InputInfo> levers, uncertainties;  // uncertainties as in ensemble.draws.names
  // [scenario * levers.size() + lever]: a number, or steps "0.4; 2026-10: 0; 2027-10: 1".
  std::vector<std::string> settings;
};

// Writes to PATH.partial, then renames; where some futures were not reached PATH.partial stays.
// What failed is said: netcdf_not_installed (the library is loaded when first needed),
// netcdf_failed, io_cannot_write. All three are faults of the environment. (Block by block:
// result_writer.h.)
Diagnostics write_result(const std::string& path, const ResultFile& file);

// netcdf_not_a_result: a NetCDF file that Sluice did not write.
Checked<ResultFile> read_result(const std::string& path);
// All but the futures' numbers: frames without values.
Checked<ResultFile> read_result_head(const std::string& path);

}  // namespace sluice::results
