// How much a model is once its arrays are spelled out. Private to src/model.
#pragma once

#include "model/model.h"

namespace sluice::model {

// An error where the equations of all cells, with every turn of their reductions, have more parts
// than a run could hold. Counts without spelling anything out, so it takes the time of the text.
Diagnostics find_too_large(const Model& model);

}  // namespace sluice::model
