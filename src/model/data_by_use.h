// Variables that have no entry in the model, only a series in the data. Private to src/model.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/source_set.h"
#include "syntax/tree.h"

namespace sluice::model {

// What equations use, nothing defines and the data name becomes a data variable, with a note: "If
// something is used it will be marked as not defined and thereafter treated as exogenous" (Vensim's
// manual, Data Equations). Its dimensions are those that stand where it is used; where it is used
// by element only, the widest that have these. `series` gives the names of the data; it is asked
// only where something is not defined. True where there was such a variable.
bool add_data_by_use(syntax::Tree& tree, const std::function<std::vector<std::string>()>& series,
                     const SourceSet& sources, Diagnostics& diagnostics);

}  // namespace sluice::model
