// Right-hand sides: from names to ids, from calls to builtins. Private to src/model.
#pragma once

#include "model/draft.h"
#include "model/external_files.h"

namespace sluice::model {

// Says for every variable whether it is a lookup or data (by how it is written), so that
// expressions know what a name followed by parentheses is. Mixtures are errors.
void mark_lookups_and_data(Draft& draft);

// Fills the equations of every variable and settles its kind. The draft's variables are complete.
void resolve_equations(Draft& draft, ExternalFiles& files);

}  // namespace sluice::model
