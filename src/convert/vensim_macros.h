// A macro of XMILE in the names of Vensim's text. Private to src/convert.
#pragma once

#include <vector>

#include "convert/names.h"
#include "syntax/tree.h"

namespace sluice::convert {

// In place; `all`: the macros that are written.
void name_as_vensim(syntax::Macro& macro, const std::vector<syntax::Macro>& all,
                    const Names& names);

}  // namespace sluice::convert
