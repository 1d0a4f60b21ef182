// Names in macros that mean variables of the model. Private to src/model.
#pragma once

#include "base/source_set.h"
#include "syntax/tree.h"

namespace sluice::model {

// A warning for each variable of the model that a macro reads without a `$` behind the name: in
// Vensim "the variable names inside of a macro relate to nothing outside" (manual, Macros). The
// clock's names are no variables that could be meant otherwise.
void tell_names_of_model(const syntax::Tree& tree, const SourceSet& sources,
                         Diagnostics& diagnostics);

}  // namespace sluice::model
