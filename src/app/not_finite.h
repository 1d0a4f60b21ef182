// What a run says of numbers that are infinite or none.
#pragma once

#include <vector>

#include "app/open.h"
#include "base/diagnostic.h"
#include "program/evaluate.h"

namespace sluice::app {

// A warning for those that an equation asks for (a constant that is INF, NAN or 0/0, an equation
// between data at a point that gives none) and for what follows from them; an error for the rest.
Diagnostics tell_not_finite(const Opened& opened, const std::vector<program::NotFinite>& all);

}  // namespace sluice::app
