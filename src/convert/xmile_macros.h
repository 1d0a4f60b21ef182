// A macro of Vensim's text as one of XMILE.
#pragma once

#include <vector>

#include "convert/names.h"
#include "convert/xmile_calls.h"
#include "syntax/tree.h"
#include "syntax/xmile/writer.h"

namespace sluice::convert {

// `all`: the macros that are written.
syntax::XmileMacro macro_of_xmile(const syntax::Macro& macro, const std::vector<syntax::Macro>& all,
                                  XmileCalls& calls, const Names& names);

}  // namespace sluice::convert
