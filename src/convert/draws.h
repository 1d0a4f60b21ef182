// Draws that follow from a name which conversion has to change. Private to src/convert.
#pragma once

#include "base/diagnostic.h"
#include "convert/names.h"
#include "model/model.h"

namespace sluice::convert {

// Warnings (writing_changed): the variables that draw other numbers in what is written.
Diagnostics tell_of_other_draws(const model::Model& model, const Names& names, bool as_xmile);

}  // namespace sluice::convert
