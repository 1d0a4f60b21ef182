// The shape of a request: keys that nobody reads are refused, because a misspelt one would
// silently be answered with the preset.
#pragma once

#include "base/diagnostic.h"
#include "report/json.h"

namespace sluice::serve {

// Says which keys of the request, its policies, beliefs and edits are unknown or of another kind.
Diagnostics find_unknown_keys(const report::Json& json);

}  // namespace sluice::serve
