// What a result file holds beside its futures: names, units, times, and what made it.
#pragma once

#include <vector>

#include "results/netcdf_library.h"
#include "results/result_file.h"

namespace sluice::results {

// Variables by what they hold.
struct HeadVariables {
  int scenario = 0, scenario_label = 0, member = 0, time = 0, model_time = 0;
  int uncertainty = 0, uncertainty_label = 0, uncertainty_unit = 0, draws = 0;
  int lever = 0, lever_label = 0, lever_unit = 0, lever_setting = 0;
  int source_file = 0, source_text = 0, bad = 0, bad_time = 0, reached = 0;
  std::vector<int> series;
};

// Defines every dimension and variable of a new file and writes all but draws, reached, bad,
// bad_time and the series. Of `shape` the sizes are read: frames and draws may be without numbers.
HeadVariables write_head(NetcdfCalls& call, int id, const ResultFile& shape);

// What `reached` holds until all draws are written: such a file cannot be used.
inline constexpr signed char kDrawsMissing = 2;
Diagnostic without_draws(const std::string& path);

// The variables over (scenario, member, time) of a file, in the order in which they were defined.
std::vector<int> series_variables(NetcdfCalls& call, int id);

}  // namespace sluice::results
