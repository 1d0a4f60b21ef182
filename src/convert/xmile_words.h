// What XMILE has no words for, in those that Vensim itself puts into it. Private to src/convert.
#pragma once

#include <string>
#include <vector>

#include "convert/names.h"
#include "syntax/tree.h"
#include "syntax/xmile/writer.h"

namespace sluice::convert {

// Before the ":=" of an equation between data; `alone`: there is none.
std::string data_word(syntax::DataMode mode, bool alone);

// Whether these are elements, one for each axis, and no subranges.
bool are_elements(const model::Model& model, const Names& names, const model::Variable& variable,
                  const std::vector<std::string>& subscripts);

// Names for texts.
std::vector<syntax::XmileVariable> texts_in(const syntax::Tree& tree);

}  // namespace sluice::convert
