// A lookup with other points than the model was written with.
#pragma once

#include <utility>
#include <vector>

#include "model/model.h"

namespace sluice::model {

// `cells` are of one lookup variable; the others keep their points.
void change_lookup(Model& model, const std::vector<CellRef>& cells,
                   const std::vector<std::pair<double, double>>& points);

}  // namespace sluice::model
