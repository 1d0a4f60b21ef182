// A spelled-out tree in the words of Vensim: what only XMILE has, in Vensim's functions.
#pragma once

#include "base/diagnostic.h"
#include "base/source_set.h"
#include "convert/names.h"
#include "syntax/tree.h"

namespace sluice::convert {

// In place. Errors (writing_not_expressible) where Vensim has no form; warnings (writing_changed)
// where its form is computed otherwise.
Diagnostics to_vensim(syntax::Tree& tree, const SourceSet& sources, Names& names);

}  // namespace sluice::convert
