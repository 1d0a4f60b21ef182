// From the tree that a reader makes to a Model: the one way to get one.
#pragma once

#include "base/source_set.h"
#include "model/external_files.h"
#include "model/model.h"
#include "syntax/tree.h"

namespace sluice::model {

// Everything that is wrong is collected: names, dimensions, cells, arguments, loops (errors), units
// that do not balance (warnings), variables that nothing uses (notes). `sources` must hold the
// texts that the tree's spans point into; the model keeps them. Data variables still lack their
// series: see model/data.h.
// GET ... functions read `files`; without, the files in the folder of the first source.
Checked<Model> check_model(const syntax::Tree& tree, SourceSet sources);
Checked<Model> check_model(const syntax::Tree& tree, SourceSet sources, ExternalFiles& files);

}  // namespace sluice::model
