// Dimensions, subranges, families and mappings from the tree. Private to src/model.
#pragma once

#include "model/draft.h"

namespace sluice::model {

// Fills the draft's elements, dimensions and mappings. A name is an element unless some dimension
// has it: then it stands for that dimension's elements (a subrange).
void add_dimensions(const syntax::Tree& tree, Draft& draft);

}  // namespace sluice::model
