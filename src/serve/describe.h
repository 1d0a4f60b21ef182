// GET /api/v1/study: all that does not change while levers move.
#pragma once

#include <string_view>
#include <vector>

#include "report/json.h"
#include "serve/lab.h"
#include "serve/studio.h"

namespace sluice::serve {

// `times`: the saved times of a run.
report::Json describe(const Edition& edition, const std::vector<double>& times, bool may_save);
// As a setting of a policy: a number, or dated steps.
report::Json to_json(const study::LeverSetting& setting);
// A number where nothing is left open; null for the kinds that have no short form.
report::Json distribution_json(const study::Distribution& distribution);
report::Json variables_json(const model::Model& model);

}  // namespace sluice::serve
