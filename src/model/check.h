// From the tree that a reader makes to a Model: the one way to get one.
#pragma once

#include "base/source_set.h"
#include "model/model.h"
#include "syntax/tree.h"

namespace sluice::model {

// Everything that is wrong is collected: names, dimensions, cells, arguments, loops (errors), units
// that do not balance (warnings), variables that nothing uses (notes). `sources` must hold the
// texts that the tree's spans point into; the model keeps them. Data variables still lack their
// series: see model/data.h.
Checked<Model> check_model(const syntax::Tree& tree, SourceSet sources);

}  // namespace sluice::model
