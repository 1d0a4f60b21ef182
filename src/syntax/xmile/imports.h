// Numbers that <data> imports, put in the places of the constants and graphs that a file names.
#pragma once

#include "syntax/xmile/whole.h"

namespace sluice::syntax::xmile {

void take_imports(const Document& document, SourceSet& sources, Whole& whole,
                  Complaints& complaints);

}  // namespace sluice::syntax::xmile
