// From files to a Model that can run.
#pragma once

#include <string>
#include <vector>

#include "model/model.h"

namespace sluice::model {

// Reads the model file (by its ending: see syntax/read_model.h), checks it, and takes the series of
// its data variables from `data_paths` (see model/data.h). A data variable that none of them fills
// is an error.
Checked<Model> load_model(const std::string& path, const std::vector<std::string>& data_paths = {});

}  // namespace sluice::model
