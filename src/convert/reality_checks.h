// Reality checks of Vensim's text. A model has those that are plain statements, as variables, and
// no others; Vensim's text keeps them as they stand. Private to src/convert.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "base/source_set.h"
#include "syntax/tree.h"

namespace sluice::convert {

// Takes those of the first source out of the equations; their text as written, each an entry.
std::string take_reality_checks(syntax::Tree& tree, const SourceSet& sources);

// What another format makes of them.
Diagnostics tell_of_reality_checks(const syntax::Tree& tree, const SourceSet& sources);

}  // namespace sluice::convert
