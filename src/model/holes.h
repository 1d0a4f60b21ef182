// Cells that no equation defines, and the equations that read them.
//
// An array may leave cells out (Vensim calls them missing): :EXCEPT:, or equations for some
// elements only. That is sound as long as nothing reads them; results leave them out.
#pragma once

#include "model/model.h"

namespace sluice::model {

// Whether nothing gives the cell a value: no equation, no series, and it is not Time.
bool is_hole(const Model& model, CellRef cell);

// One error for each place in an equation that names cells without a value.
Diagnostics find_reads_of_holes(const Model& model);

}  // namespace sluice::model
