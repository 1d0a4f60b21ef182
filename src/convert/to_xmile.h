// A spelled-out tree in the words of XMILE: stocks with their flows, choices, graphical functions,
// and the functions by the names that XMILE has for them.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "convert/names.h"
#include "convert/spell_out.h"
#include "model/model.h"
#include "syntax/tree.h"
#include "syntax/xmile/writer.h"

namespace sluice::convert {

// What spell_out may leave in a tree that goes to XMILE.
Arrays arrays_of_xmile();

// Errors (writing_not_expressible): data variables, functions and arrays that XMILE has no form
// for. Warnings: functions that only some programs read (writing_not_common), what is left out
// (writing_left_out).
Checked<syntax::XmileModel> to_xmile(const model::Model& model, const syntax::Tree& spelled,
                                     Names& names, const std::string& title);

}  // namespace sluice::convert
