// Shared by the JSON writers of this folder: the schema that every table's --json follows. Keys are
// only ever added. Numbers that are not finite are null.
//   {"sluice": version, "command": ..., "study": ..., "members": n, "seed": n, "design": ...,
//    "worldview": name or null, ...the table...}
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "report/making.h"

namespace sluice::report {

using Json = nlohmann::ordered_json;

Json header(const Making& making);
// {"exact": true}, or {"exact": false, "exact_members": n, "largest_error": share of 5-95 %}.
Json quantiles_of(const Making& making);
Json number(double value);
Json number(const std::optional<double>& value);
Json numbers(const std::vector<double>& values);
Json text_or_null(const std::string& text);
// [{"member": 17, "time": 48, "date": "2026-01"}, ...], at most 20 of them, beside "unusable":
// count.
void add_unusable(Json& to, const results::ScenarioResult& scenario, const study::Study& study);
// Indented, with a newline at the end; text that is not UTF-8 is replaced.
std::string dump(const Json& json);
std::string_view name_of(study::Yearly how);

}  // namespace sluice::report
