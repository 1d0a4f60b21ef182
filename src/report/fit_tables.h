// Tables and JSON of observed against simulated series, for histories and back-tests alike.
#pragma once

#include <string>
#include <vector>

#include "analysis/history.h"
#include "report/json.h"
#include "report/table.h"

namespace sluice::report {

// "passes", "not refuted (n = 3)", "too few points", "cannot be told", "fails: the 90 % band holds
// 1 of 5", "fails, too wide: ..."
std::string judged(const analysis::CoverageVerdict& verdict);

// One row a series: how many points lie where.
Table coverage_table(const std::vector<analysis::SeriesFit>& fits);
// The same of pools of short series.
Table pool_table(const std::vector<analysis::PooledFit>& pools);
// One row a series: errors, interval scores and Theil's parts.
Table error_table(const std::vector<analysis::SeriesFit>& fits);
// One row a point.
Table point_table(const analysis::SeriesFit& fit);

Json json_of(const analysis::SeriesFit& fit);
Json json_of(const analysis::PooledFit& pool);

}  // namespace sluice::report
