// Texts as values: a name that stands for a text (`name :IS: 'file.csv'`), and what MESSAGE says.
// Private to src/model.
#pragma once

#include "base/diagnostic.h"
#include "base/source_set.h"
#include "syntax/tree.h"

namespace sluice::model {

// Puts the text itself in place of each name that is defined as one, and takes these definitions
// out; those with subscripts stay (M234). A message's text gives way to 0, since a value is all
// that is left of the call; a note says so.
void put_texts_in_place(syntax::Tree& tree, const SourceSet& sources, Diagnostics& diagnostics);

}  // namespace sluice::model
