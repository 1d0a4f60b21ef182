// Policies and beliefs as a file that the command line reads beside a study (`--with FILE`):
// [[scenario]] and [[worldview]] tables, as study.toml has them.
#pragma once

#include <string>

#include "report/json.h"
#include "serve/asking.h"
#include "serve/http.h"
#include "serve/studio.h"

namespace sluice::serve {

// POST /api/v1/scenario: `policies`, `beliefs`, `name`.
Response scenario_file(const Edition& edition, const report::Json& json);
// POST /api/v1/scenario/read: `text`.
Response read_scenario_file(const Edition& edition, const report::Json& json);

// [[worldview]] `name`: a worldview of the study and what differs from it.
std::string worldview_toml(const AskedBeliefs& asked, const std::string& name,
                           const std::string& label);
std::string scenario_toml(const study::Study& study, const ensemble::Policy& policy);

}  // namespace sluice::serve
