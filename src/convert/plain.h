// Vensim text for other engines: a tree in the functions that PySD and SDEverywhere read as well.
#pragma once

#include "base/diagnostic.h"
#include "base/source_set.h"
#include "syntax/tree.h"

namespace sluice::convert {

// Rewrites in place what has another form with the same bits: LOG(x, b) as LN(x)/LN(b), GAME and
// unary plus as what they hold. What has none is told (writing_not_common), once a function.
Diagnostics make_plain(syntax::Tree& tree, const SourceSet& sources);

}  // namespace sluice::convert
