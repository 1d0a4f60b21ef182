// Variables that nothing in the model uses.
#pragma once

#include "model/model.h"

namespace sluice::model {

// A note for each constant, lookup or data variable that no equation uses: it can change nothing.
// One note more lists what is computed but feeds nothing else, unless marked supplementary:
// outcomes stand there rightly, leftovers do not.
Diagnostics find_unused(const Model& model);

}  // namespace sluice::model
